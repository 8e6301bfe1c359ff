/** A damaged journal: kontasks whose events could be read are as they were, whatever became of their tables. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Journal } from '../../../main/konsole/journal/types';
import { kontaskAfter } from '../../../main/konsole/journal/kontask-answers';
import { loadSqlite } from '../../../main/konsole/storage/sqlite';
import type { KontaskEventBody } from '../../../preload/contract/events';
import type { IndexState } from '../../../preload/contract/index-state';
import type { Kontask } from '../../../preload/contract/shapes';
import { changed, kontaskDeletion, kontaskOf, restoration, written } from './kontask-support';
import {
  batch,
  closeNow,
  created,
  newFile,
  openAt,
  replayAll,
  sessionOf,
  started,
} from './support';

const pageBytes = 4096;
const lone = 'half \ud800 of a pair';
const asked = kontaskOf('asked', {
  ...{ status: 'needs_decision', requestId: 't1', scope: lone, tags: ['x', lone] },
  ...{ own: { deep: [lone] }, context: { output: `<p>pelican ${lone}</p>`, layout: ['output'] } },
});
const answered = kontaskOf('answered', { status: 'needs_decision', createdBy: 'claude' });
const back = kontaskOf('back', { type: 'answer', tags: ['x'], context: { output: 'heron' } });
const gone = kontaskOf('gone', { description: 'crane' });
const anew = kontaskOf('anew', { description: 'stork' });
/** So long that some pages hold nothing but its own events. */
const long = kontaskOf('long');
const steps = Array.from({ length: 40 }, (_, n) => ({
  ...{ title: `Step ${n}`, description: `${n} `.repeat(400), [`field${n}`]: n },
}));

async function filled(): Promise<{ file: string; journal: Journal }> {
  const file = newFile();
  const journal = await openAt(file, { now: 1 });
  const append = (events: Parameters<typeof batch>[0], more = {}) =>
    journal.append(batch(events, more));
  await append([...created(sessionOf('s')), ...started('s', 't1', 'do')]);
  for (const one of [asked, answered, back, gone, anew, long]) await append(written(one));
  const completed = { ...answered, status: 'completed' as const };
  await append(changed(completed, { status: 'completed' }, 2, { at: 5, was: 'needs_decision' }));
  await append([kontaskDeletion('back')]);
  await append(restoration(back, 2), { restore: { kontask: 'back', now: 10 } });
  await append([kontaskDeletion('gone')]);
  await append([kontaskDeletion('anew')]);
  await append(written({ ...anew, description: 'ibis' }, 11));
  let now: Kontask = long;
  for (const [index, step] of steps.entries()) {
    now = { ...now, ...step };
    await append(changed(now, step, index + 2, { at: 20 + index }));
  }
  return { file, journal };
}

const idsOf = async (journal: Journal, query: string) =>
  (await journal.kontasks.list({ limit: 9, query })).kontasks.map(({ id }) => id);

/** All that can be asked about kontasks, but for where in the journal they lie. */
async function toldBy(journal: Journal) {
  const { kontasks } = journal;
  const whole = await kontasks.whole(undefined);
  const index = (await journal.snapshot('index', journal.head())) as IndexState;
  const one = async ({ id }: Kontask) => [
    await kontasks.get(id),
    await kontasks.history(id, 99),
    await kontasks.fieldsAt(id, 1, ['title', 'description', 'context.output']),
  ];
  const { next, ...page } = await kontasks.list({ limit: 3 });
  const rest = await kontasks.list({ limit: 9, ...(next === undefined ? {} : { before: next }) });
  return {
    whole,
    pages: [page, rest],
    each: (await kontasks.list({ limit: 9, each: true, tags: ['x'] })).kontasks,
    scoped: (await kontasks.list({ limit: 9, scope: [lone], tags: [lone] })).kontasks,
    ones: await Promise.all(whole.map(one)),
    facets: await kontasks.facets(),
    ofTurn: [await kontasks.ofRequest('t1'), await kontasks.ofTurn('t1')],
    asking: [index.asking, index.needDecision],
    words: await Promise.all(
      ['title', 'pelican', 'heron', 'crane', 'stork', 'ibis', 'elic', 'step'].map((word) =>
        idsOf(journal, word),
      ),
    ),
  };
}

async function sql(file: string, text: string): Promise<unknown[]> {
  const { DatabaseSync } = await loadSqlite();
  const db = new DatabaseSync(file);
  const rows = db.prepare(text).all();
  db.close();
  return rows;
}

const markUnclean = (file: string) => sql(file, `UPDATE meta SET value = '0' WHERE key = 'clean'`);

function scribble(file: string, page: number): void {
  const handle = openSync(file, 'r+');
  writeSync(handle, Buffer.alloc(pageBytes, 0x5a), 0, pageBytes, page * pageBytes);
  closeSync(handle);
}

/** The first page of a table or of its index. */
async function rootPage(file: string, name: string): Promise<number> {
  const rows = await sql(file, `SELECT rootpage FROM sqlite_schema WHERE name = '${name}'`);
  return Number((rows[0] as { rootpage: number }).rootpage) - 1;
}

test.each([
  ['the notes of the database', (file: string) => sql(file, 'DROP TABLE meta')],
  ...['kontasks', 'kontask_bodies', 'kontask_outputs', 'kontask_tags', 'deleted_kontasks'].map(
    (table): [string, (file: string) => Promise<void>] => [
      `the table ${table}`,
      async (file) => {
        await markUnclean(file);
        scribble(file, await rootPage(file, table));
      },
    ],
  ),
])(
  'attack 19: with %s lost, kontasks, their past, lists and search are as before',
  async (_, harm) => {
    const { file, journal } = await filled();
    const before = await toldBy(journal);
    expect(before.whole.map(({ id }) => id).sort()).toEqual(
      ['anew', 'answered', 'asked', 'back', 'long'].sort(),
    );
    expect(before.words).toEqual([
      expect.arrayContaining(['asked', 'back']),
      ...[['asked'], ['back'], [], [], ['anew'], ['asked'], ['long']],
    ]);
    await closeNow(journal);
    await harm(file);
    const again = await openAt(file);
    expect(again.opening.notices).toHaveLength(1);
    expect(await toldBy(again)).toEqual(before);
  },
);

test('attack 19: a change whose event was lost is missing, all others count, and the kontask goes on', async () => {
  const { file, journal } = await filled();
  const before = await journal.kontasks.whole(undefined);
  await closeNow(journal);
  await markUnclean(file);
  const at = readFileSync(file).indexOf('"patch":{"title":"Step 20"');
  expect(at).toBeGreaterThan(0);
  scribble(file, Math.floor(at / pageBytes));
  const again = await openAt(file);
  const others = (all: Kontask[]) => all.filter(({ id }) => id !== 'long');
  expect(others(await again.kontasks.whole(undefined))).toEqual(others(before));
  const events = await replayAll(again, ['kontask/long']);
  expect(events.length).toBeGreaterThan(20);
  expect(events.length).toBeLessThan(41);
  const bodies = events as KontaskEventBody[];
  const folded = bodies.reduce<Kontask | undefined>(kontaskAfter, undefined);
  expect(folded).toMatchObject({ title: 'Step 39', field0: 0, field39: 39 });
  expect(folded).not.toHaveProperty('field20');
  const kept = { kontask: folded, rev: events.length };
  expect(await again.kontasks.get('long')).toEqual(kept);
  expect((await again.kontasks.list({ limit: 1, query: 'step 39' })).kontasks).toMatchObject([
    { id: 'long', rev: events.length },
  ]);
  const later = { ...long, title: 'Later' };
  await again.append(batch(changed(later, { title: 'Later' }, kept.rev + 1)));
  expect(await again.kontasks.get('long')).toMatchObject({
    ...{ rev: kept.rev + 1, kontask: { title: 'Later', field39: 39 } },
  });
});
