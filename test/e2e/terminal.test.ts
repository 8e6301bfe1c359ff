/** The commands of the terminal through the app's own executable, and against the app that runs. */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { removeFolder } from './support/folder';
import { startPlainly } from './support/second-start';
import { waitFor } from './support/wait';

const repo = join(import.meta.dirname, '..', '..');

/** As a shell starts it on a machine without a display. */
function runHere(home: string, argv: readonly string[]) {
  const { PATH = '', HOME = '', ELECTRON_OVERRIDE_DIST_PATH: dist = '' } = process.env;
  const child = spawn(join(dist, 'electron'), ['--no-sandbox', repo, ...argv], {
    cwd: repo,
    env: { PATH, HOME, KONSOLE_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += chunk));
  child.stderr.on('data', (chunk) => (err += chunk));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  onTestFinished(() => void child.kill('SIGKILL'));
  return { child, out: () => out, err: () => err, ended };
}

async function newHome(): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'konsole-cli-'));
  onTestFinished(() => removeFolder(home));
  return home;
}

test('ask, tail and sessions reach the app that runs, and need no display themselves', async () => {
  const home = await newHome();
  const app = startPlainly(home, ['--demo']);
  onTestFinished(async () => {
    app.kill('SIGTERM');
    await app.exited;
  });
  await waitFor('the socket', () =>
    stat(join(home, 'konsole.sock')).then(
      () => true,
      () => false,
    ),
  );

  const asked = runHere(home, ['ask', '--json', 'From a terminal?']);
  expect(await asked.ended, asked.err()).toBe(0);
  const lines = asked
    .out()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const { session, text } = lines.at(-1);
  expect(lines.at(-1)).toMatchObject({ type: 'result', status: 'completed' });
  expect(text).toContain('You asked: “From a terminal?”');

  const list = runHere(home, ['sessions']);
  expect(await list.ended).toBe(0);
  expect(list.out()).toContain('From a terminal?');

  const tail = runHere(home, ['tail', session.slice(0, 8)]);
  await waitFor('the turn on stdout', async () => tail.out().includes('— completed'));
  tail.child.kill('SIGINT');
  expect(await tail.ended).toBe(130);
  expect(tail.out()).toContain(text.split('\n')[0]);
});

test('without a running Konsole a command says so, opens nothing and makes no data folder', async () => {
  const home = join(await newHome(), 'none');
  const asked = runHere(home, ['ask', 'x']);
  expect(await asked.ended).toBe(3);
  expect(asked.out()).toBe('');
  expect(asked.err()).toContain('was never started with the data folder');
  await expect(readdir(home)).rejects.toThrow('ENOENT');
});
