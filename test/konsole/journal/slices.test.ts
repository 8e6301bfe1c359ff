/** Long reads and short ones share one worker: a short one waits for a slice, not for the whole. */
import { expect, test } from 'vitest';
import { createPace } from '../../../main/konsole/journal/pace';
import { batch, block, created, newFile, openAt, replayAll, sessionOf, started } from './support';

test('a pace lets others through once its slice is over, and not before', async () => {
  let now = 0;
  const pace = createPace(() => now);
  expect(pace.pause()).toBeUndefined();
  now = 100;
  const order: string[] = [];
  setImmediate(() => order.push('other'));
  await pace.pause();
  order.push('own');
  expect(order).toEqual(['other', 'own']);
  expect(pace.pause()).toBeUndefined();
});

test('short questions are answered while a turn of many large events is read (I8)', async () => {
  const journal = await openAt(newFile());
  await journal.append(batch(created(sessionOf('a'))));
  await journal.append(batch(created(sessionOf('quick', { kind: 'chat' }))));
  await journal.append(batch(started('a', 't', 'Go')));
  const piece = 'line "é"\n'.repeat(3_000);
  const events = block(
    'a',
    't',
    'b',
    Array.from({ length: 480 }, () => piece),
  );
  for (let n = 0; n < events.length; n += 40) await journal.append(batch(events.slice(n, n + 40)));
  let reading = true;
  const long = journal.turns('a', undefined, 1).finally(() => {
    reading = false;
  });
  let answered = 0;
  while (reading) {
    await journal.session('quick');
    if (reading) answered += 1;
  }
  expect((await long).turns[0]?.blocks[0]?.text).toHaveLength(480 * piece.length);
  expect(answered).toBeGreaterThan(2);
});

test('a replay of small and large events has each of them once, in order', async () => {
  const journal = await openAt(newFile());
  await journal.append(batch(created(sessionOf('a'))));
  await journal.append(batch(started('a', 't', 'Go')));
  const sizes = Array.from({ length: 1_300 }, (_, n) => (n % 90 === 0 ? 50_000 : 5));
  await journal.append(
    batch(
      block(
        'a',
        't',
        'b',
        sizes.map((size) => 'x'.repeat(size)),
      ),
    ),
  );
  const all = await replayAll(journal, ['session/a', 'index']);
  expect(all.map(({ pos }) => pos)).toEqual(
    Array.from({ length: journal.head() }, (_, n) => n + 1),
  );
});
