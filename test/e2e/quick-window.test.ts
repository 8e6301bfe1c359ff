/** The quick window of one running app: pinned, under a dialog, given files, and texts from elsewhere. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WindowWithBridge } from '../../preload/contract/bridge-api';
import { callDesktop } from './support/bridge';
import { type Launched, launchKonsole } from './support/launch';
import { waitFor } from './support/wait';
import { focusedName, isRegistered, mainFacts, quickFacts } from './support/windows';
import { keyboardIn, pressKey } from './support/xdotool';

let launched: Launched;
let quick: Page;
beforeAll(async () => {
  launched = await launchKonsole({ args: ['--demo'] });
  quick = await launched.quickWindow();
  await quick.getByRole('textbox', { name: 'Ask' }).waitFor({ state: 'attached' });
  await waitFor('the main window', async () => (await mainFacts(launched)).visible);
  await waitFor('the hotkey', () => isRegistered(launched));
});
afterAll(() => launched.close());

const isFocused = () =>
  waitFor(
    'the quick window to have the keyboard',
    async () => (await quickFacts(launched)).focused,
  );
const isHidden = () => waitFor('it to hide', async () => !(await quickFacts(launched)).visible);
const asksFor = () =>
  waitFor('the focus in the question', async () => (await focusedName(quick)) === 'Ask');

async function open(): Promise<void> {
  await pressKey('ctrl+shift+space');
  await isFocused();
  await keyboardIn('Konsole Quick Turn');
}

/** As a click into the main window does. */
async function leave(): Promise<void> {
  await launched.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()
      .find((one) => one.webContents.getURL().includes('/main-window/'))
      ?.focus();
  });
  await waitFor('the main window to have it', async () => (await mainFacts(launched)).focused);
  // Electron says so as soon as it has asked; what it is taken from hears of it later.
  await waitFor('the other to be without', async () => !(await quickFacts(launched)).focused);
}

/** What was pressed before has come to the app when this resolves: keys come in their order, and this is one more. */
async function heardKeys(): Promise<void> {
  const other = 'CommandOrControl+Shift+F9';
  await launched.app.evaluate(({ globalShortcut }, keys) => {
    const here = globalThis as { pressed?: boolean };
    here.pressed = false;
    globalShortcut.register(keys, () => (here.pressed = true));
  }, other);
  await pressKey('ctrl+shift+F9');
  await waitFor('one more key', () =>
    launched.app.evaluate(() => (globalThis as { pressed?: boolean }).pressed),
  );
  await launched.app.evaluate(({ globalShortcut }, keys) => globalShortcut.unregister(keys), other);
}

test('when the focus leaves it, it goes', async () => {
  await open();
  await leave();
  await isHidden();
});

test('pinned it stays when the focus leaves it, the hotkey comes back to it, and Esc puts it away and unpins it', async () => {
  await open();
  await callDesktop(quick, 'desktop.pin-quick', { pinned: true });
  await leave();
  expect((await quickFacts(launched)).visible).toBe(true);

  await quick.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  await open();
  await asksFor();
  await pressKey('Escape');
  await isHidden();

  await open();
  await leave();
  await isHidden();
});

test('under a dialog it stays, whatever has the focus; then the question has it, and the pin is as it was', async () => {
  const file = join(launched.home, 'notes.txt');
  await writeFile(file, 'remember');
  await launched.app.evaluate(({ dialog }) => {
    const here = globalThis as { chosen?: (paths: string[]) => void };
    dialog.showOpenDialog = () =>
      new Promise((resolve) => {
        here.chosen = (filePaths) => resolve({ canceled: filePaths.length === 0, filePaths });
      });
  });
  const choose = (paths: string[]) =>
    launched.app.evaluate((_electron, all) => {
      const here = globalThis as { chosen?: ((paths: string[]) => void) | undefined };
      const { chosen } = here;
      here.chosen = undefined;
      chosen?.(all);
    }, paths);
  const isAsked = () =>
    waitFor('the dialog', () =>
      launched.app.evaluate(() => (globalThis as { chosen?: unknown }).chosen !== undefined),
    );

  await open();
  await callDesktop(quick, 'desktop.pin-quick', { pinned: true });
  const files = callDesktop(quick, 'desktop.choose-files');
  await isAsked();
  await leave();
  await pressKey('ctrl+shift+space');
  await heardKeys();
  expect((await quickFacts(launched)).visible).toBe(true);
  await choose([file, join(launched.home, 'gone.txt')]);
  const { result } = await files;
  expect(result).toMatchObject({ blobs: [{ name: 'notes.txt', bytes: 8 }] });
  expect(JSON.stringify(result)).toContain('gone.txt: this file is not there');
  await isFocused();
  await asksFor();
  await leave();
  expect((await quickFacts(launched)).visible).toBe(true);

  // Put away while a dialog is open, it goes when that has ended.
  const none = callDesktop(quick, 'desktop.choose-files');
  await isAsked();
  await callDesktop(quick, 'desktop.hide-quick');
  expect((await quickFacts(launched)).visible).toBe(true);
  await choose([]);
  expect((await none).result).toEqual({ blobs: [], problems: [] });
  await isHidden();
});

test('the clipboard and what is selected elsewhere are read on request', async () => {
  await launched.app.evaluate(async ({ clipboard }) => {
    // The types are those of the shipped Electron; the tested one has the selection in this way.
    const write = clipboard.writeText as (text: string, type?: string) => unknown;
    await write('copied');
    await write('selected', 'selection');
  });
  const read = async (from: string) =>
    (await callDesktop(quick, 'desktop.read-text', { from })).result;
  expect(await read('clipboard')).toEqual({ text: 'copied' });
  expect(await read('selection')).toEqual({ text: 'selected' });
  await launched.app.evaluate(({ clipboard }, text) => {
    void clipboard.writeText(text);
  }, 'long '.repeat(300_000));
  expect(await read('clipboard')).toMatchObject({ cut: true });
  const main = await launched.mainWindow();
  // The main window has no business with it.
  expect(
    await main.evaluate(
      () => 'desktop.read-text' in ((window as Window & WindowWithBridge).konsole?.desktop ?? {}),
    ),
  ).toBe(false);
});

test('Konsole quits though a dialog is open', async () => {
  await open();
  void callDesktop(quick, 'desktop.choose-files').catch(() => undefined);
  const gone = launched.app.waitForEvent('close');
  void launched.app.evaluate(({ app }) => app.quit()).catch(() => undefined);
  await gone;
});
