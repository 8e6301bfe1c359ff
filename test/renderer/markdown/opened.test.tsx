// @vitest-environment happy-dom
/** Formulas and diagrams: what is opened, what cannot come out of it, and what of a frame is believed. */
import { act } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { readAnswer } from '../../../renderer/features/markdown/diagram/frame-messages';
import { Markdown } from '../../../renderer/features/markdown/markdown';
import { readFormula } from '../../../renderer/features/markdown/math/mathml';
import { diagramConfig } from '../../../renderer/output/diagram-theme';
import { mount } from './render';

let page = mount();
afterEach(() => {
  page.close();
  page = mount();
});

const show = (text: string) => {
  page.show(<Markdown text={text} />);
  return page.host;
};
const button = (name: string) =>
  [...page.host.querySelectorAll('button')].find((one) => one.textContent === name);
const press = (name: string) => act(async () => button(name)?.click());

async function formula(tex: string): Promise<HTMLElement> {
  const read = await readFormula(tex, true);
  page.show('node' in read ? read.node : read.error);
  return page.host;
}

test.each([
  '\\href{javascript:alert(1)}{x}',
  '\\url{https://evil.example}',
  '\\includegraphics{https://evil.example/x.png}',
  '\\htmlClass{a}{x} \\htmlId{b}{x} \\htmlStyle{color:red}{x} \\htmlData{a=b}{x}',
  '\\text{<img src=x onerror=alert(1)><script>alert(1)</script>}',
  '\\color{red;background:url(https://evil.example)}x',
  '\\rule{1em}{2em}\\colorbox{red}{x}',
])('attack 1: the formula %j becomes signs and nothing else', async (tex) => {
  const host = await formula(tex);
  const elements = [...host.querySelectorAll('*')];
  for (const element of elements) {
    expect(element.localName).toMatch(/^(?:math|m[a-z]+)$/);
    for (const { name } of element.attributes)
      expect(name).not.toMatch(/^(?:on.*|.*href|src|style|class|id)$/);
  }
});

test('attack 1: a formula without end or bound is refused in words', async () => {
  expect((await formula('\\def\\a{\\a\\a}\\a')).textContent).toContain('Too many expansions');
  expect((await formula('{'.repeat(4_900))).textContent).not.toBe('');
  expect((await formula('x'.repeat(6_000))).textContent).toContain('too large');
  expect((await formula('\\sqrt{'.repeat(800) + 'x' + '}'.repeat(800))).textContent).toContain(
    'too large',
  );
});

test('a formula shows its source until it is opened, and again after', async () => {
  show('$$\n\\frac{a}{b}\n$$\n');
  expect(page.host.querySelector('math')).toBeNull();
  expect(page.host.querySelector('pre')?.textContent).toContain('\\frac{a}{b}');
  await press('Show formula');
  await vi.waitFor(() => act(() => expect(page.host.querySelector('math mfrac')).not.toBeNull()));
  await press('Show source');
  expect(page.host.querySelector('math')).toBeNull();
});

test('a formula that cannot be read says why and keeps its source', async () => {
  show('```math\n\\frac{a\n```\n');
  await press('Show formula');
  await vi.waitFor(() =>
    act(() =>
      expect(page.host.querySelector('[role=alert]')?.textContent).toMatch(
        /^This formula cannot be shown: ./,
      ),
    ),
  );
  expect(page.host.querySelector('pre')?.textContent).toContain('\\frac{a');
});

test.each([
  ['It costs $5 and $10.', 0],
  ['From $5-$10, or $HOME/$USER.', 0],
  ['Escaped \\$x$ and a lone $.', 0],
  ['So $x^2$ and $y$.', 2],
  ['So \\(x\\) and \\[y\\] here.', 2],
  ['`$x$` is code.', 0],
])('in %j there are %i formulas', (text, many) => {
  const host = show(text);
  expect(host.querySelectorAll('p button')).toHaveLength(many);
  expect(host.textContent).toBe(text.replaceAll('`', '').replace('\\$', '$'));
});

test('a formula may interrupt a paragraph and hold lines that look like lists', () => {
  const host = show('So:\n$$\nx\n- y\n+ z\n$$\nand on.');
  expect(host.querySelectorAll('li')).toHaveLength(0);
  expect(host.querySelector('pre')?.textContent).toContain('- y\n+ z');
  expect([...host.querySelectorAll('p')].map((p) => p.textContent.trim())).toEqual([
    'So:',
    'and on.',
  ]);
});

test('attack 1: a diagram is source until it is opened, then a frame that may run scripts and nothing else', async () => {
  show(
    '```mermaid\ngraph TD; A["<img src=x onerror=alert(1)>"]; click A "javascript:alert(1)"\n```\n',
  );
  expect(page.host.querySelector('iframe')).toBeNull();
  await press('Show diagram');
  const frame = page.host.querySelector('iframe');
  expect(frame?.getAttribute('sandbox')).toBe('allow-scripts');
  expect(frame?.title).toBe('Diagram');
  expect(frame?.hasAttribute('srcdoc')).toBe(false);
  await press('Show source');
  expect(page.host.querySelector('iframe')).toBeNull();
});

test('a diagram that takes too long is taken away, and says so', async () => {
  vi.useFakeTimers();
  show('```mermaid\ngraph TD; A-->B\n```\n');
  await press('Show diagram');
  act(() => void vi.advanceTimersByTime(20_000));
  expect(page.host.querySelector('iframe')).toBeNull();
  expect(page.host.querySelector('[role=alert]')?.textContent).toMatch(
    /^This diagram cannot be shown/,
  );
  vi.useRealTimers();
});

test('attack 1: of what a frame says only a height within bounds and a few words are believed', () => {
  expect(readAnswer({ type: 'shown', height: 1e9 })).toEqual({ type: 'shown', height: 1400 });
  expect(readAnswer({ type: 'shown', height: -5 })).toEqual({ type: 'shown', height: 40 });
  for (const foul of [
    null,
    1,
    'shown',
    {},
    { type: 'shown', height: '9' },
    { type: 'shown', height: NaN },
    { type: 'run' },
    { type: 'failed', reason: {} },
  ]) {
    expect(readAnswer(foul)).toBeUndefined();
  }
  const failed = readAnswer({ type: 'failed', reason: 'x'.repeat(9_000) });
  expect(failed).toEqual({ type: 'failed', reason: 'x'.repeat(300) });
});

test('attack 1: the source of a diagram cannot loosen how it is drawn', () => {
  const config = diagramConfig(true);
  expect(config).toMatchObject({ securityLevel: 'strict', htmlLabels: false, startOnLoad: false });
  for (const key of [
    'secure',
    'securityLevel',
    'htmlLabels',
    'themeCSS',
    'fontFamily',
    'dompurifyConfig',
  ]) {
    expect(config.secure).toContain(key);
  }
});
