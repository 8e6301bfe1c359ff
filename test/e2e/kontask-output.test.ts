/** The output of a kontask on the real Electron: hostile HTML in its frame, and in a window of its own. */
import { createSocket } from 'node:dgram';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { hostileHtml } from '../fixtures/hostile-html/all';
import { callDesktop } from './support/bridge';
import { clear, framesOf, showAll, wrongIn } from './support/hostile-frames';
import { openUnderAttack, type UnderAttack } from './support/under-attack';
import { waitFor } from './support/wait';

let open: UnderAttack;
let address = '';
const reached: string[] = [];
/** Whatever connects to it is heard, and not only what asks: a TURN server or a name server says nothing of HTTP. */
const server = createServer((req, res) => {
  reached.push(req.url ?? '');
  res.end('reached');
});
server.on('connection', () => reached.push('a connection'));
const udp = createSocket('udp4').on('message', () => reached.push('a packet'));

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => udp.bind(port, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${port}`;
  open = await openUnderAttack();
  // What would leave the app for a browser or a mail program stays here, and is counted.
  await open.app.evaluate(({ shell, dialog }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened, answered: [] });
    shell.openExternal = async (url) => void opened.push(url);
    dialog.showMessageBox = async (...args: unknown[]) => {
      const options = args.at(-1) as { detail?: string };
      (globalThis as unknown as { answered: unknown[] }).answered.push(options.detail);
      return { response: 0, checkboxChecked: false };
    };
  });
});

beforeEach(() => void reached.splice(0));

afterAll(async () => {
  await open.close();
  udp.close();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

const opened = () =>
  open.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened.splice(0));
const windowCount = () =>
  open.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
const together = 12;

test('attack 1, 3, 4, 12: of 150 hostile texts nothing runs, leaves, opens or goes elsewhere', async () => {
  const { main } = open;
  const cases = hostileHtml(address);
  expect(cases.length).toBeGreaterThanOrEqual(150);
  const before = {
    url: main.url(),
    title: await main.title(),
    windows: await windowCount(),
    history: await main.evaluate(() => history.length),
  };
  for (let at = 0; at < cases.length; at += together) {
    const batch = cases.slice(at, at + together);
    const { said, heard, late } = await showAll(
      main,
      batch.map(([, html]) => html),
    );
    expect(heard, batch.map(([name]) => name).join()).toEqual([]);
    expect(late.map((place) => batch[place]?.[0])).toEqual([]);
    expect(said.filter((type) => !['shown', 'whole', 'link'].includes(type))).toEqual([]);
    // Each is in a process of its own, of which the test hears in its own time.
    const frames = await waitFor('all frames', () => {
      const all = framesOf(main);
      return Promise.resolve(all.length >= batch.length && all);
    });
    expect(frames).toHaveLength(batch.length);
    const wrongs = await Promise.all(
      frames.map(async (frame) => {
        const [name] = batch[Number(frame.name().slice('hostile '.length))] ?? [];
        return { name, wrong: await wrongIn(frame) };
      }),
    );
    expect(wrongs.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
    await clear(main);
  }
  // A round trip through the network layer: what was on its way would have arrived.
  await main.evaluate(() =>
    fetch('app://konsole/main-window/index.html').then((got) => got.text()),
  );
  expect(reached).toEqual([]);
  expect(await opened()).toEqual([]);
  expect({
    url: main.url(),
    title: await main.title(),
    windows: await windowCount(),
    history: await main.evaluate(() => history.length),
  }).toEqual(before);
  expect(await main.evaluate(() => 'stolen' in window || 'ran' in window)).toBe(false);
});

test('attack 4: even with a script of its own the frame reaches nobody, and is another process', async () => {
  const { main, app } = open;
  await showAll(main, ['<p>x']);
  const frame = await waitFor('the frame', () => Promise.resolve(framesOf(main)[0]));
  const can = await frame.evaluate(async (to) => {
    const tried = async (attempt: () => unknown) => {
      try {
        await attempt();
        return 'done';
      } catch {
        return 'refused';
      }
    };
    const inline = document.createElement('script');
    inline.textContent = 'self.ran = 1';
    const other = document.createElement('script');
    other.src = 'app://output/diagram.js';
    const more = new Promise<string>((resolve) => {
      other.onload = () => resolve('done');
      other.onerror = () => resolve('refused');
    });
    document.body.append(inline, other);
    const connection = new RTCPeerConnection({
      iceServers: [
        { urls: `stun:${to.slice(7)}` },
        { urls: `turn:${to.slice(7)}?transport=tcp`, username: 'u', credential: 'c' },
      ],
    });
    connection.createDataChannel('out');
    await connection.setLocalDescription(await connection.createOffer());
    navigator.sendBeacon(`${to}/beacon`);
    new Image().src = `${to}/image`;
    const form = document.createElement('form');
    form.action = `${to}/form`;
    document.body.append(form);
    form.submit();
    const result = {
      inline: 'ran' in self,
      other: await more,
      parent: await tried(() => parent.document.title),
      storage: await tried(() => localStorage.length),
      fetched: await tried(() => fetch(`${to}/fetch`, { mode: 'no-cors' })),
      worker: await tried(() => new Worker(`${to}/w`)),
      opened: window.open(`${to}/open`) === null,
      top: await tried(() => {
        (top as Window).location.href = `${to}/top`;
      }),
    };
    await new Promise((resolve) => setTimeout(resolve, 800));
    connection.close();
    return result;
  }, address);
  expect(can).toMatchObject({
    inline: false,
    other: 'refused',
    parent: 'refused',
    storage: 'refused',
    fetched: 'refused',
    worker: 'refused',
    opened: true,
    top: 'refused',
  });
  const processes = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()
      .flatMap((one) => one.webContents.mainFrame.framesInSubtree)
      .filter((one) => one.url.startsWith('app://output/'))
      .map((one) => one.osProcessId === one.top?.osProcessId),
  );
  expect(processes).toEqual([false]);
  await frame.evaluate((to) => location.assign(`${to}/away`), address).catch(() => undefined);
  await clear(main);
  expect(reached).toEqual([]);
});

test('attack 4, 5, 12: an output in a window of its own has no bridge, goes nowhere, and closes with Esc', async () => {
  const { main, app } = open;
  const windows = await windowCount();
  const js = `self.ran=1;fetch('${address}/w')`;
  const html = `<h1>Shown</h1><script>${js}</script><img src=x: onerror="${js}"><a href="${address}/link">Read on</a>`;
  expect(await callDesktop(main, 'desktop.show-output', { title: 'A plan', html })).toMatchObject({
    ok: true,
  });
  const page = await waitFor('the window', () =>
    Promise.resolve(app.windows().find((one) => one.url().startsWith('app://output/'))),
  );
  await page.getByRole('heading', { name: 'Shown' }).waitFor();
  const found = await page.evaluate((to) => {
    window.open(`${to}/open`);
    const globals = ['konsole', 'require', 'process', 'ipcRenderer', 'electron', 'ran'];
    return {
      globals: globals.filter((name) => name in window),
      origin: self.origin,
      opener: String(window.opener),
    };
  }, address);
  expect(found).toEqual({ globals: [], origin: 'null', opener: 'null' });
  // A click is asked about with the whole address, and then opened by the system.
  await page.getByRole('link', { name: 'Read on' }).click();
  await waitFor('the link', async () => (await opened()).includes(`${address}/link`));
  const answered = await app.evaluate(
    () => (globalThis as unknown as { answered: string[] }).answered,
  );
  expect(answered).toEqual([`${address}/link`]);

  for (const place of [`${address}/away`, 'app://konsole/main-window/index.html']) {
    await page.evaluate((to) => location.assign(to), place).catch(() => undefined);
  }
  const cdp = await page.context().newCDPSession(page);
  const data = { items: [], files: ['/etc/passwd'], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await cdp.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data });
  }
  await cdp.detach();
  expect(page.url()).toBe('app://output/kontask.html');
  expect(await windowCount()).toBe(windows + 1);
  expect(reached).toEqual([]);

  // The same title, the same window.
  await callDesktop(main, 'desktop.show-output', { title: 'A plan', html: '<h1>Again</h1>' });
  await waitFor('the other text', () =>
    page.evaluate(() => document.body.textContent.includes('Again')),
  );
  expect(await windowCount()).toBe(windows + 1);
  await app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().startsWith('app://output/'),
    );
    window?.webContents.sendInputEvent({ type: 'keyDown', keyCode: 'Escape' });
  });
  await waitFor('the window to close', async () => (await windowCount()) === windows);
});

test('of outputs in windows there are eight at most', async () => {
  const windows = await windowCount();
  for (let at = 0; at < 10; at += 1) {
    const asked = { title: `Output ${at}`, html: `<p>${at}` };
    expect(await callDesktop(open.main, 'desktop.show-output', asked)).toMatchObject({ ok: true });
  }
  expect(await windowCount()).toBe(windows + 8);
  await open.app.evaluate(({ BrowserWindow }) => {
    for (const one of BrowserWindow.getAllWindows()) {
      if (one.webContents.getURL().startsWith('app://output/')) one.destroy();
    }
  });
});

test('attack 3, 4: HTML becomes a PDF without running or loading anything', async () => {
  const { main, app } = open;
  const windows = await windowCount();
  const file = join(
    await app.evaluate(({ app: one }) => one.getPath('temp')),
    `k${process.pid}.pdf`,
  );
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath });
  }, file);
  const html = hostileHtml(address)
    .filter(([name]) => !name.includes('thousand') && !name.includes('bomb'))
    .map(([, text]) => `<div>${text}</div>`)
    .join('')
    .replace(/^/, '<h1>A page to print</h1>');
  const answer = await callDesktop(main, 'desktop.save-pdf', { name: 'A page', html });
  expect(answer).toMatchObject({ ok: true, result: { path: file } });
  const bytes = await readFile(file);
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');
  expect(bytes.toString('latin1')).not.toMatch(/javascript:|\/URI/);
  expect(await windowCount()).toBe(windows);
  expect(reached).toEqual([]);

  await app.evaluate(({ dialog }) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath: '/proc/nowhere/x.pdf' });
  });
  expect(await callDesktop(main, 'desktop.save-pdf', { name: 'x', html: '<p>x' })).toMatchObject({
    ok: false,
    message: expect.stringContaining('Choose another place'),
  });
  expect(await windowCount()).toBe(windows);
});
