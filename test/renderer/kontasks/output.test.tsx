// @vitest-environment happy-dom
/** The output of a kontask: which way it is shown, what can be done with it, and what of its frame is believed. */
import { act } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import { asHtml } from '../../../renderer/features/kontasks/output/as-html';
import { followLink } from '../../../renderer/features/kontasks/output/follow-link';
import { readAnswer, tallest } from '../../../renderer/features/kontasks/output/frame-messages';
import { Output } from '../../../renderer/features/kontasks/output/output';
import { allByRole, byRole, click, render } from '../support/render';

const calls: { name: string; params: unknown }[] = [];
let answer: { ok: boolean; message?: string; result?: unknown };

beforeEach(() => {
  calls.length = 0;
  answer = { ok: true, result: {} };
  const call = (name: string) => async (params: unknown) => {
    calls.push({ name, params });
    return answer;
  };
  const names = ['desktop.copy', 'desktop.open-link', 'desktop.show-output'];
  Object.assign(window, {
    konsole: { desktop: Object.fromEntries(names.map((name) => [name, call(name)])) },
  });
});

const html = '<div onclick="x()"><h1>Title</h1><script>alert(1)</script></div>';

test('attack 4: HTML goes into a sandboxed frame and nowhere into the page', async () => {
  const host = await render(<Output title="A plan" text={html} />);
  const frame = host.querySelector('iframe');
  expect(frame?.title).toBe('Output');
  expect(frame?.getAttribute('sandbox')).toBe('allow-scripts');
  expect(frame?.hasAttribute('srcdoc')).toBe(false);
  expect(host.querySelector('h1, script, [onclick]')).toBeNull();
  expect(host.textContent).toContain('HTML, rendered safely');
});

test('the source takes the place of the frame, and goes back', async () => {
  const host = await render(<Output title="A plan" text={html} />);
  await click(byRole('button', 'Source'));
  expect(host.querySelector('iframe')).toBeNull();
  expect(host.querySelector('pre')?.textContent).toBe(html);
  await click(byRole('button', 'Source'));
  expect(host.querySelector('iframe')).not.toBeNull();
});

test('a frame that never answers is said, and the source is what one gets', async () => {
  vi.useFakeTimers();
  const host = await render(<Output title="A plan" text={html} />);
  await act(() => vi.advanceTimersByTimeAsync(20_000));
  expect(host.querySelector('iframe')).toBeNull();
  expect(byRole('alert').textContent).toContain('This output cannot be shown');
  expect(host.querySelector('pre')?.textContent).toBe(html);
  vi.useRealTimers();
});

test('markdown is shown as markdown, in which HTML is text', async () => {
  const host = await render(<Output title="x" text={'# Plan\n\n- one\n- <b>two</b>'} />);
  expect(host.querySelector('iframe')).toBeNull();
  expect(host.querySelector('li')?.textContent).toBe('one');
  expect(host.querySelector('b')).toBeNull();
  expect(host.textContent).toContain('Markdown, rendered safely');
});

test('plain text, and HTML that is none, is shown as it is', async () => {
  const host = await render(<Output title="x" text={'<div was never closed & so on'} />);
  expect(host.querySelector('pre')?.textContent).toBe('<div was never closed & so on');
  expect(host.textContent).toContain('Plain text');
  expect(allByRole('button', 'Source')).toEqual([]);
});

test('megabytes of text come in parts', async () => {
  const host = await render(<Output title="x" text={'word '.repeat(400_000)} />);
  const shown = () => host.querySelector('pre')?.textContent.length ?? 0;
  const before = shown();
  expect(before).toBeLessThan(100_000);
  await click(byRole('button', 'Show the next part'));
  expect(shown()).toBe(2 * before);
});

test('it is copied as it is, and opened in a window; what goes wrong is said', async () => {
  await render(<Output title="A plan" text={html} />);
  await click(byRole('button', 'Copy as it is'));
  await click(byRole('button', 'Open in window'));
  expect(calls).toEqual([
    { name: 'desktop.copy', params: { text: html } },
    { name: 'desktop.show-output', params: { title: 'A plan', html } },
  ]);
  answer = { ok: false, message: 'No window could be opened.' };
  await click(byRole('button', 'Open in window'));
  expect(byRole('alert').textContent).toBe('No window could be opened.');
});

test('attack 1: of markdown and text, what is opened in a window has no HTML of theirs', () => {
  expect(asHtml('a <script>b</script> & "c"', 'plain')).toBe(
    '<pre style="white-space:pre-wrap">a &lt;script&gt;b&lt;/script&gt; &amp; &quot;c&quot;</pre>',
  );
  const written = asHtml('# T\n\n<img src=x onerror=a>\n\nb <i>c</i> ![d](http://e/f)', 'markdown');
  expect(written).toContain('<h1>T</h1>');
  expect(written).not.toMatch(/<(?:img|i)\b/);
  expect(written).toContain('[image: d]');
  expect(asHtml(html, 'html')).toBe(html);
});

test('attack 4: of what a frame says only heights within bounds, addresses and text are believed', () => {
  expect(readAnswer({ type: 'shown', height: 1e9 })).toEqual({ type: 'shown', height: tallest });
  expect(readAnswer({ type: 'shown', height: -5 })).toEqual({ type: 'shown', height: 24 });
  expect(readAnswer({ type: 'failed', reason: 'x'.repeat(9_000) })).toEqual({
    type: 'failed',
    reason: 'x'.repeat(300),
  });
  for (const foul of [
    null,
    1,
    'link',
    {},
    { type: 'shown', height: '9' },
    { type: 'shown', height: NaN },
    { type: 'link' },
    { type: 'link', url: {} },
    { type: 'link', url: `https://${'x'.repeat(5_000)}` },
    { type: 'text', text: 1 },
    { type: 'run', code: 'x' },
    { type: 'failed', reason: {} },
  ]) {
    expect(readAnswer(foul)).toBeUndefined();
  }
});

test('attack 2: a click opens http, https and mail links of the frame and nothing else', async () => {
  for (const url of ['https://example.org/a', 'mailto:me@example.org']) {
    expect(await followLink(url)).toBeUndefined();
  }
  expect(calls.map(({ params }) => params)).toEqual([
    { url: 'https://example.org/a' },
    { url: 'mailto:me@example.org' },
  ]);
  for (const url of ['javascript:1', 'calculator://', 'file:///etc/passwd', 'https://a@b/', 'x']) {
    expect(await followLink(url), url).toContain('nowhere');
  }
  expect(calls).toHaveLength(2);
});

test('attack 4: what says that a link was clicked when nobody clicked anything is not believed', async () => {
  Object.assign(navigator, { userActivation: { isActive: false } });
  expect(await followLink('https://example.org/')).toContain('by itself');
  Object.assign(navigator, { userActivation: { isActive: true } });
  expect(await followLink('https://example.org/')).toBeUndefined();
  Object.assign(navigator, { userActivation: undefined });
  expect(calls).toHaveLength(1);
});
