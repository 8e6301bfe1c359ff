/** The data folder: made private, checked, and held by one process at a time. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openHome } from '../../../main/konsole/storage/home';
import { bundleForNode } from '../bundle';

let tools = '';
let holder = '';
let folder = '';
let home = '';
const children: ChildProcess[] = [];

beforeAll(async () => {
  tools = mkdtempSync(join(tmpdir(), 'konsole-hold-'));
  holder = await bundleForNode(fileURLToPath(new URL('./hold-home.ts', import.meta.url)), tools);
});

afterAll(() => rmSync(tools, { recursive: true, force: true }));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'konsole-home-'));
  home = join(folder, 'deep', 'home');
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function hold(uid?: number): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [holder, home], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  children.push(child);
  const [said] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, said: said.toString().trim() };
}

test('a home is made with its parents, private to its owner', async () => {
  const held = await openHome(home);
  expect(statSync(home).mode & 0o777).toBe(0o700);
  expect(held.path).toBe(home);
  held.release();
});

test('a second process is told which one holds the home', async () => {
  const held = await openHome(home);
  const { said } = await hold();
  expect(said).toContain(`process ${process.pid}`);
  expect(said).toContain('KONSOLE_HOME');
  held.release();
});

test('the same process cannot hold a home twice, and can after it let go', async () => {
  const held = await openHome(home);
  await expect(openHome(home)).rejects.toMatchObject({ code: 'conflict' });
  held.release();
  held.release();
  const again = await openHome(home);
  again.release();
});

test('a home that a process let go of is free', async () => {
  const { child, said } = await hold();
  expect(said).toBe('held');
  child.stdin?.write('\n');
  if (child.stdout) await once(child.stdout, 'data');
  const held = await openHome(home);
  held.release();
});

test('attack 19: a home whose holder was killed is free at once', async () => {
  const { child, said } = await hold();
  expect(said).toBe('held');
  await expect(openHome(home)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(`process ${child.pid}`),
  });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const held = await openHome(home);
  held.release();
});

test('a file in the way is told', async () => {
  writeFileSync(join(folder, 'deep'), 'x');
  await expect(openHome(home)).rejects.toMatchObject({
    message: expect.stringContaining('a file is in the way'),
  });
  writeFileSync(join(folder, 'file'), 'x');
  await expect(openHome(join(folder, 'file'))).rejects.toMatchObject({
    message: expect.stringContaining('a file is in the way'),
  });
});

test('a folder in place of the lock is told', async () => {
  mkdirSync(join(home, 'lock.db'), { recursive: true });
  await expect(openHome(home)).rejects.toMatchObject({ code: 'internal' });
});

test('a folder that cannot be written is told', async () => {
  mkdirSync(home, { recursive: true });
  chmodSync(home, 0o555);
  // The superuser may write anywhere, so somebody else tries.
  for (const open of [folder, tools]) chmodSync(open, 0o755);
  const { said } = await hold(process.getuid?.() === 0 ? 65_534 : undefined);
  expect(said).toContain('cannot be written');
  expect(said).toContain('KONSOLE_HOME');
});
