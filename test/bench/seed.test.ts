/** Seeded sessions are sessions: the real journal reads them back as if they had been had. */
import { expect, test } from 'vitest';
import { newFolder, openAt, workerFile } from '../konsole/journal/support';
import { seedHome } from './seed';
import { conversation, eventful, markOf, moderate, oneHugeTurn } from './seed-shapes';
import { join } from 'node:path';

test('a seeded conversation has its turns, whole and finished, in order', async () => {
  const home = newFolder();
  await seedHome(home, workerFile, [conversation('talk', 30)]);
  const journal = await openAt(join(home, 'konsole.db'));
  const { turns } = await journal.turns('talk', undefined, 100);
  expect(turns).toHaveLength(30);
  expect(turns[0]?.text).toContain('Question 1 of 30 ');
  expect(turns.every(({ status }) => status === 'completed')).toBe(true);
  const answer = turns[4]?.blocks.map(({ text }) => text).join('');
  expect(answer).toContain(`Answer 5 (${markOf('talk')})`);
  expect(answer?.length).toBeGreaterThan(600);
  const timing = turns[4]?.timing;
  expect(timing?.totalMs).toBeGreaterThan(0);
  expect(await journal.unfinished()).toEqual([]);
});

test('a session of so many events has about so many, and says how many', async () => {
  const home = newFolder();
  const { events } = await seedHome(home, workerFile, [eventful('many', 2_000, 100)]);
  const journal = await openAt(join(home, 'konsole.db'));
  const channels = [{ channel: 'session/many', after: 0 }];
  const count = await journal.countAfter({ channels, upTo: journal.head() });
  expect(events.get('many')).toBe(count);
  expect(Math.abs(count - 2_000)).toBeLessThan(100);
});

test('one huge turn holds prose and tools whose outputs belong to them', async () => {
  const home = newFolder();
  await seedHome(home, workerFile, [oneHugeTurn('huge', 3_000)]);
  const journal = await openAt(join(home, 'konsole.db'));
  const { turns } = await journal.turns('huge', undefined, 10);
  expect(turns).toHaveLength(1);
  const blocks = turns[0]?.blocks ?? [];
  const tools = blocks.filter(({ kind }) => kind === 'tool');
  expect(tools).toHaveLength(6);
  expect(tools.every(({ status }) => status === 'ok')).toBe(true);
  const parents = blocks.filter(({ kind }) => kind === 'output').map(({ parent }) => parent);
  expect(parents).toEqual(tools.map(({ id }) => id));
});

test('many sessions are listed with the first one the latest', async () => {
  const home = newFolder();
  await seedHome(home, workerFile, moderate(6, 2, Date.now()));
  const journal = await openAt(join(home, 'konsole.db'));
  const { sessions } = await journal.sessions({ limit: 10 });
  expect(sessions.map(({ id }) => id)).toEqual(
    [1, 2, 3, 4, 5, 6].map((number) => `moderate-${number}`),
  );
  expect(new Set(sessions.map(({ status }) => status))).toEqual(new Set(['idle']));
});
