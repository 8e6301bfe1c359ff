import { expect, test, vi } from 'vitest';
import { createBridge } from '../../preload/bridge';
import { commandNames } from '../../preload/contract/command-names';
import type { DesktopNotice } from '../../preload/contract/desktop';
import { desktopCallNames } from '../../preload/contract/desktop-names';

function open(window: 'main' | 'quick') {
  let tell: (notice: DesktopNotice) => void = () => undefined;
  const ipc = {
    invoke: vi.fn(async (..._args: unknown[]): Promise<unknown> => ({ ok: true, result: {} })),
    postMessage: vi.fn(),
    on: (_channel: string, listener: (event: unknown, notice: DesktopNotice) => void) => {
      tell = (notice) => listener({ secret: 'event' }, notice);
    },
  };
  const page = { location: { origin: 'app://konsole' }, postMessage: vi.fn() };
  return {
    ipc,
    page,
    bridge: createBridge(window, ipc, page),
    tell: (n: DesktopNotice) => tell(n),
  };
}

test('attack 7: a window finds one function a command and call that it may use, and no generic invoke', () => {
  const { bridge } = open('quick');
  expect(Object.keys(bridge).toSorted()).toEqual([
    'blobs',
    'commands',
    'desktop',
    'onNotice',
    'openPort',
    'window',
  ]);
  expect(Object.keys(bridge.commands)).toEqual(commandNames);
  expect(Object.keys(bridge.desktop)).toContain('desktop.hide-quick');
  expect(Object.keys(bridge.desktop)).not.toContain('desktop.choose-folder');
  const both = new Set([
    ...Object.keys(open('main').bridge.desktop),
    ...Object.keys(bridge.desktop),
  ]);
  expect([...both].toSorted()).toEqual([...desktopCallNames].toSorted());
});

test('a function sends its own name, whatever it is given', async () => {
  const { bridge, ipc } = open('main');
  await bridge.commands['session.get']({ session: 'ab' });
  expect(ipc.invoke).toHaveBeenCalledWith('konsole:call', 'session.get', { session: 'ab' });
});

test('a function never rejects: what fails on the way is an answer', async () => {
  const { bridge, ipc } = open('main');
  ipc.invoke.mockRejectedValueOnce(new Error('no handler at /home/me'));
  const answer = await bridge.commands['session.list']({});
  expect(answer).toMatchObject({ ok: false, code: 'internal' });
  expect(JSON.stringify(answer)).not.toContain('/home/me');
});

test('a port goes to main and its other end to the page of this origin alone', () => {
  const { bridge, ipc, page } = open('main');
  bridge.openPort('p1');
  expect(ipc.postMessage).toHaveBeenCalledWith('konsole:port', { id: 'p1' }, [
    expect.any(MessagePort),
  ]);
  expect(page.postMessage).toHaveBeenCalledWith({ konsolePort: 'p1' }, 'app://konsole', [
    expect.any(MessagePort),
  ]);
});

test('notices reach every listener without the event, until it stops listening', () => {
  const { bridge, tell } = open('main');
  const heard: unknown[][] = [];
  const stop = bridge.onNotice((...args) => heard.push(args));
  tell({ type: 'quick-shown' });
  stop();
  tell({ type: 'wake' });
  expect(heard).toEqual([[{ type: 'quick-shown' }]]);
});

test('a file goes out with its name, and a picture has an address only for an id that can be one', async () => {
  const { bridge, ipc } = open('main');
  const bytes = new Uint8Array([1]).buffer;
  await bridge.blobs.put('a.png', bytes);
  expect(ipc.invoke).toHaveBeenCalledWith('konsole:blob', 'a.png', bytes);
  ipc.invoke.mockRejectedValueOnce(new Error('gone'));
  expect(await bridge.blobs.put('a.png', bytes)).toMatchObject({ ok: false });
  expect(await bridge.blobs.url('abcdefgh12')).toBe('app://konsole/blobs/abcdefgh12');
  for (const id of ['', '../settings', 'ABCDEFGH', 'a', 'abcdefgh/..']) {
    expect(await bridge.blobs.url(id)).toBeUndefined();
  }
});
