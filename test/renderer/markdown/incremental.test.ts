import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nothingRead, readOn } from '../../../renderer/features/markdown/blocks';
import { inPieces, shape, whole } from './read';

const pieces = [
  'a',
  'word ',
  '**b**',
  '*',
  '_',
  '`c`',
  '`',
  '```',
  '```js',
  '~~~',
  '\n',
  '\n',
  '\n\n',
  '\n\n',
  '  ',
  '    ',
  '\t',
  '- ',
  '* ',
  '1. ',
  '2) ',
  '> ',
  '# ',
  '---',
  '===',
  '| a | b |',
  '|---|---|',
  '|',
  '[x]',
  '[x]: http://e.example',
  '[y]:',
  ' "title"',
  '[',
  ']',
  '(',
  ')',
  '<div>',
  '</div>',
  '<!--',
  '-->',
  '<pre>',
  '</pre>',
  '<a>',
  '<?',
  '![i](u)',
  '\\',
  '&amp;',
  'http://e.example',
  '\r\n',
  '\r',
  '- [ ] ',
  '- [x] t',
  'é',
  '😀',
  '~~s~~',
  '<script>',
  '[x][y]',
  '#',
  '=',
  '-',
  '+ ',
  ':',
];
const documents = fc
  .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 60 })
  .map((all) => all.join(''));
const paragraphs = fc
  .array(
    fc.constantFrom(
      'Some prose with **bold** and a [link][x].',
      '- one\n- two\n  - three',
      '- loose\n\n- list',
      '1. a\n2. b',
      '   go on',
      '    code',
      '> quote\n> more',
      '> - in\n>   quote',
      '```js\ncode\n\nmore\n```',
      '```\nopen',
      '| a | b |\n|---|---|\n| 1 | [x] |',
      '## Head',
      'Head\n---',
      '---',
      '<div>\nhtml\n</div>',
      '<pre>\n\nopen',
      '</pre>',
      '<!-- c',
      '-->',
      '[x]: http://e.example',
      '[y]: http://e.example\n"title',
      'title"',
      '[long\n\nlabel]: x',
      '- a\n\n  b\n\n      code',
      '- [ ] task',
      '* * *',
      '[x] [y]',
    ),
    { minLength: 1, maxLength: 24 },
  )
  .chain((blocks) =>
    fc
      .array(fc.constantFrom('\n', '\n\n', '\n\n', '\n\n\n', '\r\n\r\n', ' \n \n'), {
        minLength: blocks.length,
        maxLength: blocks.length,
      })
      .map((ends) => blocks.map((block, at) => block + (ends[at] ?? '')).join('')),
  );
const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 });

test('any chunking of any text shows what reading it at once shows', () => {
  fc.assert(
    fc.property(documents, sizes, (text, cuts) => {
      expect(inPieces(text, cuts)).toEqual(whole(text));
    }),
    { numRuns: 1500 },
  );
}, 60_000);

test('any chunking of many blocks shows what reading them at once shows', () => {
  fc.assert(
    fc.property(paragraphs, sizes, (text, cuts) => {
      expect(inPieces(text, cuts)).toEqual(whole(text));
    }),
    { numRuns: 700 },
  );
}, 60_000);

test('closed blocks are frozen: one more word reads the open tail alone', () => {
  const body = Array.from(
    { length: 200 },
    (_, at) => `Paragraph ${at} with **bold** text.\n\n`,
  ).join('');
  const before = readOn(nothingRead, `${body}The tail`);
  const after = readOn(before, `${body}The tail grows`);
  expect(after.frozenEnd).toBeGreaterThan(body.length - 120);
  expect(after.groups.slice(0, 12)).toEqual(before.groups.slice(0, 12));
  for (let at = 0; at < 12; at += 1) expect(after.groups[at]).toBe(before.groups[at]);
});

test('a definition that arrives late turns earlier text into a link, and changes nothing else', () => {
  const body = `See [x].\n\n${'Plain words.\n\n'.repeat(60)}`;
  const before = readOn(nothingRead, `${body}end\n`);
  const after = readOn(before, `${body}end\n\n[x]: https://e.example\n`);
  expect(shape(after)).toEqual(whole(after.text));
  expect(after.groups[0]?.[0]?.parts[0]?.revision).toBeGreaterThan(
    before.groups[0]?.[0]?.parts[0]?.revision ?? 0,
  );
  expect(after.groups[0]?.[1]).toBe(before.groups[0]?.[1]);
});
