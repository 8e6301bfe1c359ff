// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { Markdown } from '../../../renderer/features/markdown/markdown';
import { mount, untilShown } from './render';

let page = mount();
afterEach(() => {
  page.close();
  page = mount();
});

function html(text: string, streaming = false): string {
  page.show(<Markdown text={text} streaming={streaming} />);
  return page.host.innerHTML.replace(/ (class|tabindex|style)="[^"]*"/g, '');
}
const inside = (text: string) => {
  html(text);
  return page.host;
};
const all = (root: Element, selector: string) =>
  [...root.querySelectorAll(selector)].map((element) => element.textContent);

test('prose has its emphasis, code and line breaks', () => {
  expect(html('a **b** *c* ~~d~~ `e <f>`  \ng')).toContain(
    '<p>a <strong>b</strong> <em>c</em> <del>d</del> <code>e &lt;f&gt;</code><br>g</p>',
  );
});

test('headings stay below those of the app, and an answer that begins with ## skips no level', () => {
  const host = inside('# one\n\n## two\n\n###### six\n\nunder\n===\n');
  expect(all(host, 'h1, h2')).toEqual([]);
  expect(all(host, 'h3')).toEqual(['one', 'two', 'under']);
  expect(all(host, 'h6')).toEqual(['six']);
});

test('lists nest, continue after a blank line and keep their number', () => {
  const host = inside('3. a\n   - b\n     - c\n\n   more of a\n\n4. d\n');
  expect(host.querySelectorAll('ol')).toHaveLength(1);
  expect(host.querySelector('ol')?.getAttribute('start')).toBe('3');
  expect(all(host, 'ol > li')).toHaveLength(2);
  expect(all(host, 'ol > li > ul > li > ul > li')).toEqual(['c']);
  expect(all(host, 'ol > li > p')).toEqual(['a', 'more of a', 'd']);
});

test('a task list shows what is done and cannot be changed', () => {
  const host = inside('- [x] one\n- [ ] two\n');
  const boxes = [...host.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
  expect(
    boxes.map((box) => [
      box.checked,
      box.disabled,
      box.ariaLabel ?? box.getAttribute('aria-label'),
    ]),
  ).toEqual([
    [true, true, 'done'],
    [false, true, 'to do'],
  ]);
  expect(all(host, 'li')).toEqual(['one', 'two']);
});

test('a table has heads, cells and alignment', () => {
  const host = inside('| a | b |\n|:-:|--:|\n| 1 | **2** |\n| 3 |\n');
  expect(all(host, 'th')).toEqual(['a', 'b']);
  expect(all(host, 'td')).toEqual(['1', '2', '3', '']);
  expect(host.querySelector('td')?.className).toContain('text-center');
  expect(host.querySelector('td strong')).not.toBeNull();
});

test('quotes hold blocks, rules divide', () => {
  const host = inside('> a\n>\n> - b\n\n---\n\nc');
  expect(all(host, 'blockquote > p')).toEqual(['a']);
  expect(all(host, 'blockquote li')).toEqual(['b']);
  expect(host.querySelectorAll('hr')).toHaveLength(1);
});

test('a fence left open shows its code so far', () => {
  const host = inside('see\n\n```ts\nconst a = 1;\n\nconst b');
  expect(all(host, 'pre code')).toEqual(['const a = 1;\n\nconst b']);
  expect(host.textContent).toContain('TypeScript');
});

test('code is kept to the letter, long code too', async () => {
  const lines = Array.from({ length: 300 }, (_, at) =>
    at % 7 === 0 ? '' : `  line ${at} &amp; <b>`,
  );
  const host = inside(`\`\`\`\n${lines.join('\n')}\n\`\`\`\n`);
  // It may take several slices, between which the window answers.
  await untilShown(() => host.querySelector('pre code')?.textContent === lines.join('\n'));
});

test('escapes and entities become the characters they mean, in code they stay', () => {
  const host = inside('\\*a\\* &lt;b&gt; &amp;amp; &#8364; &#x1F600; &hellip; &unknown; `&lt;`');
  expect(host.querySelector('p')?.textContent).toBe('*a* <b> &amp; € 😀 … &unknown; &lt;');
});

test('reference links resolve wherever their definition stands', () => {
  const host = inside(
    '[One][a], [b] and [gone].\n\n[a]: https://a.example/x\n[b]: <https://b.example>\n',
  );
  const links = [...host.querySelectorAll('a')];
  expect(links.map((link) => [link.textContent, link.title.split('\n')[1]])).toEqual([
    ['One', 'https://a.example/x'],
    ['b', 'https://b.example/'],
  ]);
  expect(host.textContent).toContain('[gone]');
});

test('the caret stands after the last word while text streams, and only then', () => {
  html('- a\n- b **c**', true);
  const caret = page.host.querySelector('[data-caret]');
  expect(caret?.closest('li')?.textContent).toBe('b c');
  expect(page.host.querySelectorAll('[data-caret]')).toHaveLength(1);
  html('- a\n- b **c**', false);
  expect(page.host.querySelector('[data-caret]')).toBeNull();
});

test('an answer that has no word yet already shows the caret', () => {
  html('', true);
  expect(page.host.querySelector('[data-caret]')).not.toBeNull();
});

test('a text that does not go on from the last one is read anew', () => {
  html('first\n\nsecond\n\nthird');
  expect(html('# other')).toBe('<div><div><h3>other</h3></div></div>');
});

test('elements of finished blocks stay the same while the answer grows', () => {
  html('one\n\ntwo');
  const first = page.host.querySelector('p');
  html('one\n\ntwo\n\n- three\n- fo');
  const item = page.host.querySelector('li');
  html('one\n\ntwo\n\n- three\n- four\n\nfive\n\nsix\n');
  expect(page.host.querySelector('p')).toBe(first);
  expect(page.host.querySelector('li')).toBe(item);
});
