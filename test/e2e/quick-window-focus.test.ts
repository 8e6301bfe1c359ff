/** Whose the keyboard is: the question's at every press of the hotkey, and another app's again afterwards. */
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { callDesktop } from './support/bridge';
import { openOtherApp } from './support/other-app';
import { waitFor } from './support/wait';
import { isRegistered, launchBoth, mainFacts, quickFacts } from './support/windows';
import {
  currentDesktop,
  isOnScreen,
  keyboardIn,
  openWindowManager,
  pressKey,
  switchDesktop,
  typeText,
} from './support/xdotool';

const quickTitle = 'Konsole Quick Turn';

async function launch() {
  const opened = await launchBoth();
  await waitFor('the hotkey to be registered', () => isRegistered(opened.launched));
  return opened;
}

for (const manager of ['with a window manager', 'without a window manager']) {
  test(`${manager}, another app that had the keyboard has it again when the quick window goes`, async () => {
    if (manager.startsWith('with ')) {
      const openbox = await openWindowManager();
      onTestFinished(openbox.close);
    }
    const { launched, quick } = await launch();
    const other = await openOtherApp();
    onTestFinished(other.close);
    await keyboardIn('Other:');

    const ask = quick.getByRole('textbox', { name: 'Ask' });
    for (const way of ['Escape', 'ctrl+shift+space']) {
      await pressKey('ctrl+shift+space');
      await keyboardIn(quickTitle);
      await typeText('q');
      await waitFor('the question', async () => (await ask.inputValue()).endsWith('q'));
      await pressKey(way);
      await waitFor('it to hide', async () => !(await quickFacts(launched)).visible);
      // Hidden, it asks the X server before it gives the keyboard back; what is typed in between goes to the root.
      await keyboardIn(way === 'Escape' ? 'Other:' : 'Other: x');
      await typeText('x');
      await keyboardIn(way === 'Escape' ? 'Other: x' : 'Other: xx');
    }
    expect((await mainFacts(launched)).focused).toBe(false);
  });
}

test('of 200 presses of the hotkey none is lost, and what is typed after each opening is in the question', async () => {
  const openbox = await openWindowManager();
  onTestFinished(openbox.close);
  const { launched, quick } = await launch();
  // On another desktop too: it comes to where the person is.
  const half = 50;
  let typed = '';
  for (let n = 0; n < 2 * half; n += 1) {
    if (n === half) await switchDesktop(1);
    await pressKey('ctrl+shift+space');
    expect(await settled(quick, typed)).toBe('Ask');
    await keyboardIn(quickTitle);
    const sign = String.fromCharCode(97 + (n % 26));
    typed += sign;
    await pressKey(sign);
    expect(await settled(quick, typed)).toBe('Ask');
    await pressKey('ctrl+shift+space');
    await waitFor(`it to hide, ${n}`, async () => !(await quickFacts(launched)).visible, 5000);
  }
  expect(await currentDesktop()).toBe(1);
  expect((await quickFacts(launched)).visible).toBe(false);
});

/** The name of what has the focus, once the page has the keyboard and the question says `words`. */
const settled = (quick: Page, words: string) =>
  quick.evaluate(
    (wanted) =>
      new Promise<string>((resolve, reject) => {
        const late = Date.now() + 10_000;
        const look = () => {
          const box = document.querySelector<HTMLTextAreaElement>('[aria-label=Ask]');
          const visible = document.visibilityState === 'visible' && document.hasFocus();
          if (visible && box?.value === wanted) {
            resolve(document.activeElement?.getAttribute('aria-label') ?? '');
          } else if (Date.now() > late) {
            reject(new Error(`Visible: ${String(visible)}, in the question: ${box?.value}`));
          } else setTimeout(look, 5);
        };
        look();
      }),
    words,
  );

test('pinned it is on every desktop of the window manager, and the hotkey takes the keyboard to it', async () => {
  const openbox = await openWindowManager();
  onTestFinished(openbox.close);
  const { launched, main, quick } = await launch();
  await pressKey('ctrl+shift+space');
  await keyboardIn(quickTitle);
  await callDesktop(quick, 'desktop.pin-quick', { pinned: true });
  expect(await isOnScreen(quickTitle)).toBe(true);
  // A window manager begins on the desktop on which the last one ended.
  const here = await currentDesktop();
  await switchDesktop(here === 0 ? 1 : 0);
  await waitFor('the main window to stay behind', async () => !(await isOnScreen('Konsole')));
  expect(await isOnScreen(quickTitle)).toBe(true);
  await switchDesktop(here);
  await waitFor('the main window', () => isOnScreen('Konsole'));

  await launched.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()
      .find((one) => one.webContents.getURL().includes('/main-window/'))
      ?.focus();
  });
  await keyboardIn('Konsole');
  await waitFor('it to be without', async () => !(await quickFacts(launched)).focused);
  await main.getByRole('textbox', { name: 'Message' }).focus();
  expect((await quickFacts(launched)).visible).toBe(true);
  await pressKey('ctrl+shift+space');
  await waitFor('the quick window', async () => (await quickFacts(launched)).focused);
  expect(await settled(quick, '')).toBe('Ask');
});
