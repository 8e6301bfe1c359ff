import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, type House, openHouse } from './house';

let folder: string;
let house: House;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'p-'));
  const pages = join(folder, 'pages');
  mkdirSync(join(folder, 'output'));
  writeFileSync(join(folder, 'output', 'diagram.html'), '<!doctype html>frame');
  for (const name of ['pages/main-window', 'pages/assets', 'pages-private']) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  writeFileSync(join(pages, 'main-window', 'index.html'), '<!doctype html>the page');
  writeFileSync(join(pages, 'assets', 'main-B4x_-9.js'), 'export {}');
  writeFileSync(join(pages, 'assets', 'main-B4x_-9.js.map'), '{}');
  writeFileSync(join(folder, 'secret.js'), 'secret');
  writeFileSync(join(folder, 'pages-private', 'secret.js'), 'secret');
  symlinkSync(join(folder, 'secret.js'), join(pages, 'assets', 'link.js'));
  symlinkSync(join(folder, 'pages-private'), join(pages, 'assets', 'private'));
  house = await openHouse({ pages });
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, more = {}) => ask(house, { path, token: undefined, ...more });

test('the page at / needs no token and carries the policy of the app, framed by nobody', async () => {
  const heard = await get('/');
  expect([heard.status, heard.text]).toEqual([200, '<!doctype html>the page']);
  const policy = heard.headers['content-security-policy'];
  for (const part of [
    "default-src 'none'",
    "script-src 'self'",
    "connect-src 'self'",
    "form-action 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ]) {
    expect(policy).toContain(part);
  }
  expect(policy).toContain("frame-src 'self'");
  expect(policy).not.toMatch(/unsafe|\*/);
  expect(heard.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cache-control': 'no-store',
  });
});

test('the frame that draws a diagram is sandboxed and without network, whoever asks for it', async () => {
  const heard = await get('/output/diagram.html');
  expect([heard.status, heard.text]).toEqual([200, '<!doctype html>frame']);
  expect(heard.headers['content-security-policy']).toBe(
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:; " +
      "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts",
  );
  for (const way of [
    '../secret.js',
    '%2e%2e/secret.js',
    '..%2fsecret.js',
    'main-window/index.html',
  ]) {
    expect([400, 403, 404], way).toContain((await get(`/output/${way}`)).status);
  }
});

test('what the page loads comes with its type and the same headers', async () => {
  const heard = await get('/assets/main-B4x_-9.js?v=1');
  expect([heard.status, heard.text]).toEqual([200, 'export {}']);
  expect(heard.headers['content-type']).toBe('text/javascript; charset=utf-8');
  expect(heard.headers['x-content-type-options']).toBe('nosniff');
  const head = await get('/assets/main-B4x_-9.js', { method: 'HEAD' });
  expect([head.status, head.text]).toEqual([200, '']);
});

test('the icon that browsers ask for unbidden is not there, and nobody is suspected for it', async () => {
  const before = house.logs.length;
  expect((await get('/favicon.ico')).status).toBe(204);
  expect(house.logs).toHaveLength(before);
});

test('attack 11: no spelling of a way out of the assets is served over HTTP', async () => {
  for (const path of [
    '/assets/../../secret.js',
    '/assets/%2e%2e/%2e%2e/secret.js',
    '/assets/..%2f..%2fsecret.js',
    '/assets/%252e%252e/secret.js',
    '/assets/..%5c..%5csecret.js',
    '/assets/..\\..\\secret.js',
    '/assets/a.js%00.html',
    '/assets//etc/passwd.json',
    '/assets/.hidden.js',
    '/assets/./main-B4x_-9.js',
    '/assets/../main-window/index.html',
  ]) {
    const heard = await get(path);
    expect([path, heard.status]).toEqual([path, 403]);
    expect(heard.text).not.toContain('secret');
  }
  expect(JSON.stringify(house.logs)).toContain('/assets/..');
});

test('attack 11: a symlink that leads out of the pages is not followed', async () => {
  expect((await get('/assets/link.js')).status).toBe(403);
  expect((await get('/assets/private/secret.js')).status).toBe(403);
});

test('attack 11: nothing but the page and its assets is there without a token', async () => {
  expect((await get('/assets/main-B4x_-9.js.map')).status).toBe(404);
  expect((await get('/assets/gone.js')).status).toBe(404);
  for (const path of ['/main-window/index.html', '/assets', '/x/../assets/main-B4x_-9.js', '/./']) {
    expect([path, (await get(path)).status]).toEqual([path, 401]);
  }
  expect((await get('/', { method: 'POST' })).status).toBe(401);
});

test('attack 9: a rebinding Host gets neither the page nor what it loads', async () => {
  for (const path of ['/', '/pair', '/assets/main-B4x_-9.js']) {
    expect((await get(path, { headers: { host: 'evil.example' } })).status).toBe(403);
  }
});

test('a page that is not built is said in a note, without any script', async () => {
  const bare = await openHouse({ pages: join(folder, 'nowhere') });
  const heard = await ask(bare, { path: '/', token: undefined });
  expect(heard.status).toBe(200);
  expect(heard.headers['content-security-policy']).toContain("default-src 'none'");
  expect(heard.text).not.toMatch(/<script|<style|style=/);
  await bare.close();
});
