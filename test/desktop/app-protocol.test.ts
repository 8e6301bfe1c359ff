import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAppHandler } from '../../main/desktop/app-protocol';
import { troubleAddress } from '../../main/desktop/trouble-page';

let folder: string;
let ask: (address: string, method?: string) => Promise<Response>;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'konsole-pages-'));
  await mkdir(path.join(folder, 'pages/main-window'), { recursive: true });
  await mkdir(path.join(folder, 'pages-private'));
  await writeFile(path.join(folder, 'pages/main-window/index.html'), '<!doctype html>hello');
  await writeFile(path.join(folder, 'secret.json'), '"secret"');
  await writeFile(path.join(folder, 'pages-private/key.json'), '"secret"');
  await mkdir(path.join(folder, 'output'));
  await mkdir(path.join(folder, 'output-private'));
  await writeFile(path.join(folder, 'output/diagram.html'), '<!doctype html>frame');
  await writeFile(path.join(folder, 'output-private/key.json'), '"secret"');
  await symlink(path.join(folder, 'secret.json'), path.join(folder, 'output/link.json'));
  await symlink(path.join(folder, 'secret.json'), path.join(folder, 'pages/link.json'));
  await symlink(path.join(folder, 'pages-private'), path.join(folder, 'pages/private'));
  const handler = createAppHandler(path.join(folder, 'pages'));
  ask = (address, method = 'GET') => handler(new Request(address, { method }));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('a page comes with the CSP and the other security headers', async () => {
  const response = await ask('app://konsole/main-window/index.html');
  expect(await response.text()).toBe('<!doctype html>hello');
  expect(response.headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
      "font-src 'self'; connect-src 'self'; manifest-src 'self'; frame-src app://output; " +
      "base-uri 'none'; form-action 'none'",
  );
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('referrer-policy')).toBe('no-referrer');
  // It would make Chromium throw the window's first process away: see page-headers.ts.
  expect(response.headers.has('cross-origin-opener-policy')).toBe(false);
});

test('attack 11: a symlink that leads out of the folder is refused, for a file and for a folder', async () => {
  for (const way of ['link.json', 'private/key.json']) {
    const response = await ask(`app://konsole/${way}`);
    expect(response.status, way).toBe(403);
    expect(await response.text()).not.toContain('secret');
  }
});

test('a frame of the second origin comes sandboxed, with a policy that knows no network', async () => {
  const response = await ask('app://output/diagram.html');
  expect(await response.text()).toBe('<!doctype html>frame');
  expect(response.headers.get('content-security-policy')).toBe(
    "default-src 'none'; script-src app://output/diagram.js; style-src 'unsafe-inline'; img-src data:; " +
      "base-uri 'none'; form-action 'none'; frame-ancestors app://konsole; sandbox allow-scripts",
  );
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

test('attack 11: each origin gives out its own files only, and none from outside of its folder', async () => {
  for (const address of [
    'app://output/main-window/index.html',
    'app://konsole/diagram.html',
    'app://konsole/output/diagram.html',
    'app://konsole/../output/diagram.html',
    'app://output/..%2fpages/main-window/index.html',
    'app://output/%2e%2e/pages/main-window/index.html',
    'app://output/%252e%252e/secret.json',
    'app://output/..%5csecret.json',
    'app://output/../output-private/key.json',
    'app://output/diagram.html%00.json',
    'app://output/link.json',
    'app://output-private/key.json',
  ]) {
    const response = await ask(address);
    expect([400, 403, 404], address).toContain(response.status);
    expect(await response.text()).not.toMatch(/secret|hello|frame/);
  }
});

test('a missing file is 404 and a refusal has the headers too', async () => {
  const response = await ask('app://konsole/main-window/none.js');
  expect(response.status).toBe(404);
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('nothing but GET and HEAD is answered', async () => {
  expect((await ask('app://konsole/main-window/index.html', 'POST')).status).toBe(405);
});

test('the trouble page says what happened and what to do, as text and never as markup', async () => {
  const address = troubleAddress({
    title: 'Konsole cannot open',
    message: '<img src=x onerror=alert(1)> "quoted"',
    next: 'Free some space & start again.',
  });
  const body = await (await ask(address)).text();
  expect(body).not.toContain('<img');
  expect(body).toContain('&#60;img src=x');
  expect(body).toContain('Free some space &#38; start again.');
});

test('a picture that was given is shown inert and under its own type, and nothing else is', async () => {
  const bytes = new Uint8Array([0x89, 1, 2]);
  const handler = createAppHandler(path.join(folder, 'pages'), async (id) =>
    id === 'abcdefgh12' ? { type: 'image/png', bytes } : undefined,
  );
  const shown = await handler(new Request('app://konsole/blobs/abcdefgh12'));
  expect(shown.headers.get('content-type')).toBe('image/png');
  expect(shown.headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
  expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
  expect(new Uint8Array(await shown.arrayBuffer())).toEqual(bytes);
  expect((await handler(new Request('app://konsole/blobs/another0012'))).status).toBe(404);
});

test('attack 11: no way through blobs leads to another file', async () => {
  const asked: string[] = [];
  const handler = createAppHandler(path.join(folder, 'pages'), async (id) => {
    asked.push(id);
    return undefined;
  });
  for (const way of [
    '%2e%2e/secret.json',
    'abcdefgh12.json',
    'ABCDEFGH12',
    'abcdefgh%00',
    '..\\secret',
    'a',
  ]) {
    const response = await handler(new Request(`app://konsole/blobs/${way}`));
    expect(response.status, way).toBeGreaterThanOrEqual(400);
  }
  expect(asked).toEqual([]);
});
