/** The attack list of docs/security.md on the real Electron, as far as windows, pages and the bridge go. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { ElectronApplication, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commandNames } from '../../preload/contract/command-names';
import { desktopCallNames } from '../../preload/contract/desktop-names';
import { callCommand, callDesktop } from './support/bridge';
import { type Launched, launchKonsole } from './support/launch';

let launched: Launched;
let app: ElectronApplication;
let main: Page;
let quick: Page;
/** Requests that reached a server on this machine: none may. */
const reached: string[] = [];
let outside: string;
let closeServer: () => Promise<void>;

beforeAll(async () => {
  const server = createServer((req, res) => {
    reached.push(req.url ?? '');
    res.end('reached');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  outside = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  closeServer = () => new Promise((resolve) => server.close(() => resolve()));
  launched = await launchKonsole({ args: ['--demo'] });
  app = launched.app;
  [main, quick] = await Promise.all([launched.mainWindow(), launched.quickWindow()]);
  await main.getByRole('button', { name: 'New session' }).first().waitFor();
});

afterAll(async () => {
  await launched.close();
  await closeServer();
});

const windowCount = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

test('both windows are sandboxed, isolated and without Node', async () => {
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
      'konsole.commands',
      'konsole.desktop',
      'konsole.onNotice',
      'konsole.openPort',
      'konsole.window',
    ]);
  }
});

test('attack 5: an unregistered window with our preload is refused, call and port', async () => {
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
});

test('attack 5: a frame inside the page finds no bridge, and the CSP keeps foreign ones out', async () => {
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

test('attack 11: app:// gives out nothing but the pages, from a page and from the network layer', async () => {
  const ways = [
    '../package.json',
    '..%2fpackage.json',
    '%2e%2e/package.json',
    '%252e%252e/package.json',
    '..%5cpackage.json',
    '../main/main.cjs',
    'main-window/..%2f..%2fmain%2fmain.cjs',
    'index.html%00.js',
    '.stamp',
  ];
  const fromPage = await main.evaluate(
    (list) =>
      Promise.all(
        list.map((way) =>
          fetch(`app://konsole/${way}`).then(
            (response) => response.status,
            () => 0,
          ),
        ),
      ),
    ways,
  );
  const fromNet = await app.evaluate(
    ({ session }, list) =>
      Promise.all(
        list.map((way) =>
          session.defaultSession.fetch(`app://konsole/${way}`).then(
            (response) => response.status,
            () => 0,
          ),
        ),
      ),
    ways,
  );
  for (const status of [...fromPage, ...fromNet]) expect([0, 400, 403, 404]).toContain(status);
});

test('attack 12: no navigation, redirect, form, link or window.open leads anywhere', async () => {
  const before = main.url();
  const windows = await windowCount();
  await main.evaluate(async (address) => {
    const click = (init: MouseEventInit & { target?: string }) => {
      const link = document.createElement('a');
      link.href = `${address}/link`;
      link.target = init.target ?? '';
      document.body.append(link);
      link.dispatchEvent(new MouseEvent(init.button === 1 ? 'auxclick' : 'click', init));
      link.remove();
    };
    window.open(`${address}/open`);
    window.open('about:blank');
    click({ bubbles: true, cancelable: true });
    click({ bubbles: true, cancelable: true, target: '_blank' });
    click({ bubbles: true, cancelable: true, button: 1 });
    click({ bubbles: true, cancelable: true, ctrlKey: true });
    const form = document.createElement('form');
    form.action = `${address}/form`;
    document.body.append(form);
    form.submit();
    form.remove();
    const refresh = document.createElement('meta');
    refresh.httpEquiv = 'refresh';
    refresh.content = `0;url=${address}/refresh`;
    document.head.append(refresh);
    location.href = `${address}/href`;
    await new Promise((resolve) => setTimeout(resolve, 300));
    location.replace('file:///etc/passwd');
    await new Promise((resolve) => setTimeout(resolve, 300));
    refresh.remove();
  }, outside);
  expect(main.url()).toBe(before);
  expect(await windowCount()).toBe(windows);
  expect(reached).toEqual([]);
});

test('attack 12: a file dropped on the window does not become its page', async () => {
  const before = main.url();
  const cdp = await main.context().newCDPSession(main);
  const data = { items: [], files: ['/etc/passwd'], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await cdp.send('Input.dispatchDragEvent', { type, x: 400, y: 400, data });
  }
  await cdp.detach();
  const urls = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((one) => one.webContents.getURL()),
  );
  expect(urls).toContain(before);
  expect(urls.every((url) => url.startsWith('app://konsole/'))).toBe(true);
});

test('attack 3: images, fetches, beacons, sockets and WebRTC of a page reach nobody', async () => {
  const failures = await main.evaluate(async (address) => {
    const image = new Image();
    const broken = new Promise<string>((resolve) => {
      image.onerror = () => resolve('refused');
      image.onload = () => resolve('loaded');
    });
    image.src = `${address}/image`;
    const fetched = await fetch(`${address}/fetch`, { mode: 'no-cors' }).then(
      () => 'sent',
      () => 'refused',
    );
    navigator.sendBeacon(`${address}/beacon`, 'x');
    const socket = new Promise<string>((resolve) => {
      try {
        const opened = new WebSocket(address.replace('http', 'ws'));
        opened.onerror = () => resolve('refused');
        opened.onopen = () => resolve('open');
      } catch {
        resolve('refused');
      }
    });
    return [await broken, fetched, await socket];
  }, outside);
  expect(failures).toEqual(['refused', 'refused', 'refused']);
  expect(reached).toEqual([]);
});

test('attack 2: no page can have a foreign scheme opened', async () => {
  for (const url of [
    'calculator://',
    'smb://x/y',
    'file:///etc/passwd',
    'ms-msdt:/id',
    'javascript:1',
  ]) {
    for (const page of [main, quick]) {
      expect(await callDesktop(page, 'desktop.open-link', { url }), url).toMatchObject({
        ok: false,
      });
    }
  }
});

test('every permission a page could ask for is refused, and the silent checks too', async () => {
  const answers = await main.evaluate(async () => {
    const query = async (name: string) =>
      navigator.permissions.query({ name: name as PermissionName }).then(
        ({ state }) => state,
        () => 'denied',
      );
    const states = await Promise.all(
      ['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read', 'midi'].map(query),
    );
    const camera = await navigator.mediaDevices.getUserMedia({ audio: true }).then(
      () => 'given',
      () => 'denied',
    );
    return [...states, camera];
  });
  for (const answer of answers) expect(answer).toBe('denied');
});
