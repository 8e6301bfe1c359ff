/** Lists of kontasks: narrowed, counted, paged and searched, by the real workers. */
import { expect, test } from 'vitest';
import type { Journal } from '../../../main/konsole/journal/types';
import type { KontaskQuery } from '../../../main/konsole/journal/kontask-types';
import type { Kontask } from '../../../preload/contract/shapes';
import { limits } from '../../../preload/contract/limits';
import { loadSqlite, numberOf, openForReading } from '../../../main/konsole/storage/sqlite';
import { changed, kontaskDeletion, kontaskOf, restoration, written } from './kontask-support';
import { batch, closeNow, newFile, openAt } from './support';

const ids = async (journal: Journal, query: Partial<KontaskQuery>) =>
  (await journal.kontasks.list({ limit: 50, ...query })).kontasks.map(({ id }) => id);

const day = (n: number) => new Date(Date.UTC(2026, 0, n)).toISOString();
const some: Kontask[] = [
  kontaskOf('a', { scope: 'k', tags: ['x', 'y'], createdBy: 'claude', updatedAt: day(1) }),
  kontaskOf('b', { scope: 'k', tags: ['y'], status: 'completed', updatedAt: day(4) }),
  kontaskOf('c', { type: 'answer', tags: ['x'], targetUser: 'agent', updatedAt: day(2) }),
  // The same moment as the day before it begins, in another zone.
  kontaskOf('d', { status: 'needs_decision', updatedAt: '2026-01-04T01:00:00+05:00' }),
  kontaskOf('e', { status: 'completed', scope: 'other', updatedAt: 'no date', createdAt: day(9) }),
];

async function filled(file = newFile()) {
  const journal = await openAt(file, { now: 1 });
  await journal.append(batch(some.flatMap((one) => written(one))));
  return journal;
}

test('a list is narrowed by one of each that is named, every tag, and sorted by the moment of its change', async () => {
  const journal = await filled();
  expect(await ids(journal, {})).toEqual(['e', 'b', 'd', 'c', 'a']);
  expect(await ids(journal, { scope: ['k'] })).toEqual(['b', 'a']);
  expect(await ids(journal, { scope: ['k', 'other'], status: ['completed'] })).toEqual(['e', 'b']);
  expect(await ids(journal, { tags: ['x', 'y'] })).toEqual(['a']);
  expect(await ids(journal, { type: ['answer'], targetUser: ['agent'] })).toEqual(['c']);
  expect(await ids(journal, { createdBy: ['claude'] })).toEqual(['a']);
  expect(await ids(journal, { createdBy: ['nobody'] })).toEqual([]);
  expect(await ids(journal, { scope: [], tags: [] })).toHaveLength(5);
});

test('counts are of each status whatever status is named, and the total is of those that are', async () => {
  const journal = await filled();
  const page = await journal.kontasks.list({ limit: 1, status: ['completed'], scope: ['k'] });
  expect(page).toMatchObject({ total: 1, all: 5, counts: { pending: 1, completed: 1 } });
  expect(page.counts).not.toHaveProperty('needs_decision');
  expect(page).not.toHaveProperty('next');
});

test('the first of every status come in one answer, and each goes on by itself', async () => {
  const journal = await filled();
  const page = await journal.kontasks.list({
    limit: 1,
    each: true,
    status: ['pending', 'completed', 'failed'],
  });
  expect(page.kontasks.map(({ id }) => id)).toEqual(['c', 'e']);
  expect(page).toMatchObject({ total: 4, all: 5, counts: { needs_decision: 1 } });
  expect(Object.keys(page.nexts ?? {})).toEqual(['pending', 'completed']);
  const before = page.nexts?.completed;
  expect(await ids(journal, { status: ['completed'], before })).toEqual(['b']);
  const every = await journal.kontasks.list({ limit: 5, each: true });
  expect(every.kontasks.map(({ id }) => id).toSorted()).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(every.nexts).toEqual({});
});

test('pages join to the whole list, from an id and from the end of the page before, and a change in between loses none', async () => {
  const journal = await filled();
  const seen: string[] = [];
  let before: string | undefined;
  for (let n = 0; n < 5; n += 1) {
    const page = await journal.kontasks.list({ limit: 2, before });
    seen.push(...page.kontasks.map(({ id }) => id));
    expect(page.total).toBe(5);
    before = page.next;
    if (before === undefined) break;
    await journal.append(batch(written(kontaskOf(`n${n}`, { updatedAt: day(20 + n) }))));
    await journal.append(batch([kontaskDeletion(`n${n}`)]));
  }
  expect(seen).toEqual(['e', 'b', 'd', 'c', 'a']);
  expect(await ids(journal, { before: 'd' })).toEqual(['c', 'a']);
  await expect(ids(journal, { before: 'nobody' })).rejects.toMatchObject({ code: 'not-found' });
});

test('there is to filter by what there is, most used first', async () => {
  const journal = await filled();
  const facets = await journal.kontasks.facets();
  expect(facets.scope).toEqual([
    { value: 'k', count: 2 },
    { value: 'other', count: 1 },
  ]);
  expect(facets.tags).toEqual([
    { value: 'x', count: 2 },
    { value: 'y', count: 2 },
  ]);
  expect(facets.type).toEqual([
    { value: 'general', count: 4 },
    { value: 'answer', count: 1 },
  ]);
});

const html = '<div class="needle"><h2>Küche <b>pla</b>nen</h2><script>needle()</script></div>';

test('titles, descriptions and outputs are found by the beginnings of their words, and no tag of HTML is', async () => {
  const journal = await filled();
  const one = kontaskOf('w', { description: 'About onions', context: { output: html } });
  await journal.append(batch(written(one)));
  expect(await ids(journal, { query: 'kuch plan' })).toEqual([]);
  expect(await ids(journal, { query: 'kuche plan' })).toEqual(['w']);
  expect(await ids(journal, { query: 'planen onions title' })).toEqual(['w']);
  expect(await ids(journal, { query: 'needle' })).toEqual([]);
  expect(await ids(journal, { query: 'nions' })).toEqual(['w']);
  expect(await ids(journal, { query: 'title', scope: ['k'] })).toEqual(['b', 'a']);
  const page = await journal.kontasks.list({ limit: 2, query: 'title', status: ['completed'] });
  expect(page).toMatchObject({ total: 2, all: 6, counts: { completed: 2, needs_decision: 1 } });
  for (const query of ['"', '%', 'a AND', 'NEAR(', '\u0000', '*', '-x:']) {
    await expect(ids(journal, { query })).resolves.toBeDefined();
  }
  expect(await ids(journal, { query: ' ' })).toHaveLength(6);
});

test('what changed is found by its new words alone, and a long output to its end', async () => {
  const journal = await openAt(newFile());
  const one = kontaskOf('k', { title: 'Pelican', context: { output: 'heron' } });
  await journal.append(batch(written(one)));
  expect(await ids(journal, { query: 'pelican heron' })).toEqual(['k']);
  const output = `${'some words '.repeat(20_000)} stork`;
  const after = { ...one, title: 'Crane', context: { output } };
  await journal.append(batch(changed(after, { title: 'Crane', context: { output } }, 2)));
  expect(await ids(journal, { query: 'pelican' })).toEqual([]);
  expect(await ids(journal, { query: 'heron' })).toEqual([]);
  expect(await ids(journal, { query: 'stork crane' })).toEqual(['k']);
});

async function wordsIn(file: string): Promise<number> {
  const db = openForReading(await loadSqlite(), file.replace('.db', '-search.db'));
  const count = numberOf(db, 'SELECT count(*) FROM kontask_words');
  db.close();
  return count;
}

test('a deleted kontask is found no more, its words go, and restored it is found again', async () => {
  const file = newFile();
  const journal = await filled(file);
  expect(await ids(journal, { query: 'title' })).toHaveLength(5);
  await journal.append(batch([kontaskDeletion('a')]));
  expect(await ids(journal, { query: 'title' })).toEqual(['e', 'b', 'd', 'c']);
  expect(await wordsIn(file)).toBe(4);
  const now = limits.deleteUndoMs;
  await journal.append(
    batch(restoration(some[0] ?? kontaskOf('a'), 2), { restore: { kontask: 'a', now } }),
  );
  expect(await ids(journal, { query: 'title' })).toHaveLength(5);
  await closeNow(journal);
  const again = await openAt(file);
  expect(await ids(again, { query: 'title of a' })).toEqual(['a']);
});

test('a date with a zone of whole hours is sorted by the moment that it names', async () => {
  const journal = await openAt(newFile());
  const dates = {
    late: '2026-01-05T13:00+01',
    early: '2026-01-05T11:59Z',
    last: '2026-01-05T12:01Z',
  };
  for (const [id, updatedAt] of Object.entries(dates)) {
    await journal.append(batch(written(kontaskOf(id, { updatedAt }))));
  }
  expect(await ids(journal, {})).toEqual(['last', 'late', 'early']);
});
