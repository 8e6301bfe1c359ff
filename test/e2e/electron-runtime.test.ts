/** The Electron that tests run on: does it open an app as the stock one does? */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { launchKonsole } from './support/launch';
import { waitFor } from './support/wait';
import { pressKey } from './support/xdotool';

async function launchTinyApp(args: string[] = []) {
  const app = join(import.meta.dirname, 'fixtures', 'tiny-app');
  const launched = await launchKonsole({ app, args });
  onTestFinished(launched.close);
  return launched;
}

test('the runtime opens an app by its folder and tells it who it is', async () => {
  const { app, windowAt, home } = await launchTinyApp(['--a-switch', 'a-word']);
  const page = await windowAt('data:text/html');
  expect(await page.textContent('h1')).toBe('Hello');
  const facts = await app.evaluate(({ app: electron }) => ({
    name: electron.getName(),
    version: electron.getVersion(),
    path: electron.getAppPath(),
    packaged: electron.isPackaged,
    home: electron.getPath('userData'),
    isDefaultApp: process.defaultApp,
    args: process.argv.slice(2),
  }));
  expect(facts).toEqual({
    name: 'Tiny app',
    version: '1.2.3',
    path: join(import.meta.dirname, 'fixtures', 'tiny-app'),
    packaged: false,
    home,
    isDefaultApp: true,
    args: ['--a-switch', 'a-word'],
  });
});

test('a real key press reaches a global hotkey', async () => {
  const { app, windowAt } = await launchTinyApp();
  await windowAt('data:text/html');
  const came = () =>
    app.evaluate(() => (globalThis as { hotkeyCame?: boolean }).hotkeyCame === true);
  await waitFor('the hotkey to be taken', () =>
    app.evaluate(({ globalShortcut }) => globalShortcut.isRegistered('Control+Shift+Space')),
  );
  await pressKey('ctrl+shift+space');
  await waitFor('the hotkey', came);
});

test('no key of this machine reaches the app', async () => {
  process.env.ANTHROPIC_API_KEY = 'sk-not-for-the-app';
  onTestFinished(() => {
    delete process.env.ANTHROPIC_API_KEY;
  });
  const { app } = await launchTinyApp();
  const names = await app.evaluate(() => Object.keys(process.env));
  expect(names).not.toContain('ANTHROPIC_API_KEY');
  expect(names).toContain('KONSOLE_HOME');
});

test('what a test run builds is what people get: the pages have no development code in them', async () => {
  const assets = join(import.meta.dirname, '..', '..', 'dist', 'renderer', 'assets');
  const scripts = (await readdir(assets)).filter((name) => name.endsWith('.js'));
  const texts = await Promise.all(scripts.map((name) => readFile(join(assets, name), 'utf8')));
  expect(texts.some((text) => text.includes('createRoot'))).toBe(true);
  // Functions that only React's development build has.
  for (const text of texts) expect(text).not.toMatch(/jsxDEV|react_stack_bottom_frame/);
});
