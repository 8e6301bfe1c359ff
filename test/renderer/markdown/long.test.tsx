// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, expect, test } from 'vitest';
import { nothingRead, readOn } from '../../../renderer/features/markdown/blocks';
import { Markdown } from '../../../renderer/features/markdown/markdown';
import { sectionLength, sectionStarts } from '../../../renderer/features/markdown/sections';
import { mount, untilShown } from './render';

let page = mount();
afterEach(() => {
  page.close();
  page = mount();
});

/** Shows `text` and waits until all of it that is to be seen is there. */
async function show(text: string, ready: () => boolean, streaming = false): Promise<HTMLElement> {
  page.show(<Markdown text={text} streaming={streaming} />);
  await untilShown(ready);
  return page.host;
}
const count = (selector: string) => page.host.querySelectorAll(selector).length;
const lines = (many: number, one: (at: number) => string) =>
  Array.from({ length: many }, (_, at) => one(at)).join('\n');

test('a long list keeps all its items and goes on with its numbers', async () => {
  const host = await show(
    lines(400, (at) => `${at + 5}. item ${at} with some **words** in it`),
    () => count('li') === 400,
  );
  const lists = [...host.querySelectorAll('ol')];
  expect(lists.length).toBeGreaterThan(3);
  let next = 5;
  for (const list of lists) {
    expect(list.start).toBe(next);
    next += list.children.length;
  }
  expect(host.querySelectorAll('strong')).toHaveLength(400);
});

test('one long item of a list stays one item, with its code in one language', async () => {
  const code = lines(300, (at) => `   const value${at} = ${at};`);
  const host = await show(`1. one\n\n   \`\`\`ts\n${code}\n   \`\`\`\n2. two\n`, () =>
    page.host.textContent.includes('two'),
  );
  const marked = [...host.querySelectorAll('li')].filter(
    (item) => !item.className.includes('list-none'),
  );
  expect(marked.map((item) => item.textContent.slice(0, 3))).toEqual(['one', 'two']);
  const shown = [...host.querySelectorAll('pre code')].map((part) => part.textContent).join('\n');
  expect(shown).toBe(code.replaceAll('   const', 'const'));
});

test('a long quote keeps its words, and its code stays code', async () => {
  const host = await show(
    `> first\n>\n> \`\`\`\n${lines(300, (at) => `> line ${at} of code`)}\n> \`\`\`\n`,
    () => page.host.textContent.includes('line 299'),
  );
  expect(host.querySelectorAll('blockquote p')).toHaveLength(1);
  const shown = [...host.querySelectorAll('blockquote code')].map((part) => part.textContent);
  expect(shown.join('\n')).toBe(lines(300, (at) => `line ${at} of code`));
});

test('a long paragraph keeps its words in order and its emphasis', async () => {
  const text = Array.from({ length: 600 }, (_, at) => `Sentence **${at}** goes here.`).join(' ');
  const host = await show(text, () => count('strong') === 600);
  expect(host.textContent.replaceAll(/\s+/g, '')).toBe(text.replaceAll(/\*|\s+/g, ''));
  expect(count('p')).toBeGreaterThan(3);
});

test('a table of 10 000 rows shows its head again and again, and each row once', async () => {
  const text = `| a | b |\n|---|--:|\n${lines(10_000, (at) => `| ${at} | **x** |`)}\n`;
  const { groups } = readOn(nothingRead, text);
  const parts = groups.flat().flatMap((item) => item.parts);
  const rows = parts.flatMap(({ token }) => ('rows' in token ? (token.rows as unknown[]) : []));
  expect(groups.flat()).toHaveLength(1);
  expect(rows).toHaveLength(10_000);
  const host = await show(text.slice(0, 30_000), () => count('tbody tr') > 1_500);
  expect(count('thead tr')).toBe(count('table'));
  expect(host.querySelectorAll('[role=region], div.overflow-x-auto')).toHaveLength(1);
});

test('a fence of many lines and one of one endless line give back what was written', async () => {
  for (const code of [lines(2_000, (at) => `line ${at}`), 'x'.repeat(60_000)]) {
    // The last break before the end of the fence is not its text.
    await show(
      `\`\`\`\n${code}\n\`\`\`\n`,
      () => page.host.querySelector('pre code')?.textContent === code,
    );
    expect(count('pre')).toBe(1);
  }
});

test('a line of a megabyte without a space is shown in pieces, the next part on request', async () => {
  const host = await show(
    'x'.repeat(1_000_000),
    () => page.host.textContent.length > sectionLength,
  );
  expect(
    Math.max(...[...host.querySelectorAll('p')].map((p) => p.textContent.length)),
  ).toBeLessThan(5_000);
  const more = [...host.querySelectorAll('button')].find(
    (one) => one.textContent === 'Show the next part',
  );
  expect(host.textContent).toContain('900 KB of this answer follow');
  act(() => more?.click());
  await untilShown(() => page.host.textContent.length > 2 * sectionLength);
});

test('an answer that streams past the bound shows its end, with the caret, and its beginning on request', async () => {
  const text = lines(
    4_500,
    (at) => `Paragraph ${at} ${'has words to fill its line '.repeat(10)}.\n`,
  );
  const end = () => page.host.querySelector('[data-caret]')?.parentElement?.textContent ?? '';
  const host = await show(text, () => end().includes('Paragraph 4499'), true);
  expect(host.textContent).toMatch(/of this answer come before/);
  expect(host.textContent.length).toBeLessThan(4 * sectionLength);
}, 60_000);

test('where sections begin is the same however the text came', () => {
  const text = lines(40_000, (at) => `Words ${at} of a line.${at % 7 === 0 ? '\n' : ''}`);
  let before = { text: '', starts: [0] as readonly number[] };
  for (let at = 0; at <= text.length; at += 33_333) {
    const part = text.slice(0, at);
    before = { text: part, starts: sectionStarts(before, part) };
  }
  expect(sectionStarts(before, text)).toEqual(sectionStarts({ text: '', starts: [0] }, text));
  expect(sectionStarts(before, text).length).toBeGreaterThan(3);
});

test('marks piled on a letter are cut to what writing needs, code keeps them', () => {
  const pile = `e${'\u0301'.repeat(500)}`;
  page.show(
    <Markdown text={`${pile} and \u0915\u094d\u0937\u0940 שָׁלוֹם\n\n\`\`\`\n${pile}\n\`\`\`\n`} />,
  );
  expect(page.host.querySelector('p')?.textContent).toBe(
    `e${'\u0301'.repeat(8)} and \u0915\u094d\u0937\u0940 שָׁלוֹם`,
  );
  expect(page.host.querySelector('pre code')?.textContent).toBe(pile);
});

/** A step is what happens between two chances of the window to answer; CPU time of it is bounded by its size. */
test.each([
  ['quotes', '> '.repeat(100_000)],
  ['brackets', '['.repeat(100_000)],
  ['emphasis', '**a '.repeat(50_000)],
  ['underscores', '_a'.repeat(50_000)],
  ['fences left open', '```js\ncode\n\n'.repeat(5_000)],
  ['fences in pairs', '```\n```\n'.repeat(5_000)],
  ['dollars', '$a '.repeat(30_000)],
  ['open formulas', '$$\n'.repeat(30_000)],
  ['piled marks', 'e\u0301'.repeat(100_000)],
])(
  '%s are read in small steps, and all of them',
  (_name, text) => {
    let reading = readOn(nothingRead, text, () => true);
    let end = 0;
    while (reading.behind) {
      expect(reading.frozenEnd).toBeGreaterThan(end);
      expect(reading.frozenEnd - end).toBeLessThanOrEqual(4_000);
      end = reading.frozenEnd;
      reading = readOn(reading, text, () => true);
    }
    expect(text.length - reading.frozenEnd).toBeLessThanOrEqual(4_000);
  },
  60_000,
);
