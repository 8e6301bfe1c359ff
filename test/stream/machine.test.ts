/**
 * The fixtures in test/fixtures/stream: each is a row of inputs, with the orders each must give. `now` stays
 * until an input names another; a fixture's name is the sentence it proves.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { firstState, statusOf, step } from '../../preload/stream/machine';
import type { Input, Order } from '../../preload/stream/machine-types';

interface FixtureStep {
  now?: number;
  input: Input;
  orders?: Order[];
  status?: string;
  gaps?: number;
  retryAt?: number;
}

const folder = join(import.meta.dirname, '../fixtures/stream');

describe('the stream machine', () => {
  for (const file of readdirSync(folder).sort()) {
    test(`it proves: ${file.replace(/\.json$/, '').replaceAll('-', ' ')}`, () => {
      const steps: FixtureStep[] = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      let state = firstState();
      let now = 0;
      for (const [index, { input, orders, status, gaps, retryAt, ...rest }] of steps.entries()) {
        now = rest.now ?? now;
        const done = step(state, input, now);
        state = done.state;
        const where = `step ${index}`;
        if (orders) expect(done.orders, where).toEqual(orders);
        if (status) expect(statusOf(state), where).toBe(status);
        if (gaps !== undefined) expect(state.gaps, where).toBe(gaps);
        if (retryAt !== undefined) expect(state.retryAt, where).toBe(retryAt);
      }
    });
  }

  test('never changes the state it was given', () => {
    const before = step(firstState(), { type: 'follow', channel: 'index' }, 0).state;
    const copy = structuredClone(before);
    step(before, { type: 'opened', generation: 1 }, 5);
    step(before, { type: 'closed', generation: 1, refused: false, chance: 0.5 }, 5);
    expect(before).toEqual(copy);
  });
});
