/** The attack list of docs/security.md on the real Electron: who may talk to main, and how. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandNames } from '../../preload/contract/command-names';
import { desktopCallNames } from '../../preload/contract/desktop-names';
import { callCommand } from './support/bridge';
import { openUnderAttack, type UnderAttack } from './support/under-attack';

let open: UnderAttack;

beforeAll(async () => {
  open = await openUnderAttack();
});

afterAll(() => open.close());

test('both windows are sandboxed, isolated and without Node', async () => {
  const { app } = open;
  const preferences = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((one) => {
      const contents = one.webContents as unknown as {
        getLastWebPreferences(): Record<string, unknown>;
      };
      const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } =
        contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag };
    }),
  );
  expect(preferences).toHaveLength(2);
  for (const one of preferences) {
    expect(one).toMatchObject({ sandbox: true, contextIsolation: true, nodeIntegration: false });
    expect(one).toMatchObject({ webSecurity: true });
    expect(one.webviewTag ?? false).toBe(false);
  }
});

test('attack 7: in either window there is no ipcRenderer, no require, no process and no generic call', async () => {
  const { main, quick } = open;
  for (const page of [main, quick]) {
    const found = await page.evaluate(() => {
      const names: string[] = [];
      const seen = new Set<unknown>();
      const walk = (value: unknown, path: string, depth: number) => {
        if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return;
        if (seen.has(value) || depth > 3) return;
        seen.add(value);
        for (const name of Object.getOwnPropertyNames(value)) {
          names.push(`${path}.${name}`);
          walk((value as Record<string, unknown>)[name], `${path}.${name}`, depth + 1);
        }
      };
      walk((window as unknown as { konsole: unknown }).konsole, 'konsole', 0);
      const globals = [
        'require',
        'process',
        'module',
        'ipcRenderer',
        'electron',
        'Buffer',
        'global',
      ];
      return { names, globals: globals.filter((name) => name in window) };
    });
    expect(found.globals).toEqual([]);
    const own = found.names.filter((name) => !/\.(length|name)$/.test(name));
    const calls: readonly string[] = [...commandNames, ...desktopCallNames];
    for (const name of own.filter((one) => !calls.some((call) => one.includes(`.${call}`)))) {
      expect(name).not.toMatch(/ipc|invoke|send|postMessage|require|electron/i);
    }
    expect(own.filter((name) => name.split('.').length === 2).toSorted()).toEqual([
      'konsole.blobs',
      'konsole.commands',
      'konsole.desktop',
      'konsole.onNotice',
      'konsole.openPort',
      'konsole.window',
    ]);
  }
});

test('attack 5: an unregistered window with our preload is refused, call and port', async () => {
  const { app } = open;
  const answer = await app.evaluate(
    async ({ BrowserWindow }, preload) => {
      const stranger = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true },
      });
      await stranger.loadURL('app://konsole/main-window/index.html');
      const ask = 'konsole.commands["settings.get"]({}).then(JSON.stringify)';
      const said = String(await stranger.webContents.executeJavaScript(ask));
      const port = `new Promise((resolve) => {
      addEventListener('message', ({ data, ports }) => {
        if (!data.konsolePort) return;
        ports[0].onmessage = ({ data }) => resolve('heard ' + JSON.stringify(data));
        ports[0].postMessage({ t: 'attach', channel: 'index' });
        setTimeout(() => resolve('silence'), 500);
      });
      konsole.openPort('p');
    })`;
      const heard = String(await stranger.webContents.executeJavaScript(port));
      stranger.destroy();
      return { said, heard };
    },
    join(import.meta.dirname, '../../dist/preload/main-window.cjs'),
  );
  expect(JSON.parse(answer.said)).toMatchObject({ ok: false, code: 'denied' });
  expect(answer.heard).toBe('silence');
});

test('attack 5: the main window navigated elsewhere by force has no say any more', async () => {
  const { app, main } = open;
  const answers = await app.evaluate(async ({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().includes('/main-window/'),
    );
    if (!window) return [];
    const home = window.webContents.getURL();
    const ask = 'konsole.commands["settings.get"]({}).then(JSON.stringify)';
    const said: string[] = [];
    for (const place of ['data:text/html,<h1>elsewhere</h1>', 'app://output/x.html']) {
      await window.loadURL(place).catch(() => undefined);
      said.push(String(await window.webContents.executeJavaScript(ask)));
    }
    await window.loadURL(home);
    return said;
  });
  expect(answers).toHaveLength(2);
  for (const said of answers) expect(JSON.parse(said)).toMatchObject({ ok: false, code: 'denied' });
  // What drives the page hears of the way home later than the app does.
  await main.getByRole('link', { name: 'Settings' }).waitFor();
});

test('attack 5: a frame inside the page finds no bridge, and the CSP keeps foreign ones out', async () => {
  const { main, outside } = open;
  const found = await main.evaluate(async (address) => {
    const results: string[] = [];
    for (const src of ['about:blank', 'app://konsole/quick-window/index.html', address]) {
      const frame = document.createElement('iframe');
      frame.src = src;
      const loaded = new Promise((resolve) => {
        frame.onload = resolve;
        setTimeout(resolve, 500);
      });
      document.body.append(frame);
      await loaded;
      let bridge = 'no';
      try {
        if (frame.contentWindow && 'konsole' in frame.contentWindow) bridge = 'yes';
      } catch {
        bridge = 'cross-origin';
      }
      results.push(bridge);
      frame.remove();
    }
    return results;
  }, outside);
  expect(found).not.toContain('yes');
});

test('attack 6: unknown names, wrong types and a prototype name come back as typed errors', async () => {
  const { main } = open;
  expect(await callCommand(main, 'turn.send', { session: 5 })).toMatchObject({ code: 'invalid' });
  expect(
    await callCommand(main, 'session.get', JSON.parse('{"__proto__":{"session":"x"}}')),
  ).toMatchObject({
    ok: false,
  });
  const huge = await main.evaluate(async () => {
    const { konsole } = window as unknown as {
      konsole: { commands: Record<string, (params: unknown) => Promise<{ code?: string }>> };
    };
    return konsole.commands['turn.send']?.({ session: 'a', text: 'x'.repeat(100 * 1024 * 1024) });
  });
  expect(huge).toMatchObject({ ok: false, code: 'too-large' });
  expect(await callCommand(main, 'settings.get')).toMatchObject({ ok: true });
});
