/** What of a kontask in a file is taken, and what is said of the rest. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkKontask } from '../../../main/konsole/kontasks/import-check';
import { limits } from '../../../preload/contract/limits';
import { anyKontask } from './any-kontask';

const decision: Record<string, unknown> = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../fixtures/kontasks/decision.json'), 'utf8'),
);
const small = { id: 'a', type: 'general', status: 'pending', title: 'One' };
/** As JSON has it, own `__proto__` included. */
const withJson = (json: string) =>
  JSON.parse(`{"id":"a","type":"t","status":"pending","title":"One",${json}}`);

const said = (value: unknown) =>
  checkKontask(value, 3).problems.map(({ field, message, mended }) => [field, message, mended]);

test('a whole one is taken as it is, with nothing to say', () => {
  expect(checkKontask(decision, 0)).toMatchObject({ kontask: decision, problems: [] });
});

test('any kontask with the required fields is taken unchanged, whatever else is in it', () => {
  fc.assert(
    fc.property(anyKontask, (kontask) => {
      const checked = checkKontask(kontask, 0);
      expect(checked.problems).toEqual([]);
      expect(JSON.stringify(checked.kontask)).toBe(JSON.stringify(kontask));
    }),
    { numRuns: 300 },
  );
});

test('anything that JSON can say has an answer, and what is taken is right', () => {
  const fields = ['id', 'type', 'status', 'title', 'tags', 'context', 'createdAt', 'scope'];
  const likely = fc.dictionary(fc.constantFrom(...fields), fc.jsonValue({ maxDepth: 4 }));
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), likely), (value) => {
      const { kontask, problems } = checkKontask({ ...small, ...(value as object) }, 0);
      if (kontask) expect(checkKontask(kontask, 0).problems).toEqual([]);
      else expect(problems.some(({ mended }) => !mended)).toBe(true);
      for (const { message } of problems) expect(message).toMatch(/^\S.*\.$/);
    }),
    { numRuns: 500 },
  );
});

test.each<[string, unknown, string, RegExp]>([
  ['no object', 'text', '', /text and no kontask/],
  ['null', null, '', /null and no kontask/],
  ['a list', [small], '', /a list and no kontask/],
  ['no id', { ...small, id: undefined }, 'id', /is missing: add it \(text\)/],
  ['an id that is a number', { ...small, id: 7 }, 'id', /is a number and has to be text/],
  ['an empty id', { ...small, id: '' }, 'id', /is empty/],
  ['an id that is too long', { ...small, id: 'x'.repeat(65) }, 'id', /more than 64 characters/],
  ['an id with a line break', { ...small, id: 'a\nb' }, 'id', /letters, digits and dashes/],
  ['an id with NUL', { ...small, id: 'a\0' }, 'id', /letters, digits and dashes/],
  ['an id with half a character', { ...small, id: 'a\ud800' }, 'id', /letters, digits and dashes/],
  [
    'a status of another house',
    { ...small, status: 'done' },
    'status',
    /"done" .* one of pending, in_progress/,
  ],
  ['no title', { ...small, title: ' \n' }, 'title', /is empty/],
  ['a long title', { ...small, title: 'x'.repeat(501) }, 'title', /more than 500 characters/],
  ['too much', { ...small, more: 'x'.repeat(limits.kontaskBytes) }, '', /more than 6 MB/],
  ['a number beyond all', withJson('"context":{"n":[1e999]}'), 'context.n.0', /too large/],
  ['a prototype', withJson('"__proto__":{"x":1}'), '__proto__', /no field may have/],
  [
    'a prototype in the depth',
    withJson('"context":{"a":[{"__proto__":1}]}'),
    'context.a.0.__proto__',
    /no field may have/,
  ],
])('%s: it is not taken, and the field is named', (_, value, field, words) => {
  const checked = checkKontask(value, 3);
  expect(checked.kontask).toBeUndefined();
  const problem = checked.problems.find((one) => one.field === field);
  expect(problem).toMatchObject({ index: 3, field });
  expect(problem?.mended).toBeUndefined();
  expect(problem?.message).toMatch(words);
});

test('every wrong required field is named at once', () => {
  expect(said({ title: 1 }).map(([field]) => field)).toEqual(['id', 'type', 'status', 'title']);
});

describe('what can be left out is left out, and said', () => {
  const contextOf = (context: unknown) => checkKontask({ ...small, context }, 0);

  test.each<[string, Record<string, unknown>, string, RegExp]>([
    [
      'a description that is no text',
      { description: 5 },
      'description',
      /a number and has to be text; left out/,
    ],
    ['tags that are none', { tags: 'x' }, 'tags', /has to be a list; left out/],
    ['a context that is none', { context: [] }, 'context', /a list and has to be an object/],
    ['a date of nonsense', { createdAt: 'yesterday' }, 'createdAt', /no date.*left out/],
    ['a day that no month has', { updatedAt: '2026-02-31T00:00:00Z' }, 'updatedAt', /no date/],
    ['null for a text', { scope: null }, 'scope', /null and has to be text/],
  ])('%s', (_, fields, field, words) => {
    const { kontask, problems } = checkKontask({ ...small, ...fields, other: 1 }, 0);
    expect(kontask).toEqual({ ...small, other: 1 });
    expect(problems).toEqual([
      { index: 0, field, message: expect.stringMatching(words), mended: true },
    ]);
  });

  test('a choice without a value goes, the others stay in their order', () => {
    const choices = [
      { label: 'a', value: '1' },
      { label: 'b' },
      { value: 7, primary: 'no' },
      { label: 'c', value: '3', primary: 'yes', more: [1] },
    ];
    const { kontask, problems } = contextOf({ choices });
    expect(kontask?.context?.choices).toEqual([
      { label: 'a', value: '1' },
      { label: 'c', value: '3', more: [1] },
    ]);
    expect(problems[0]).toMatchObject({
      field: 'context.choices.1.value',
      message: 'is missing: add it (text); the choice was left out.',
      mended: true,
    });
    expect(problems.every(({ mended }) => mended)).toBe(true);
  });

  test('wrong entries of tags and layout go, and lists that are too long are cut', () => {
    const tags = ['a', 1, '', 'b', ...Array.from({ length: 200 }, (_, at) => `t${at}`)];
    const { kontask, problems } = checkKontask(
      { ...small, tags, context: { layout: ['raw', 'nowhere', 'output'] } },
      0,
    );
    expect(kontask?.tags).toEqual(tags.slice(0, 100).filter((tag) => tag !== 1 && tag !== ''));
    expect(kontask?.context?.layout).toEqual(['raw', 'output']);
    expect(problems[0]?.message).toContain('204 entries, and 100 at most');
  });

  test('a timing without its sum says nothing and goes whole, one wrong figure goes alone', () => {
    expect(contextOf({ turnTiming: { ttfeMs: 1 } }).kontask?.context).toEqual({});
    expect(contextOf({ turnTiming: { totalMs: 1, ttfeMs: 'x' } }).kontask?.context).toEqual({
      turnTiming: { totalMs: 1 },
    });
  });

  test('a choice that was made at no time was not made', () => {
    const chosen = { value: 'x', by: 'me', at: 'soon' };
    expect(contextOf({ chosen, output: 'o' }).kontask?.context).toEqual({ output: 'o' });
  });

  test('the file is not changed by it', () => {
    const given = { ...small, context: { choices: [{ label: 'b' }] }, tags: [1] };
    const before = structuredClone(given);
    checkKontask(given, 0);
    expect(given).toEqual(before);
  });
});

test.each([
  '2026-01-05',
  '2026-01-05T13:00:00Z',
  '2026-01-05T01:49:33.988Z',
  '2026-01-05T02:49:33+01:00',
  '2026-01-05 02:49:33+0530',
  '2026-01-05T02:49-08',
  '2024-02-29T00:00:00',
  'Mon, 5 Jan 2026 02:49:33 +0100',
])('the date %s stays as it is written', (createdAt) => {
  expect(checkKontask({ ...small, createdAt }, 0)).toMatchObject({
    kontask: { createdAt },
    problems: [],
  });
});

test.each([
  '',
  '0',
  '2026',
  '2026-13-01',
  '2026-00-10',
  '2026-01-05T25:00:00Z',
  'foo 2026',
  '1767577773',
])('%j is no date', (createdAt) => {
  expect(checkKontask({ ...small, createdAt }, 0).problems).toHaveLength(1);
});

describe('names and depth that are made to do harm', () => {
  test('constructor, prototype and the like are names like others', () => {
    const value = withJson(
      '"constructor":{"prototype":{"x":1}},"toString":1,"hasOwnProperty":null,"context":{"constructor":"c","valueOf":[]}',
    );
    const { kontask, problems } = checkKontask(value, 0);
    expect(problems).toEqual([]);
    expect(JSON.stringify(kontask)).toBe(JSON.stringify(value));
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  test('sixty levels pass, one more does not, and ten thousand hurt nothing', () => {
    const deep = (levels: number) => withJson(`"more":${'['.repeat(levels)}${']'.repeat(levels)}`);
    expect(checkKontask(deep(59), 0).problems).toEqual([]);
    expect(said(deep(60))).toEqual([
      [
        expect.stringMatching(/^more(\.0){7}\.…$/),
        expect.stringMatching(/deeper than 60/),
        undefined,
      ],
    ]);
    expect(checkKontask(deep(10_000), 0).kontask).toBeUndefined();
  });
});
