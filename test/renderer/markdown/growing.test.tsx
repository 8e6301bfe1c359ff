// @vitest-environment happy-dom
import { afterEach, expect, test } from 'vitest';
import { Markdown } from '../../../renderer/features/markdown/markdown';
import { mount } from './render';

let page = mount();
afterEach(() => {
  page.close();
  page = mount();
});

function shown(text: string, streaming = true): string {
  page.show(<Markdown text={text} streaming={streaming} />);
  for (const button of page.host.querySelectorAll('button')) button.remove();
  const [block] = page.host.querySelectorAll('p, li, h3');
  return (block?.innerHTML ?? '')
    .replace(/<span data-caret[^>]*><\/span>/, '|')
    .replace(/<\/?span[^>]*>/g, '')
    .replace(/ class="[^"]*"/g, '');
}

test.each([
  ['See [the protocol](', 'See the protocol|'],
  ['See [the protocol](https://exam', 'See the protocol|'],
  ['- See [the protocol](https://exam', 'See the protocol|'],
  ['# See [the protocol](docs/pro', 'See the protocol|'],
  ['It closed **twi', 'It closed <strong>twi</strong>|'],
  ['Run `npm te', 'Run <code>npm te</code>|'],
])('%s is shown as what it is about to be', (text, html) => {
  expect(shown(text)).toBe(html);
});

test.each([
  'See [1] and a[0](',
  '2 ** 3 and 5 * 7',
  'a**b',
  'See [the protocol',
  'the `` ` `` sign',
])('%s is not guessed at', (text) => {
  const plain = shown(text, false);
  page.close();
  page = mount();
  expect(shown(text)).toBe(`${plain}|`);
});

test('what ended unfinished is shown as it was written, and no half address is a link', () => {
  expect(shown('It closed **twi', false)).toBe('It closed **twi');
  shown('See [the protocol](https://exam');
  expect(page.host.querySelector('a')).toBeNull();
  expect(shown('See [the protocol](https://example.com) now')).toContain('<a ');
});
