import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nothingRead, readOn } from '../../../renderer/features/markdown/blocks';
import { longWindow, shortWindow } from '../../../renderer/features/markdown/cut';
import { inPieces, shape, whole } from './read';

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

test('what comes after thousands of blank lines is no part of the paragraph before them', () => {
  const text = `words\n${'\n'.repeat(5_700)}words`;
  expect(text.length).toBeGreaterThan(longWindow);
  const { groups } = readOn(nothingRead, text);
  expect(groups.flat().map(({ follows }) => follows)).toEqual([false, false]);
  for (const size of [687, 1043, 4000]) expect(inPieces(text, [size])).toEqual(whole(text));
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
