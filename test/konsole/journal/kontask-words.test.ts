/** Words of kontasks in an index of their own: what is remembered of one search never shows in what the next one finds. */
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createKontaskIndexing } from '../../../main/konsole/journal/kontask-indexing';
import { createKontaskWords, rowOf } from '../../../main/konsole/journal/kontask-words';
import { openSearchFile } from '../../../main/konsole/journal/search-file';
import { indexed } from '../../../main/konsole/journal/search-words';
import { loadSqlite, openForReading } from '../../../main/konsole/storage/sqlite';
import { changed, kontaskDeletion, kontaskOf, written } from './kontask-support';
import { batch, newFile, newFolder, openAt } from './support';

/** An empty index; `add` puts a kontask into it: a row for each of its pieces. */
async function openIndex() {
  const sqlite = await loadSqlite();
  const file = newFile();
  const journal = await openAt(file);
  const read = openForReading(sqlite, file);
  const index = openSearchFile(sqlite, join(newFolder(), 'search.db'), read);
  const put = index.db.prepare(
    'INSERT INTO kontask_words (rowid, title, description, output) VALUES (?, ?, ?, ?)',
  );
  return {
    ...{ journal, read, index, db: index.db },
    add(n: number, pieces: readonly (readonly [string, string, string])[]) {
      for (const [at, [title, description, output]] of pieces.entries()) {
        put.run(rowOf(n) + at, indexed(title), indexed(description), indexed(output));
      }
    },
    empty: () => index.db.exec('DELETE FROM kontask_words'),
    close() {
      read.close();
      index.db.close();
    },
  };
}

const numbers = (json: string) =>
  [...new Set(JSON.parse(json) as number[])].toSorted((left, right) => left - right);

/** Few letters, so that much is found in the middle of words; and all that means something to SQLite. */
const letter = fc.constantFrom(...'aabbcAB é%_\\"\'*-界面\0', '😀', '\ud83d', '\ude00');
const textOf = (maxLength: number) =>
  fc.array(letter, { maxLength }).map((letters) => letters.join(''));
const piece = fc.tuple(textOf(10), textOf(10), textOf(10));
const pieces = fc.array(piece, { minLength: 1, maxLength: 3 });
const kontasks = fc.array(pieces, { maxLength: 8 });
/** Any text, or one that stands somewhere in these. */
const typedIn = (all: readonly (readonly (readonly string[])[])[]) => {
  const texts = all.flat(2).filter((text) => text !== '');
  const stands = fc
    .tuple(fc.constantFrom(...(texts.length > 0 ? texts : ['a'])), fc.nat(9))
    .map(([text, at]) => text.slice(at % text.length));
  return fc.oneof({ weight: 3, arbitrary: stands }, { weight: 1, arbitrary: textOf(6) });
};
const cases = fc.tuple(kontasks, kontasks).chain(([first, second]) => {
  const typed = typedIn([...first, ...second]);
  return fc.tuple(fc.constant(first), fc.constant(second), typed, typed);
});

test('a text that is typed letter by letter finds at each of them what a search of its own finds', async () => {
  const { db, add, empty, close } = await openIndex();
  let parts = 0;
  const textsOf = (typed: string) =>
    Array.from({ length: typed.length }, (_, at) => typed.slice(0, at + 1));
  await fc.assert(
    fc.asyncProperty(cases, async ([first, second, typed, other]) => {
      empty();
      for (const [at, one] of first.entries()) add(at + 1, one);
      const words = createKontaskWords(db);
      async function sameFor(texts: readonly string[]): Promise<void> {
        for (const text of texts) {
          const found = numbers(await words.find(text));
          expect(found).toEqual(numbers(await createKontaskWords(db).find(text)));
          if (text.length > 1 && found.length > 0) parts += 1;
        }
      }
      const texts = textsOf(typed);
      // There and back again, as somebody types who takes letters back, then something else; then more have come.
      await sameFor([...texts, ...texts.toReversed(), ...textsOf(other).toReversed(), typed]);
      for (const [at, one] of second.entries()) add(at + 101, one);
      words.forget();
      await sameFor(texts);
    }),
    { numRuns: 150 },
  );
  expect(parts).toBeGreaterThan(100);
  close();
});

const asPart = (n: number) => [[`x${'y'.repeat(n % 3)}needle`, '', '']] as const;

test('what has come is found once what was remembered is forgotten, and what has gone is not', async () => {
  const { db, add, empty, close } = await openIndex();
  const words = createKontaskWords(db);
  add(1, asPart(1));
  expect(numbers(await words.find('need'))).toEqual([1]);
  add(2, asPart(2));
  words.forget();
  expect(numbers(await words.find('needle'))).toEqual([1, 2]);
  empty();
  words.forget();
  expect(numbers(await words.find('needle'))).toEqual([]);
  close();
});

test('what comes while all rows are looked through is not missed by the next text', async () => {
  const { db, add, close } = await openIndex();
  // More than are looked through at once: others have their turn in between.
  for (let n = 1; n <= 1_500; n += 1) add(n, n === 7 ? asPart(7) : [['nothing', '', '']]);
  const words = createKontaskWords(db);
  const begun = words.find('need');
  add(2_000, asPart(2_000));
  words.forget();
  expect(numbers(await begun)).toContain(7);
  expect(numbers(await words.find('needl'))).toEqual([7, 2_000]);
  close();
});

test('very many that were found are not remembered in place of what a longer text finds', async () => {
  const { db, add, close } = await openIndex();
  for (let n = 1; n <= 400; n += 1) add(n, asPart(n));
  const words = createKontaskWords(db);
  expect(numbers(await words.find('need'))).toHaveLength(400);
  const third = Array.from({ length: 400 }, (_, at) => at + 1).filter((n) => n % 3 === 2);
  expect(numbers(await words.find('yyneed'))).toEqual(third);
  expect(numbers(await words.find('yyneedle'))).toEqual(third);
  close();
});

test('what the journal tells of is found by parts of its words as it stands, all pieces of a long one', async () => {
  const { journal, read, index, db, close } = await openIndex();
  const indexing = createKontaskIndexing(read, index);
  const words = createKontaskWords(db);
  const n = (id: string) =>
    Number((read.prepare('SELECT n FROM kontasks WHERE id = ?').get(id) as { n: number }).n);
  async function takeIn(): Promise<void> {
    while (await indexing.step()) words.forget();
  }
  const short = kontaskOf('short', { title: 'Flamingo' });
  const output = `${'some words '.repeat(8_000)} flamingoes`;
  await journal.append(batch([...written(short), ...written(kontaskOf('long'))]));
  await takeIn();
  expect(numbers(await words.find('laming'))).toEqual([n('short')]);
  const long = kontaskOf('long', { context: { output } });
  await journal.append(batch(changed(long, { context: { output } }, 2)));
  await takeIn();
  const both = [n('short'), n('long')];
  expect(numbers(await words.find('laming'))).toEqual(both);
  expect(numbers(await words.find('lamingo'))).toEqual(both);
  expect(numbers(await words.find('lamingoe'))).toEqual([n('long')]);
  const crane = { ...short, title: 'Crane' };
  await journal.append(batch(changed(crane, { title: 'Crane' }, 2)));
  await takeIn();
  expect(numbers(await words.find('lamingo'))).toEqual([n('long')]);
  await journal.append(batch([kontaskDeletion('long')]));
  await takeIn();
  expect(numbers(await words.find('lamingoe'))).toEqual([]);
  close();
});
