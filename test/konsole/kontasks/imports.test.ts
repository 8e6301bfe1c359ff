/** Files of kontasks in and out, by the built worker, on a book in memory. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createImports } from '../../../main/konsole/kontasks/imports';
import { limits } from '../../../preload/contract/limits';
import type { Kontask } from '../../../preload/contract/shapes';
import { anyKontask } from './any-kontask';
import { type MemoryBook, openMemoryBook } from './memory-book';

const importWorker = join(import.meta.dirname, '../../../dist/main/import-worker.cjs');
const fixture = join(import.meta.dirname, '../../fixtures/kontasks/decision.json');
const noRecord = () => undefined;

let blobFolder: string;
let blobs = 0;
beforeAll(() => (blobFolder = mkdtempSync(join(tmpdir(), 'kontasks-'))));
afterAll(() => rmSync(blobFolder, { recursive: true, force: true }));

function importsOn({ book }: Pick<MemoryBook, 'book'>) {
  let ids = 0;
  const newId = () => `new${(ids += 1)}`;
  const dropped: string[] = [];
  const dropBlob = async (id: string) => void dropped.push(id);
  const deps = { book, newId, person: 'ada', blobFolder, dropBlob, importWorker };
  return { ...createImports(deps), dropped };
}

/** Gives the file to Konsole; its id. */
function blobOf(text: string | Uint8Array): string {
  const id = `blob${String((blobs += 1)).padStart(8, '0')}`;
  writeFileSync(join(blobFolder, id), text);
  return id;
}

const one = (id: string, more: Partial<Kontask> = {}): Kontask => ({
  id,
  type: 'general',
  status: 'pending',
  title: `Title of ${id}`,
  ...more,
});

const sortedKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, sortedKeys(inner)]));
};

test('a file goes in and out unchanged, byte for byte after its keys are sorted', async () => {
  const memory = await openMemoryBook();
  const imports = importsOn(memory);
  const text = readFileSync(fixture, 'utf8');
  const taken = await imports.take({ blob: blobOf(text) }, noRecord);
  const id = 'b0c8b110-22c0-41de-a4ca-9fad57a50126';
  expect(taken).toEqual({ imported: 1, ids: [id], duplicates: [], problems: [] });
  expect(await memory.book.history(id, 9)).toMatchObject([{ rev: 1, how: 'imported', by: 'ada' }]);
  const [out] = await imports.give([id]);
  expect(JSON.stringify(sortedKeys(out))).toBe(JSON.stringify(sortedKeys(JSON.parse(text))));
});

test('export(import(x)) is x, for any list of kontasks, by a file and by a command', async () => {
  const lists = fc.uniqueArray(anyKontask, {
    selector: ({ id }) => id,
    minLength: 1,
    maxLength: 60,
  });
  await fc.assert(
    fc.asyncProperty(lists, fc.boolean(), async (kontasks, byFile) => {
      const imports = importsOn(await openMemoryBook());
      const params = byFile ? { blob: blobOf(JSON.stringify(kontasks)) } : { kontasks };
      const ids = kontasks.map(({ id }) => id);
      expect(await imports.take(params, noRecord)).toMatchObject({ ids, problems: [] });
      expect(JSON.stringify(await imports.give(ids))).toBe(JSON.stringify(kontasks));
    }),
    { numRuns: 12 },
  );
}, 60_000);

describe('an id that is there already', () => {
  const list = [one('a', { title: 'new a' }), one('b'), one('b', { title: 'second b' })];
  const start = () => openMemoryBook([one('a')]);

  test('is skipped and named, unless somebody says otherwise; so is the second one of a file', async () => {
    const memory = await start();
    const { book } = memory;
    const taken = await importsOn(memory).take({ kontasks: list }, noRecord);
    expect(taken).toMatchObject({
      imported: 1,
      ids: ['b'],
      duplicates: [
        { index: 0, id: 'a', title: 'new a' },
        { index: 2, id: 'b', title: 'second b' },
      ],
    });
    expect((await book.get('a')).kontask.title).toBe('Title of a');
    expect((await book.get('b')).kontask.title).toBe('Title of b');
  });

  test('is replaced, by the last one of the file', async () => {
    const memory = await start();
    const { book } = memory;
    const taken = await importsOn(memory).take(
      { kontasks: list, onDuplicate: 'replace' },
      noRecord,
    );
    expect(taken).toMatchObject({ imported: 2, ids: ['a', 'b'] });
    expect(taken.duplicates.map(({ index }) => index)).toEqual([0, 1]);
    expect((await book.get('a')).kontask.title).toBe('new a');
    expect((await book.get('b')).kontask.title).toBe('second b');
  });

  test('is kept beside its copy, which has an id of its own and is the same else', async () => {
    const memory = await start();
    const { book } = memory;
    const taken = await importsOn(memory).take({ kontasks: list, onDuplicate: 'copy' }, noRecord);
    expect(taken).toMatchObject({ imported: 3, ids: ['new1', 'b', 'new2'] });
    expect((await book.get('a')).kontask.title).toBe('Title of a');
    expect((await book.get('new1')).kontask).toEqual({ ...list[0], id: 'new1' });
    expect((await book.get('new2')).kontask).toEqual({ ...list[2], id: 'new2' });
  });

  test('a check says all of that and changes nothing', async () => {
    const memory = await start();
    const imports = importsOn(memory);
    const ask = (onDuplicate?: 'replace' | 'copy') =>
      imports.take(
        { kontasks: list, check: true, ...(onDuplicate ? { onDuplicate } : {}) },
        noRecord,
      );
    expect(await ask()).toMatchObject({ imported: 1, ids: ['b'] });
    expect(await ask('replace')).toMatchObject({ imported: 2 });
    expect(await ask('copy')).toMatchObject({ imported: 3 });
    expect(memory.batches()).toEqual([]);
  });

  test('is not overwritten where it came back while the file was read', async () => {
    const { book } = await start();
    await book.remove('a');
    const imports = importsOn({
      book: {
        ...book,
        async write(...all) {
          await book.restore('a', 'me');
          await book.write(...all);
        },
      },
    });
    const taken = await imports.take({ kontasks: [one('a', { title: 'new a' })] }, noRecord);
    expect(taken).toMatchObject({ imported: 0, duplicates: [{ id: 'a' }] });
    expect((await book.get('a')).kontask.title).toBe('Title of a');
  });

  test('two imports of one file at the same time take it in once', async () => {
    const memory = await openMemoryBook();
    const imports = importsOn(memory);
    const both = await Promise.all(
      [1, 2].map(() => imports.take({ kontasks: [one('a')] }, noRecord)),
    );
    expect(both.map(({ imported }) => imported)).toEqual([1, 0]);
  });
});

test('what is wrong is named with its place, and the rest is taken', async () => {
  const memory = await openMemoryBook();
  const kontasks = [
    7,
    one('a', { status: 'done' as Kontask['status'] }),
    { ...one('b'), createdAt: 'nonsense', tags: ['x', 4] },
    JSON.parse('{"id":"c","type":"t","status":"pending","title":"C","__proto__":{}}'),
    one('d'),
  ];
  const taken = await importsOn(memory).take({ kontasks }, noRecord);
  expect(taken).toMatchObject({ imported: 2, ids: ['b', 'd'], duplicates: [] });
  expect(taken.problems.map(({ index, field, mended }) => [index, field, mended])).toEqual([
    [0, '', undefined],
    [1, 'status', undefined],
    [2, 'tags.1', true],
    [2, 'createdAt', true],
    [3, '__proto__', undefined],
  ]);
  expect((await memory.book.get('b')).kontask).toEqual({ ...one('b'), tags: ['x'] });
});

test('of very many problems and duplicates some hundred are told, and how many more there are', async () => {
  const memory = await openMemoryBook(Array.from({ length: 1_200 }, (_, at) => one(`k${at}`)));
  const kontasks = [
    ...Array.from({ length: 1_200 }, (_, at) => one(`k${at}`)),
    ...Array.from({ length: 900 }, () => null),
  ];
  const taken = await importsOn(memory).take({ kontasks, check: true }, noRecord);
  expect([taken.problems.length, taken.duplicates.length]).toEqual([300, 1_000]);
  expect(taken.more).toEqual({ problems: 600, duplicates: 200 });
});

test('many are written in batches, each of which others can come between', async () => {
  const memory = await openMemoryBook();
  const kontasks = Array.from({ length: 1_000 }, (_, at) => one(`k${at}`));
  const large = Array.from({ length: 4 }, (_, at) =>
    one(`large${at}`, { context: { output: 'x'.repeat(700_000) } }),
  );
  const taken = await importsOn(memory).take({ kontasks: [...kontasks, ...large] }, noRecord);
  expect(taken.imported).toBe(1_004);
  expect(memory.batches()).toEqual([200, 200, 200, 200, 200, 1, 1, 1, 1]);
  expect(await importsOn(memory).give(undefined)).toHaveLength(1_004);
});

test('an import that breaks off says what was taken, and the same again with skip goes on', async () => {
  const memory = await openMemoryBook();
  const imports = importsOn(memory);
  const blob = blobOf(JSON.stringify(Array.from({ length: 500 }, (_, at) => one(`k${at}`))));
  let appends = 0;
  memory.journal.refuse = () => (appends += 1) > 1;
  const first = await imports.take({ blob }, noRecord);
  expect(first).toMatchObject({ imported: 200 });
  expect(first.ids).toHaveLength(200);
  expect(first.problems.at(-1)?.message).toMatch(/broke off after 200: The disk is full\b/);
  await expect(imports.take({ blob }, noRecord)).rejects.toThrow('The disk is full');

  memory.journal.refuse = () => false;
  expect(imports.dropped).toEqual([]);
  const second = await imports.take({ blob, onDuplicate: 'skip' }, noRecord);
  expect(second).toMatchObject({ imported: 300 });
  expect(new Set([...first.ids, ...second.ids]).size).toBe(500);
  expect(imports.dropped).toEqual([blob]);
});

test('the answer is recorded with the last of them, and when there was nothing to be written too', async () => {
  const memory = await openMemoryBook();
  const record = (result: unknown) => ({
    ...{ client: 'test', name: 'kontask.import' as const, id: 'c', hash: 'h', at: 1 },
    answer: JSON.stringify(result),
  });
  const imports = importsOn(memory);
  const kontasks = Array.from({ length: 300 }, (_, at) => one(`k${at}`));
  const answers = [
    await imports.take({ kontasks }, record),
    await imports.take({ kontasks }, record),
  ];
  expect(answers.map(({ imported }) => imported)).toEqual([300, 0]);
  const recorded = memory.journal.appends.flatMap(({ command }) => command?.answer ?? []);
  expect(recorded).toEqual(answers.map((answer) => JSON.stringify(answer)));
});

test.each<[string, Parameters<ReturnType<typeof createImports>['take']>[0], string, RegExp]>([
  ['neither', {}, 'invalid', /either kontasks, a list, or blob/],
  ['both', { kontasks: [], blob: 'aaaaaaaa' }, 'invalid', /either/],
  ['a file that is not there', { blob: 'aaaaaaaa' }, 'not-found', /not there any more/],
  ['a path', { blob: '../konsole.db' }, 'not-found', /not there any more/],
])('%s is refused in words', async (_, params, code, message) => {
  await expect(importsOn(await openMemoryBook()).take(params, noRecord)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  });
});

test('a file that is none is refused, and the next one is taken all the same', async () => {
  const memory = await openMemoryBook();
  const imports = importsOn(memory);
  await expect(imports.take({ blob: blobOf('[{"id":') }, noRecord)).rejects.toThrow(
    'ends in the middle',
  );
  expect(await imports.take({ blob: blobOf('[]') }, noRecord)).toMatchObject({
    imported: 0,
    problems: [{ field: '', message: expect.stringContaining('no kontask in it') }],
  });
  expect(await imports.take({ kontasks: [one('a')] }, noRecord)).toMatchObject({ imported: 1 });
});

test('a file may be larger than any command', async () => {
  const memory = await openMemoryBook();
  const output = `<p>${'word '.repeat(2_000)}</p>`;
  const many = Array.from({ length: 900 }, (_, at) => one(`k${at}`, { context: { output } }));
  const text = JSON.stringify(many);
  expect(text.length).toBeGreaterThan(limits.commandBytes);
  expect(await importsOn(memory).take({ blob: blobOf(text) }, noRecord)).toMatchObject({
    imported: 900,
    problems: [],
  });
  expect(Math.max(...memory.batches())).toBeLessThan(110);
});

test('a file goes when all was taken in or its bytes are wrong, and one that was only looked through at the end', async () => {
  const imports = importsOn(await openMemoryBook());
  const [taken, broken, looked] = ['[]', '[{"id":', '[]'].map(blobOf);
  await imports.take({ blob: taken, check: true }, noRecord);
  await imports.take({ blob: looked, check: true }, noRecord);
  expect(imports.dropped).toEqual([]);
  await imports.take({ blob: taken }, noRecord);
  expect(imports.dropped).toEqual([taken]);
  await expect(imports.take({ blob: broken, check: true }, noRecord)).rejects.toThrow('ends');
  expect(imports.dropped).toEqual([taken, broken]);
  await imports.close();
  expect(imports.dropped).toEqual([taken, broken, looked]);
});
