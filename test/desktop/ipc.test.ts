import { expect, test, vi } from 'vitest';
import { createIpc, type DesktopActions, type Sender, whoAsks } from '../../main/desktop/ipc';
import { desktopCallNames } from '../../preload/contract/desktop-names';

const origin = 'app://konsole';
function sender(id: number, frame: { origin: string } | null = { origin }): Sender {
  return { sender: { id, mainFrame: frame ?? {} }, senderFrame: frame };
}
const main = sender(1);
const quick = sender(2);

function open() {
  const execute = vi.fn(async () => ({ ok: true as const, result: { done: true } }));
  const called: string[] = [];
  const actions = Object.fromEntries(
    desktopCallNames.map((name) => [
      name,
      () => {
        called.push(name);
        return {};
      },
    ]),
  ) as unknown as DesktopActions;
  const names = new Map([
    [1, 'main' as const],
    [2, 'quick' as const],
  ]);
  const windowOf = (id: number) => names.get(id);
  const log = vi.fn();
  const ask = createIpc({ windowOf, actions, execute, log });
  return { ask, execute, called, log, windowOf };
}

test('a command of a window reaches the engine with the name of that window', async () => {
  const { ask, execute } = open();
  const answer = await ask(quick, 'session.get', { session: 'ab' });
  expect(answer).toEqual({ ok: true, result: { done: true } });
  expect(execute).toHaveBeenCalledWith('quick', 'session.get', { session: 'ab' });
});

test('attack 5: a child frame, a foreign origin, an unknown window and a frame that is gone are refused', async () => {
  const { ask, execute, called } = open();
  const child: Sender = { sender: { id: 1, mainFrame: {} }, senderFrame: { origin } };
  for (const [what, event] of [
    ['child frame', child],
    ['navigated elsewhere', sender(1, { origin: 'https://evil.test' })],
    ['output frame', sender(1, { origin: 'app://output' })],
    ['opaque origin', sender(1, { origin: 'null' })],
    ['longer origin', sender(1, { origin: 'app://konsole.evil' })],
    ['unknown window', sender(3)],
    ['gone', sender(1, null)],
  ] as const) {
    for (const name of ['session.list', 'desktop.info']) {
      expect(await ask(event, name, {}), what).toMatchObject({ ok: false, code: 'denied' });
    }
  }
  expect(execute).not.toHaveBeenCalled();
  expect(called).toEqual([]);
});

test('attack 5: a frame that ends while it is asked for is nobody, and no exception in the main process', () => {
  const { windowOf } = open();
  const disposed = {
    get origin(): string {
      throw new Error('Render frame was disposed before WebFrameMain could be accessed');
    },
  };
  expect(whoAsks(sender(1, disposed), windowOf)).toBeUndefined();
});

test('attack 5: a port is judged by the same question', () => {
  const { windowOf } = open();
  expect(whoAsks(main, windowOf)).toBe('main');
  expect(whoAsks(sender(1, { origin: 'https://evil.test' }), windowOf)).toBeUndefined();
});

test('attack 6: an unknown name, a prototype name and a name that is no text get a typed error', async () => {
  const { ask, execute } = open();
  for (const name of [
    'nothing',
    '__proto__',
    'constructor',
    'toString',
    '',
    5,
    null,
    undefined,
    {},
  ]) {
    expect(await ask(main, name, {})).toMatchObject({ ok: false, code: 'not-found' });
  }
  expect(execute).not.toHaveBeenCalled();
});

test('attack 6: wrong types are named and never reach the engine', async () => {
  const { ask, execute } = open();
  const answer = await ask(main, 'turn.send', { session: 'ab', text: 5 });
  expect(answer).toMatchObject({ ok: false, code: 'invalid' });
  expect(answer).toHaveProperty('message', expect.stringContaining('text'));
  for (const params of [undefined, null, 'text', [], 7]) {
    expect(await ask(main, 'turn.send', params)).toMatchObject({ ok: false, code: 'invalid' });
  }
  expect(execute).not.toHaveBeenCalled();
});

test('attack 6: a 100 MB and a 10 000-deep payload get a typed error', async () => {
  const { ask, execute } = open();
  const huge = { session: 'ab', text: 'x'.repeat(100 * 1024 * 1024) };
  expect(await ask(main, 'turn.send', huge)).toMatchObject({ ok: false, code: 'too-large' });
  let deep: unknown = {};
  for (let i = 0; i < 10_000; i++) deep = { deep };
  expect(await ask(main, 'settings.update', { patch: { deep } })).toMatchObject({
    ok: false,
    code: 'invalid',
  });
  expect(execute).not.toHaveBeenCalled();
});

test('a desktop call that is not for this window is denied', async () => {
  const { ask, called } = open();
  expect(await ask(quick, 'desktop.choose-folder', {})).toMatchObject({
    ok: false,
    code: 'denied',
  });
  expect(await ask(main, 'desktop.hide-quick', {})).toMatchObject({ ok: false, code: 'denied' });
  expect(await ask(quick, 'desktop.hide-quick', {})).toMatchObject({ ok: true });
  expect(called).toEqual(['desktop.hide-quick']);
});

test('what fails inside a call is logged and told without its details', async () => {
  const { log, windowOf, execute } = open();
  const actions = new Proxy({} as DesktopActions, {
    get: () => () => {
      throw new Error('ENOENT /home/me/secret');
    },
  });
  const ask = createIpc({ windowOf, actions, execute, log });
  const answer = await ask(main, 'desktop.info', {});
  expect(answer).toMatchObject({ ok: false, code: 'internal' });
  expect(JSON.stringify(answer)).not.toContain('secret');
  expect(log).toHaveBeenCalledOnce();
});
