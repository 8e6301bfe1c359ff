import fc from 'fast-check';
import type { Token, Tokens } from 'marked';
import { expect, test } from 'vitest';
import { nothingRead, readOn } from '../../../renderer/features/markdown/blocks';
import type { Reading } from '../../../renderer/features/markdown/blocks';
import { longWindow, shortWindow } from '../../../renderer/features/markdown/cut';

/** What would be shown, without places and sources. */
function shape(reading: Reading): unknown {
  return reading.groups.map((group) =>
    group.map(({ index, parts, follows }) => [
      index,
      follows,
      parts.map(({ token, glue }) => [glue, plain(token)]),
    ]),
  );
}

function plain(token: Token): unknown {
  const { raw: _raw, tokens, items, header, rows, ...rest } = token as Tokens.Generic;
  const inner: Record<string, unknown> = { ...rest };
  if (tokens) inner.tokens = tokens.map(plain);
  if (items) inner.items = (items as Token[]).map(plain);
  for (const [name, cells] of Object.entries({
    header: header ? [header] : [],
    rows: rows ?? [],
  })) {
    inner[name] = (cells as Tokens.TableCell[][]).map((row) =>
      row.map((cell) => [cell.align, cell.tokens.map(plain)]),
    );
  }
  return inner;
}

const whole = (text: string) => shape(readOn(nothingRead, text));

function inPieces(text: string, sizes: readonly number[]): unknown {
  let reading = nothingRead;
  let at = 0;
  let turn = 0;
  while (at < text.length) {
    at += sizes[turn++ % sizes.length] ?? 1;
    reading = readOn(reading, text.slice(0, at));
  }
  return shape(reading);
}

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

/** Blocks that go on past every bound, whole or in a list, a quote or another fence. */
const line = fc.constantFrom(
  'Some prose with **bold** words, `code` and a [link][x]. It goes on for a while.',
  'const value = `text ${at}`; // and a comment, to fill the line',
  'plain words',
  '  indented words',
  '    deep code',
  '',
  '```',
  '```ts',
  '~~~',
  '- an item in between',
  '> a quote in between',
  '| 1 | **2** | [x] |',
  '# A heading',
  '===',
  '---',
  '<div>',
  '$$',
  '[x]: http://e.example',
  'ü̈́ שלום مرحبا 你好。世界',
);
const lines = (one: fc.Arbitrary<string>) => fc.array(one, { minLength: 30, maxLength: 160 });
const long: fc.Arbitrary<string> = fc.oneof(
  lines(line).map((all) => `\`\`\`ts\n${all.filter((one) => !/^[`~]/.test(one)).join('\n')}\n`),
  lines(line).map((all) => `   ~~~~\n${all.join('\n')}\n~~~~\nafter\n`),
  lines(line).map((all) => all.map((one) => `- ${one}\n`).join('')),
  lines(line).map((all) => all.map((one, at) => `${at + 3}. ${one}\n`).join('\n')),
  lines(line).map((all) => `- one\n\n${all.map((one) => `  ${one}\n`).join('')}`),
  lines(line).map((all) => `1. one\n   \`\`\`\n${all.map((one) => `   ${one}\n`).join('')}`),
  lines(line).map((all) => all.map((one) => `> ${one}\n`).join('')),
  lines(line).map((all) => `> \`\`\`js\n${all.map((one) => `> ${one}\n`).join('')}`),
  lines(fc.constantFrom('| 1 | **2** |', '| a `b` | [x] |', '| 3 |', '4 | 5')).map(
    (all) => `| a | b |\n|:-:|---|\n${all.join('\n')}\n`,
  ),
  lines(line).map((all) => all.filter((one) => one !== '').join(' ')),
  lines(line).map((all) => all.join('\n')),
  lines(line).map((all) => all.map((one) => `    ${one}\n`).join('')),
  lines(line).map((all) => `<!-- ${all.join('\n')} -->\n`),
  fc
    .tuple(
      fc.constantFrom(
        'x',
        'é',
        '😀',
        'e\u0301',
        '[',
        '*',
        '`',
        '#',
        '>',
        '- ',
        '\n',
        '\t',
        '|',
        '$',
      ),
      fc.integer({ min: 1500, max: 9000 }),
    )
    .map(([one, count]) => one.repeat(count)),
);
const longDocuments = fc
  .array(fc.tuple(long, fc.constantFrom('\n', '\n\n', '\nwords\n', '\r\n\r\n')), {
    minLength: 1,
    maxLength: 3,
  })
  .map((all) => all.flat().join(''));

test('any chunking of blocks that are too long to read at once shows what reading them at once shows', () => {
  const pieces = fc.array(fc.integer({ min: 1, max: 1500 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(longDocuments, pieces, (text, cuts) => {
      expect(inPieces(text, cuts)).toEqual(whole(text));
    }),
    { numRuns: 250 },
  );
}, 120_000);

test('what a long block leaves open is cut as it is when it comes later', () => {
  // Found by the property above: where reading first stops to look, the fence's own line is still incomplete.
  const item = `1. one\n   \`\`\`\n${'   Some prose that fills the item up.\n'.repeat(49)}\n`;
  const fence = `~~~ ${'words '.repeat(60)}\n\n${'45. | 1 | **2** | [x] |\n\n'.repeat(67)}`;
  const text = item + fence;
  expect(item.length).toBeLessThan(shortWindow);
  expect(item.length + 360).toBeGreaterThan(shortWindow);
  expect(fence.length).toBeGreaterThan(shortWindow);
  expect(text.length).toBeLessThan(longWindow);
  for (const size of [1, 7, 500]) expect(inPieces(text, [size])).toEqual(whole(text));
});

test('a reading that stops in between and goes on shows what reading at once shows', () => {
  fc.assert(
    fc.property(longDocuments, (text) => {
      let reading = readOn(nothingRead, text, () => true);
      for (let more = 0; reading.behind; more += 1) {
        expect(more).toBeLessThan(text.length);
        reading = readOn(reading, text, () => more % 3 === 0);
      }
      expect(shape(reading)).toEqual(whole(text));
    }),
    { numRuns: 100 },
  );
}, 120_000);

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
