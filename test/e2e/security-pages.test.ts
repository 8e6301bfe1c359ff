/** The attack list of docs/security.md on the real Electron: what a page can load, open, leave for or ask. */
import { createSocket } from 'node:dgram';
import { type AddressInfo, createServer } from 'node:net';
import type { ElectronApplication } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { callDesktop } from './support/bridge';
import { openUnderAttack, type UnderAttack } from './support/under-attack';

let open: UnderAttack;

beforeAll(async () => {
  open = await openUnderAttack();
});

afterAll(() => open.close());

const windowCount = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

test('attack 11: app:// gives out nothing but the pages, from a page and from the network layer', async () => {
  const { app, main } = open;
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
  const { app, main, outside, reached } = open;
  const before = main.url();
  const windows = await windowCount(app);
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
  expect(await windowCount(app)).toBe(windows);
  expect(reached).toEqual([]);
});

test('attack 12: a file dropped on the window does not become its page', async () => {
  const { app, main } = open;
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

test('attack 3: images, fetches, beacons and sockets of a page reach nobody', async () => {
  const { main, outside, reached } = open;
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

test('attack 3: WebRTC of a page reaches nobody, by UDP or by TCP', async () => {
  const { main } = open;
  const heard: string[] = [];
  const udp = createSocket('udp4').on('message', () => heard.push('udp'));
  const tcp = createServer(() => heard.push('tcp'));
  onTestFinished(() => {
    udp.close();
    tcp.close();
  });
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const ports = { udp: udp.address().port, tcp: (tcp.address() as AddressInfo).port };
  await main.evaluate(async (at) => {
    const account = { username: 'u', credential: 'c' };
    const connection = new RTCPeerConnection({
      iceServers: [
        { urls: `stun:127.0.0.1:${at.udp}` },
        { urls: `turn:127.0.0.1:${at.udp}?transport=udp`, ...account },
        { urls: `turn:127.0.0.1:${at.tcp}?transport=tcp`, ...account },
      ],
    });
    connection.createDataChannel('out');
    await connection.setLocalDescription(await connection.createOffer());
    await new Promise((resolve) => setTimeout(resolve, 1500));
    connection.close();
  }, ports);
  expect(heard).toEqual([]);
});

test('attack 2: no page can have a foreign scheme opened', async () => {
  const { main, quick } = open;
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
  const { main } = open;
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
