/** Both windows on the real Electron: the hotkey, the focus, hiding, a second start, a page that dies. */
import { setTimeout as wait } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { askMainPage, callCommand, callDesktop } from './support/bridge';
import type { LaunchOptions } from './support/launch';
import { openRepeatingDisplay } from './support/repeating-display';
import { startPlainly } from './support/second-start';
import { waitFor } from './support/wait';
import { focusedName, isRegistered, launchBoth, mainFacts, quickFacts } from './support/windows';
import {
  focusedTitle,
  holdKeys,
  keyboardIn,
  openWindowManager,
  pressKey,
  typeText,
} from './support/xdotool';

const quickTitle = 'Konsole Quick Turn';

async function launch(options: LaunchOptions = {}) {
  const opened = await launchBoth(options);
  await waitFor('the hotkey to be registered', () => isRegistered(opened.launched));
  return opened;
}

for (const manager of ['with a window manager', 'without a window manager']) {
  test(`${manager}, a real key press opens the quick window with the focus in the question, and Esc gives it back`, async () => {
    if (manager.startsWith('with ')) {
      const openbox = await openWindowManager();
      onTestFinished(openbox.close);
    }
    const { launched, main, quick } = await launch();
    await main.getByRole('textbox', { name: 'Message' }).click();
    expect(await quickFacts(launched)).toMatchObject({ visible: false });

    await pressKey('ctrl+shift+space');
    await keyboardIn(quickTitle);
    await waitFor('the focus', async () => (await focusedName(quick)) === 'Ask');
    await typeText('why');
    const ask = quick.getByRole('textbox', { name: 'Ask' });
    await waitFor('what was typed', async () => (await ask.inputValue()) === 'why');
    const { bounds } = await quickFacts(launched);
    expect(bounds.y).toBeLessThan(1000 / 3);

    await pressKey('Escape');
    await waitFor('it to hide', async () => !(await quickFacts(launched)).visible);
    // A moment later: keys that are pressed before it go nowhere.
    await keyboardIn('Konsole');
    await typeText('back');
    const message = main.getByRole('textbox', { name: 'Message' });
    await waitFor('what was typed', async () => (await message.inputValue()) === 'back');
  });
}

test('the hotkey opens the quick window alone: a minimized main window stays where it is', async () => {
  const openbox = await openWindowManager();
  onTestFinished(openbox.close);
  const { launched } = await launch();
  const minimized = () =>
    launched.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().some((one) => one.isMinimized()),
    );
  await launched.app.evaluate(({ BrowserWindow }) => {
    for (const one of BrowserWindow.getAllWindows()) if (one.isVisible()) one.minimize();
  });
  await waitFor('the main window to be minimized', minimized);
  await pressKey('ctrl+shift+space');
  await keyboardIn(quickTitle);
  expect(await minimized()).toBe(true);
  await pressKey('Escape');
  await waitFor('it to hide', async () => !(await quickFacts(launched)).visible);
  expect(await minimized()).toBe(true);
});

test('the hotkey pressed again puts the quick window away', async () => {
  const { launched } = await launch();
  await pressKey('ctrl+shift+space');
  await keyboardIn(quickTitle);
  await pressKey('ctrl+shift+space');
  await waitFor('it to hide', async () => !(await quickFacts(launched)).visible);
});

test('a hotkey that is held is one press: the quick window stays', async () => {
  const display = await openRepeatingDisplay();
  onTestFinished(display.close);
  const { launched, quick } = await launch();
  const held = await holdKeys(['ctrl', 'shift', 'space']);
  await keyboardIn(quickTitle);
  // Meanwhile the X server says the key some forty times.
  await wait(1_000);
  expect(await quickFacts(launched)).toMatchObject({ visible: true, focused: true });
  await held.letGo();
  await pressKey('a');
  const ask = quick.getByRole('textbox', { name: 'Ask' });
  await waitFor('what was typed', async () => (await ask.inputValue()).startsWith('a'));
  await pressKey('ctrl+shift+space');
  await waitFor('it to hide', async () => !(await quickFacts(launched)).visible);
});

test('the quick window grows with its content and stays within the work area', async () => {
  const { launched, quick } = await launch();
  await pressKey('ctrl+shift+space');
  await keyboardIn(quickTitle);
  await callDesktop(quick, 'desktop.resize-quick', { height: 3900 });
  await waitFor('it to grow', async () => (await quickFacts(launched)).bounds.height > 500);
  const { bounds } = await quickFacts(launched);
  expect(bounds.y + bounds.height).toBeLessThanOrEqual(1000);
});

test('a second start shows the running app and ends; with --quick it opens the question', async () => {
  const { launched } = await launch();
  await launched.app.evaluate(({ BrowserWindow }) => {
    for (const one of BrowserWindow.getAllWindows()) one.hide();
  });
  const quickly = startPlainly(launched.home, ['--quick']);
  expect(await quickly.exited).toBe(0);
  await waitFor('the quick window', async () => (await quickFacts(launched)).visible);
  expect((await mainFacts(launched)).visible).toBe(false);

  const again = startPlainly(launched.home);
  expect(await again.exited).toBe(0);
  expect(again.output()).toContain('already running');
  await waitFor('the main window', async () => (await mainFacts(launched)).visible);
});

test('attack 10: a second start with hostile arguments and folder changes nothing but what is in front', async () => {
  const { launched, main } = await launch();
  const before = main.url();
  const hostile = startPlainly(
    launched.home,
    [
      '--workspace',
      '/etc',
      'file:///etc/passwd',
      '--remote-debugging-port=0',
      '--',
      'konsole://run?cmd=id',
    ],
    { cwd: '/' },
  );
  await hostile.exited;
  await waitFor('the main window', async () => (await mainFacts(launched)).visible);
  expect(main.url()).toBe(before);
  const settings = JSON.stringify(await callCommand(main, 'settings.get'));
  expect(settings).not.toContain('/etc');
});

test('attack 18: a main window whose page is killed comes back by itself and says so', async () => {
  const { launched } = await launch();
  await launched.app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().includes('/main-window/'),
    );
    window?.webContents.forcefullyCrashRenderer();
  });
  // Not through the page object: it has seen its page crash and trusts it no more.
  const ask = (script: string) => askMainPage(launched, script);
  const info = 'konsole.desktop["desktop.info"]({}).then(JSON.stringify)';
  await waitFor('the page to say so', async () => (await ask(info)).includes('was started again'));
  const composer = 'document.querySelector("[aria-label=Message]") !== null';
  await waitFor('the composer', async () => (await ask(composer)) === 'true');
});

test('a quick window whose page is killed while it is open does not stand there empty', async () => {
  const { launched } = await launch();
  await pressKey('ctrl+shift+space');
  await keyboardIn(quickTitle);
  await launched.app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().includes('/quick-window/'),
    );
    window?.webContents.forcefullyCrashRenderer();
  });
  await waitFor('it to hide', async () => !(await quickFacts(launched)).visible);
  await waitFor('its page', () =>
    launched.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().every(
        (one) => !one.webContents.isCrashed() && !one.webContents.isLoading(),
      ),
    ),
  );
  await pressKey('ctrl+shift+space');
  await waitFor('the quick window again', async () => (await quickFacts(launched)).focused);
});

test('the window comes back where it was', async () => {
  const first = await launch();
  const { home } = first.launched;
  const wanted = { x: 200, y: 120, width: 900, height: 700 };
  await first.launched.app.evaluate(({ BrowserWindow }, bounds) => {
    BrowserWindow.getAllWindows()
      .find((one) => one.isVisible())
      ?.setBounds(bounds);
  }, wanted);
  await waitFor('the move', async () => (await mainFacts(first.launched)).bounds.width === 900);
  const closed = first.launched.app.waitForEvent('close');
  void first.launched.app.evaluate(({ app }) => app.quit()).catch(() => undefined);
  await closed;

  const second = await launch({ home });
  expect((await mainFacts(second.launched)).bounds).toEqual(wanted);
});

test('without a tray closing the main window ends the app', async () => {
  const { launched } = await launch();
  const gone = launched.app.waitForEvent('close');
  void launched.app
    .evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()
        .find((one) => one.isVisible())
        ?.close(),
    )
    .catch(() => undefined);
  await gone;
  await waitFor('its window to go', async () => (await focusedTitle()) !== 'Konsole');
});

test('SIGTERM ends it within two seconds, code 0', async () => {
  const { launched } = await launch();
  const { home } = launched;
  await launched.close();
  const plain = startPlainly(home);
  onTestFinished(() => plain.kill('SIGKILL'));
  await waitFor('the window', async () => (await focusedTitle()) === 'Konsole');
  const before = Date.now();
  plain.kill('SIGTERM');
  expect(await plain.exited).toBe(0);
  expect(Date.now() - before).toBeLessThan(2000);
});
