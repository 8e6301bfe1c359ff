import { expect, test } from 'vitest';
import { ofTurn } from '../../../main/konsole/kontasks/of-turn';
import type { Held } from '../../../main/konsole/kontasks/types';
import { kontaskOfTurn } from '../../../preload/contract/shapes';

const held = (id: string, more: Partial<Held['kontask']> = {}): Held => ({
  kontask: { id, type: 'general', status: 'needs_decision', title: `Which ${id}?`, ...more },
  rev: 1,
});

test('of a kontask a turn is told what can be picked and what was, and nothing long beside it', () => {
  const choices = [{ label: 'A', value: 'Do A', primary: true }];
  const chosen = { value: 'Do A', label: 'A', by: 'ada', at: '2026-01-01T00:00:00Z' };
  const context = { output: 'x'.repeat(100_000), choices, chosen };
  const [one] = ofTurn([held('k', { context, description: 'long', more: 1 })]);
  expect(one).toEqual({ id: 'k', status: 'needs_decision', title: 'Which k?', choices, chosen });
  expect(kontaskOfTurn.parse(one)).toEqual(one);
});

test('of very many the newest are told', () => {
  const many = Array.from({ length: 80 }, (_, i) => held(`k${i}`));
  const told = ofTurn(many);
  expect(told).toHaveLength(50);
  expect(told[0]).toEqual({ id: 'k0', status: 'needs_decision', title: 'Which k0?' });
});
