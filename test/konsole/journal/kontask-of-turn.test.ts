/** What a turn shows of the kontasks that it asked for. */
import { expect, test } from 'vitest';
import { toldOfTurn } from '../../../main/konsole/journal/kontask-of-turn';
import { limits } from '../../../preload/contract/limits';
import { kontaskOfTurn } from '../../../preload/contract/shapes';
import { kontaskOf, written } from './kontask-support';
import { batch, newFile, openAt } from './support';

test('of a kontask a turn is told what can be picked and what was, and nothing long beside it', () => {
  const choices = [{ label: 'A', value: 'Do A', primary: true }];
  const chosen = { value: 'Do A', label: 'A', by: 'ada', at: '2026-01-01T00:00:00Z' };
  const context = { output: 'x'.repeat(100_000), choices, chosen };
  const [one] = toldOfTurn([kontaskOf('k', { context, description: 'long', more: 1 })]);
  expect(one).toEqual({ id: 'k', status: 'pending', title: 'Title of k', choices, chosen });
  expect(kontaskOfTurn.parse(one)).toEqual(one);
});

test('those that are very long are told as far as there is room, and no more of them is read', () => {
  let read = 0;
  function* many() {
    for (; ; read += 1) {
      const choices = [{ label: 'A', value: 'x'.repeat(limits.choiceChars) }];
      yield kontaskOf(`k${read}`, { context: { choices } });
    }
  }
  expect(toldOfTurn(many()).length).toBeGreaterThan(20);
  expect(read).toBeLessThan(40);
  const chosen = { value: 'x'.repeat(1_000_000), by: 'ada', at: '2026-01-01T00:00:00Z' };
  const large = [kontaskOf('large', { context: { chosen } }), kontaskOf('small')];
  expect(toldOfTurn(large).map(({ id }) => id)).toEqual(['large']);
});

test('of very many of one turn the newest are told, without their outputs, and all of them are known', async () => {
  const journal = await openAt(newFile());
  for (let n = 0; n < 120; n += 1) {
    const updatedAt = new Date(n * 1_000).toISOString();
    const context = { output: 'o'.repeat(10_000) };
    const kontask = kontaskOf(`k${n}`, { requestId: 't1', updatedAt, context });
    await journal.append(batch(written(kontask)));
  }
  const told = await journal.kontasks.ofTurn('t1');
  expect(told).toHaveLength(limits.kontasksOfTurn);
  expect(told[0]).toEqual({ id: 'k119', status: 'pending', title: 'Title of k119' });
  expect(await journal.kontasks.ofRequest('t1')).toHaveLength(120);
});
