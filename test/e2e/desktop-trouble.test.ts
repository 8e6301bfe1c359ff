/** Bad starts: each says what happened and what to do, on the page and on stderr, and loses nothing. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { callDesktop } from './support/bridge';
import { removeFolder } from './support/folder';
import { launchKonsole } from './support/launch';
import { startPlainly } from './support/second-start';
import { waitFor } from './support/wait';

async function folder(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), 'konsole-trouble-'));
  onTestFinished(() => removeFolder(made));
  return made;
}

async function troubleOf(home: string) {
  const launched = await launchKonsole({ home });
  onTestFinished(launched.close);
  const page = await launched.windowAt('/trouble?');
  const text = (await page.getByRole('alert').textContent()) ?? '';
  return { text, app: launched.app };
}

test('a file in the place of the data folder is said, with a way out', async () => {
  const home = join(await folder(), 'home');
  await writeFile(home, 'in the way');
  const { text } = await troubleOf(home);
  expect(text).toContain(home);
  expect(text).toMatch(/KONSOLE_HOME|--home/);
  const plain = startPlainly(home);
  onTestFinished(() => plain.kill('SIGKILL'));
  await waitFor('stderr', () => Promise.resolve(plain.output().includes('KONSOLE_HOME')));
  expect(await readFile(home, 'utf8')).toBe('in the way');
});

test('a home that another process holds is left to it, and that process is named', async () => {
  const home = await folder();
  const serve = join(import.meta.dirname, '../../dist/main/serve.cjs');
  const env = { PATH: process.env.PATH ?? '', HOME: home };
  const child = spawn(process.execPath, [serve, '--home', home, '--demo'], { env });
  onTestFinished(() => void child.kill('SIGKILL'));
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const { text, app } = await troubleOf(home);
  expect(text).toContain(`process ${child.pid}`);
  expect(child.exitCode).toBeNull();

  // Another start shows the same again, and no window that nothing could answer.
  for (const args of [[], ['--quick']]) {
    expect(await startPlainly(home, args).exited).toBe(0);
    const addresses = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((one) => one.webContents.getURL()),
    );
    expect(addresses).toEqual([expect.stringContaining('/trouble?')]);
  }
});

test('a damaged settings.json opens with its defaults and says what was wrong', async () => {
  const home = await folder();
  await writeFile(join(home, 'settings.json'), '{"hotkey": 5, "theme": "pink"');
  const launched = await launchKonsole({ home, args: ['--demo'] });
  onTestFinished(launched.close);
  const main = await launched.mainWindow();
  await main.getByRole('textbox', { name: 'Message' }).waitFor();
  const said = main.getByRole('list', { name: 'Notices' }).getByText(/settings\.json/);
  await said.waitFor();
  expect(await readFile(join(home, 'settings.json'), 'utf8')).toContain('"pink"');
});

test('a hotkey that another app holds is told as taken, with a next step', async () => {
  const first = await launchKonsole({ args: ['--demo'] });
  onTestFinished(first.close);
  const hotkeyOf = async (launched: typeof first) => {
    const { result } = await callDesktop(await launched.mainWindow(), 'desktop.info');
    return result?.hotkey as { state: string; message?: string };
  };
  await waitFor('the first to have it', async () => (await hotkeyOf(first)).state === 'registered');
  const second = await launchKonsole({ args: ['--demo'] });
  onTestFinished(second.close);
  await waitFor('the second to know', async () => (await hotkeyOf(second)).state === 'taken');
  expect((await hotkeyOf(second)).message).toMatch(/taken by another app.*Choose another/);
});

test('without a display it says so and ends with code 1', async () => {
  const started = startPlainly(await folder(), [], { env: { DISPLAY: '' } });
  expect(await started.exited).toBe(1);
  expect(started.output()).toContain('There is no display here');
  expect(started.output()).toContain('npm run serve');
});

test('a switch without its value is refused before anything opens', async () => {
  const started = startPlainly(await folder(), ['--port', 'many']);
  expect(await started.exited).toBe(1);
  expect(started.output()).toContain('--port must be a number');
});
