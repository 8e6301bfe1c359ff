/** A file as a whole: what it may be, and the words where it is something else. */
import { expect, test } from 'vitest';
import { bounded, readKontasks } from '../../../main/konsole/kontasks/import-file';

const read = (text: string | Uint8Array) =>
  readKontasks(typeof text === 'string' ? Buffer.from(text) : text);

test.each([
  ['one kontask', '{"id":"a"}', [{ id: 'a' }]],
  ['a list', '[{"id":"a"}, 7]', [{ id: 'a' }, 7]],
  ['what an export answers', '{"kontasks":[{"id":"a"}]}', [{ id: 'a' }]],
  [
    'a kontask with a field of that name',
    '{"id":"a","kontasks":[1]}',
    [{ id: 'a', kontasks: [1] }],
  ],
  ['a byte order mark', '\ufeff[{"id":"a"}]', [{ id: 'a' }]],
  ['an empty list', ' [] ', []],
])('%s is read', (_, text, values) => {
  expect(read(text)).toEqual(values);
});

const utf16 = (text: string) =>
  Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

test.each<[string, string | Uint8Array, RegExp]>([
  ['nothing', '', /is empty/],
  ['white space', ' \n\ufeff\t', /is empty/],
  ['the beginning of one', '[{"id":"a","title":"cut', /ends in the middle/],
  ['one without its end', '[{"id":"a"}\n', /ends in the middle/],
  ['one cut within a number', '{"n":-', /ends in the middle/],
  ['a comma too much', '[{"id":"a"},\n  {"id":"b",}]', /line 2, column 1\d\./],
  ['two after each other', '{"id":"a"}\n{"id":"b"}', /line 2, column 1/],
  ['a page', '<!doctype html><p>{}', /HTML or XML/],
  ['words', 'id: a', /has to begin with/],
  ['UTF-16', utf16('[{"id":"a"}]'), /is UTF-16: save it as JSON in UTF-8/],
  ['UTF-16 of the other order', utf16('[]').swap16(), /is UTF-16/],
  ['Latin-1', Buffer.from('{"id":"é"}', 'latin1'), /no text in UTF-8/],
  ['a NUL', '{"id":"\0"}', /no text in UTF-8/],
  ['a tower', '['.repeat(100_000), /nests more than 1000/],
])('%s is told in words, and none of them are of the file', (_, text, words) => {
  expect(() => read(text)).toThrow(
    expect.objectContaining({ code: 'invalid', message: expect.stringMatching(words) }),
  );
});

test('more than memory or one import can hold is refused before it is built', () => {
  const more = Buffer.alloc(17_000_000, '1,');
  expect(() => read(Buffer.concat([Buffer.from('['), more, Buffer.from('1]')]))).toThrow(
    /too many values: split it/,
  );
  expect(() => bounded(Array.from({ length: 100_001 }))).toThrow(
    /100001 kontasks, and at most 100000/,
  );
});

test('brackets and quotes inside strings count for nothing', () => {
  const title = `${'['.repeat(3_000)}\\"${',"'.repeat(10)}`;
  expect(read(JSON.stringify([{ title }]))).toEqual([{ title }]);
});
