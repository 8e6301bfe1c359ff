// @vitest-environment happy-dom
/** What a page says to the frame of an output: the beginning first, then the rest in pieces. */
import { beforeEach, expect, test, vi } from 'vitest';
import { connectFrame } from '../../../renderer/features/kontasks/output/frame-connection';

interface Sent {
  first: { html: string; cut?: boolean };
  port: MessagePort;
  said: unknown[];
}

let frame: HTMLIFrameElement;
let loads: Sent[];
const heights: number[] = [];
const troubles: string[] = [];

beforeEach(() => {
  loads = [];
  heights.length = 0;
  troubles.length = 0;
  frame = document.createElement('iframe');
  const postMessage = (first: Sent['first'], _origin: string, [port]: MessagePort[]) => {
    if (!port) throw new Error('A frame is given a port.');
    const sent: Sent = { first, port, said: [] };
    port.onmessage = ({ data }: MessageEvent<unknown>) => void sent.said.push(data);
    loads.push(sent);
  };
  Object.defineProperty(frame, 'contentWindow', { value: { postMessage } });
});

const open = () =>
  connectFrame(frame, () => ({
    onHeight: (height) => void heights.push(height),
    onLink: () => undefined,
    onTrouble: (words) => void troubles.push(words),
  }));
/** A busy machine takes its time. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000 });
const loaded = () => frame.dispatchEvent(new Event('load'));
const long = Array.from({ length: 60_000 }, (_, n) => `<p>${n}</p>`).join('');
const load = (at = 0) => loads[at] as Sent;
const told = ({ first, said }: Sent) =>
  first.html +
  said.map((one) => (typeof one === 'object' ? (one as { more: string }).more : '')).join('');

test('a short text is one message', async () => {
  const connection = open();
  connection.show('<p>a</p>', false);
  loaded();
  expect(load().first).toEqual({ html: '<p>a</p>', cut: false });
  connection.close();
});

test('of a long one the beginning comes first and the rest in pieces, the last of which says so', async () => {
  const connection = open();
  connection.show(long, false);
  loaded();
  expect(load().first.cut).toBe(true);
  expect(load().first.html.length).toBeLessThan(64 * 1024);
  await eventually(() => expect(told(load())).toBe(long));
  const ends = load().said.map((one) => (one as { end: boolean }).end);
  expect(ends.length).toBeGreaterThan(1);
  expect(ends.slice(0, -1).every((end) => !end) && ends.at(-1)).toBe(true);
  connection.close();
});

test('what goes on from a beginning goes to the same frame', async () => {
  const connection = open();
  connection.show(long.slice(0, 1_000), true);
  loaded();
  expect(load().first).toEqual({ html: long.slice(0, 1_000), cut: true });
  connection.show(long, false);
  await eventually(() => expect(told(load())).toBe(long));
  expect(loads).toHaveLength(1);
  // Another text is another frame.
  connection.show('<p>other</p>', false);
  loaded();
  expect(load(1).first.html).toBe('<p>other</p>');
  connection.close();
});

test('what is whole before the frame is loaded is sent whole', async () => {
  const connection = open();
  connection.show('<p>a', true);
  connection.show('<p>ab</p>', false);
  loaded();
  expect(load().first).toEqual({ html: '<p>ab</p>', cut: false });
  expect(loads).toHaveLength(1);
  connection.close();
});

test('the text of a beginning is that of all of it', async () => {
  const connection = open();
  connection.show('<p>a', true);
  loaded();
  const text = connection.text();
  await new Promise((resolve) => {
    setTimeout(resolve, 20);
  });
  expect(load().said).toEqual([]);
  connection.show('<p>ab</p>', false);
  await eventually(() => expect(load().said).toEqual([{ more: 'b</p>', end: true }, 'text']));
  load().port.postMessage({ type: 'text', text: 'ab' });
  expect(await text).toBe('ab');
  connection.close();
});

test('heights are told, and a frame that is closed is heard no more', async () => {
  const connection = open();
  connection.show('<p>a</p>', false);
  loaded();
  load().port.postMessage({ type: 'shown', height: 40 });
  await eventually(() => expect(heights).toEqual([40]));
  connection.close();
  load().port.postMessage({ type: 'shown', height: 50 });
  await new Promise((resolve) => {
    setTimeout(resolve, 20);
  });
  expect(heights).toEqual([40]);
  expect(troubles).toEqual([]);
});
