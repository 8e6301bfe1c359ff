/** The packed app, tried from outside: its fuses are set, so no debugger can drive it. */
import type { ChildProcess } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { removeFolder } from './support/folder';
import { waitFor } from './support/wait';

const run = promisify(execFile);
/** How a fuse is written in the binary: the characters 0 and 1 (@electron/fuses, constants). */
const off = 48;
const on = 49;

const repo = join(import.meta.dirname, '..', '..');
let folder: string;
let binary: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'konsole-packed-'));
  const script = join(repo, 'scripts', 'package.mjs');
  await run(process.execPath, [script, '--out', folder], { cwd: repo });
  binary = join(folder, 'linux-unpacked', 'vibe-konsole');
}, 180_000);

afterAll(() => removeFolder(folder));

interface Started {
  child: ChildProcess;
  home: string;
  /** What it wrote so far. */
  text(): string;
}

/** Starts the packed app with a data folder of its own; it is ended after the test. */
async function start(env: Record<string, string>, args: string[]): Promise<Started> {
  const home = await mkdtemp(join(tmpdir(), 'konsole-home-'));
  const child = spawn(binary, ['--no-sandbox', '--demo', ...args], {
    env: { ...process.env, KONSOLE_HOME: home, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const keep = (chunk: Buffer) => {
    text += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const gone = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await gone;
    await removeFolder(home);
  });
  return { child, home, text: () => text };
}

/** Waits for a window of this very process. */
function opened({ child, text }: Started): Promise<boolean> {
  const search = ['search', '--pid', String(child.pid), '--name', '^Konsole$'];
  return waitFor('the main window of the packed app', async () => {
    if (child.exitCode !== null) throw new Error(`The packed app ended.\n${text()}`);
    return run('xdotool', search).then(
      ({ stdout }) => stdout.trim() !== '',
      () => false,
    );
  });
}

test('attack 20: every fuse of the packed app reads back as it should ship', async () => {
  const fuses = await getCurrentFuseWire(binary);
  expect({
    runAsNode: fuses[FuseV1Options.RunAsNode],
    nodeOptions: fuses[FuseV1Options.EnableNodeOptionsEnvironmentVariable],
    inspect: fuses[FuseV1Options.EnableNodeCliInspectArguments],
    cookies: fuses[FuseV1Options.EnableCookieEncryption],
    integrity: fuses[FuseV1Options.EnableEmbeddedAsarIntegrityValidation],
    onlyAsar: fuses[FuseV1Options.OnlyLoadAppFromAsar],
    filePrivileges: fuses[FuseV1Options.GrantFileProtocolExtraPrivileges],
  }).toEqual({
    runAsNode: off,
    nodeOptions: off,
    inspect: off,
    cookies: on,
    integrity: on,
    onlyAsar: on,
    filePrivileges: off,
  });
});

test('attack 20: the packed app opens its window and ignores NODE_OPTIONS and --inspect', async () => {
  const mark = join(folder, 'node-options-ran');
  const evil = join(folder, 'evil.cjs');
  await writeFile(evil, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '');`);
  const started = await start({ NODE_OPTIONS: `--require ${evil}` }, ['--inspect=0']);
  expect(await opened(started)).toBe(true);
  expect(existsSync(mark)).toBe(false);
  expect(started.text()).not.toContain('Debugger listening');
});

test('attack 20: ELECTRON_RUN_AS_NODE runs no script in the packed app, it opens as ever', async () => {
  const mark = join(folder, 'ran-as-node');
  const script = join(folder, 'script.cjs');
  await writeFile(script, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '');`);
  const started = await start({ ELECTRON_RUN_AS_NODE: '1' }, [script]);
  expect(await opened(started)).toBe(true);
  expect(existsSync(mark)).toBe(false);
});

test('the packed app runs a command of the terminal without a display, and opens nothing for it', async () => {
  const home = join(folder, 'no-home');
  const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ...env } = process.env;
  const options = { env: { ...env, KONSOLE_HOME: home } };
  const help = await run(binary, ['--no-sandbox', 'ask', '--help'], options);
  expect(help.stdout).toContain('Usage: vibe-konsole ask');
  const asked = run(binary, ['--no-sandbox', 'ask', 'x'], options);
  await expect(asked).rejects.toMatchObject({
    code: 3,
    stdout: '',
    stderr: expect.stringContaining('was never started with the data folder'),
  });
  expect(existsSync(home)).toBe(false);
});
