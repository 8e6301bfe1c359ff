/** Kontasks in the journal: kept with their events, deleted and brought back, whatever happens to the process. */
import { copyFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadSqlite, numberOf, openForReading } from '../../../main/konsole/storage/sqlite';
import { limits } from '../../../preload/contract/limits';
import { changed, kontaskDeletion, kontaskOf, restoration, written } from './kontask-support';
import { batch, closeNow, created, deletion, newFile, openAt, sessionOf, started } from './support';

const until = 9 + limits.deleteUndoMs;

async function countOf(file: string, table: string): Promise<number> {
  const db = openForReading(await loadSqlite(), file);
  const count = numberOf(db, `SELECT count(*) FROM ${table}`);
  db.close();
  return count;
}

const lone = 'half \ud800 of a pair';
const first = kontaskOf('k', {
  ...{ scope: lone, own: { deep: [lone] }, tags: ['x', lone] },
  context: { output: `<p>${lone}</p>`, more: 1 },
});
const second = { ...first, title: 'New', context: { output: `<p>${lone}</p>` } };

async function filled(file: string) {
  const journal = await openAt(file, { now: 1 });
  await journal.append(batch(written(first)));
  await journal.append(batch(changed(second, { title: 'New', context: { more: null } }, 2)));
  return journal;
}

test('what was written and changed is there after a clean end and after a kill, unknown fields and all', async () => {
  const file = newFile();
  const journal = await filled(file);
  const kept = { kontask: second, rev: 2 };
  expect(await journal.kontasks.get('k')).toEqual(kept);
  const copy = newFile();
  for (const part of ['', '-wal']) copyFileSync(file + part, copy + part);
  await closeNow(journal);
  for (const one of [file, copy]) {
    const again = await openAt(one);
    expect(await again.kontasks.get('k')).toEqual(kept);
    expect(await again.kontasks.whole(undefined)).toEqual([second]);
    expect(await again.kontasks.fieldsAt('k', 1, ['title', 'context.more', 'scope'])).toEqual({
      ...{ title: 'Title of k', 'context.more': 1, scope: lone },
    });
    expect((await again.kontasks.list({ limit: 5, scope: [lone], tags: [lone] })).total).toBe(1);
    const { scope, tags } = await again.kontasks.facets();
    expect(scope).toEqual([{ value: lone, count: 1 }]);
    expect(tags.map(({ value }) => value).sort()).toEqual([lone, 'x'].sort());
  }
});

test('a change that says nothing of the output leaves it, one that does changes it or takes it away', async () => {
  const journal = await openAt(newFile());
  const one = kontaskOf('k', { context: { output: 'o' } });
  await journal.append(batch(written(one)));
  const steps: [Record<string, unknown>, unknown][] = [
    [{ context: { layout: ['output'] } }, { output: 'o', layout: ['output'] }],
    [{ context: { output: 'p' } }, { output: 'p', layout: ['output'] }],
    [{ context: { output: null } }, { layout: ['output'] }],
    [{ context: { output: 'q' } }, { layout: ['output'], output: 'q' }],
    [{ context: null }, undefined],
    [{ status: 'failed' }, undefined],
  ];
  for (const [index, [patch, context]] of steps.entries()) {
    await journal.append(batch(changed(one, patch, index + 2)));
    expect((await journal.kontasks.get('k'))?.kontask.context).toEqual(context);
  }
});

test('a kontask knows the session of the turn that asked, while that is there', async () => {
  const journal = await openAt(newFile());
  await journal.append(batch(created(sessionOf('s'))));
  await journal.append(batch(started('s', 't1', 'do')));
  await journal.append(batch(written(kontaskOf('k', { requestId: 't1' }))));
  expect(await journal.kontasks.get('k')).toMatchObject({ session: 's' });
  expect((await journal.kontasks.list({ limit: 5 })).kontasks).toMatchObject([{ session: 's' }]);
  expect(await journal.kontasks.ofRequest('t1')).toEqual([
    { id: 'k', rev: 1, type: 'general', status: 'pending' },
  ]);
  expect(await journal.kontasks.ofRequest('t2')).toEqual([]);
  await journal.append(batch([deletion('s')]));
  expect(await journal.kontasks.get('k')).not.toHaveProperty('session');
});

test('nobody attaches to the past of a kontask, and none of it is folded', async () => {
  const file = newFile();
  const journal = await filled(file);
  expect(await journal.exists('kontask/k')).toBe(false);
  await expect(journal.snapshot('kontask/k', journal.head())).rejects.toMatchObject({
    code: 'not-found',
  });
  expect(await countOf(file, 'snapshots')).toBe(0);
});

test('a deleted kontask is gone at once and comes back whole, its past and its place included', async () => {
  const file = newFile();
  const journal = await filled(file);
  await journal.append(batch(written(kontaskOf('other'))));
  await journal.append(batch([kontaskDeletion('k')]));
  expect(await journal.kontasks.get('k')).toBeUndefined();
  expect((await journal.kontasks.list({ limit: 5 })).all).toBe(1);
  expect(await journal.kontasks.deleted('k', until)).toBeUndefined();
  await expect(journal.append(batch(changed(second, { title: 'late' }, 3)))).rejects.toMatchObject({
    code: 'not-found',
  });
  const gone = await journal.kontasks.deleted('k', until - 1);
  expect(gone).toEqual({ kontask: second, rev: 2 });
  await journal.append(
    batch(restoration(second, 3), { restore: { kontask: 'k', now: until - 1 } }),
  );
  expect(await journal.kontasks.get('k')).toEqual({ kontask: second, rev: 3 });
  expect((await journal.kontasks.history('k', 9)).map(({ how }) => how)).toEqual([
    ...['restored', 'changed', 'created'],
  ]);
  await closeNow(journal);
  const again = await openAt(file, { now: until });
  expect(await again.kontasks.get('k')).toEqual({ kontask: second, rev: 3 });
});

test('after its time a deleted kontask is swept whole, and cannot be brought back', async () => {
  const file = newFile();
  const journal = await filled(file);
  await journal.append(batch([kontaskDeletion('k')]));
  const back = batch(restoration(second, 3), { restore: { kontask: 'k', now: until } });
  await expect(journal.append(back)).rejects.toMatchObject({ code: 'not-found' });
  journal.sweep(until - 1);
  journal.sweep(until);
  // Only the index channel is left.
  await expect.poll(() => countOf(file, 'channels'), { timeout: 10_000 }).toBe(1);
  for (const table of ['kontasks', 'kontask_bodies', 'kontask_outputs', 'kontask_tags']) {
    expect(await countOf(file, table)).toBe(0);
  }
  expect(await countOf(file, 'deleted_kontasks')).toBe(0);
});

test('one that is written under the id of a deleted one is another, and that one does not come back', async () => {
  const file = newFile();
  const journal = await filled(file);
  await journal.append(batch([kontaskDeletion('k')]));
  const other = kontaskOf('k', { title: 'Other' });
  await journal.append(batch(written(other)));
  expect(await journal.kontasks.get('k')).toEqual({ kontask: other, rev: 1 });
  expect(await journal.kontasks.deleted('k', 10)).toBeUndefined();
  await expect(
    journal.append(batch(restoration(second, 3), { restore: { kontask: 'k', now: 10 } })),
  ).rejects.toMatchObject({ code: 'not-found' });
  await journal.append(batch(changed({ ...other, status: 'failed' }, { status: 'failed' }, 2)));
  expect(await journal.kontasks.history('k', 9)).toHaveLength(2);
  journal.sweep(11);
  await expect.poll(() => countOf(file, 'channels'), { timeout: 10_000 }).toBe(2);
  expect((await journal.kontasks.get('k'))?.rev).toBe(2);
});

test('however appends are grouped into commits, a kontask that is deleted, written anew and brought back counts its own changes', async () => {
  const file = newFile();
  const journal = await openAt(file, { now: 1 });
  const other = kontaskOf('k', { title: 'Other' });
  const restore = { restore: { kontask: 'k', now: 10 } };
  // The first is a commit by itself, and the others wait for it together.
  await Promise.all(
    [
      batch(written(first)),
      batch([kontaskDeletion('k')]),
      batch(written(other)),
      batch(changed({ ...other, status: 'failed' }, { status: 'failed' }, 2)),
      batch([kontaskDeletion('k')]),
      batch(restoration({ ...other, status: 'failed' }, 3), restore),
      batch(changed(other, { status: 'pending' }, 4)),
    ].map((one) => journal.append(one)),
  );
  expect(await journal.kontasks.get('k')).toEqual({ kontask: other, rev: 4 });
  expect((await journal.kontasks.history('k', 9)).map(({ rev, how }) => [rev, how])).toEqual([
    ...[
      [4, 'changed'],
      [3, 'restored'],
      [2, 'changed'],
      [1, 'created'],
    ],
  ]);
});

test('a refused append changes nothing of a kontask', async () => {
  const journal = await openAt(newFile(), { now: 1, maxPages: 90 });
  await journal.append(batch(written(first)));
  const large = { ...first, context: { output: 'y'.repeat(600_000) } };
  await expect(
    journal.append(batch(changed(large, { context: large.context }, 2))),
  ).rejects.toMatchObject({ code: 'internal' });
  expect(await journal.kontasks.get('k')).toEqual({ kontask: first, rev: 1 });
  await journal.append(batch(changed({ ...first, title: 'n' }, { title: 'n' }, 2)));
  expect(await journal.kontasks.get('k')).toMatchObject({ rev: 2, kontask: { title: 'n' } });
});
