/** The tray on a desktop that has one: closing leaves Konsole in it, said once, and its menu works. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { openTrayHost } from '../fakes/tray-host';
import { openSessionBus } from '../fakes/session-bus';
import { callCommand, callDesktop, command } from './support/bridge';
import { removeFolder } from './support/folder';
import { launchKonsole } from './support/launch';
import { waitFor } from './support/wait';

const visible = (app: ElectronApplication, part: string) =>
  app.evaluate(
    ({ BrowserWindow }, page) =>
      BrowserWindow.getAllWindows().some(
        (one) => one.isVisible() && one.webContents.getURL().includes(page),
      ),
    part,
  );

async function launchWithTray() {
  const bus = await openSessionBus();
  onTestFinished(bus.close);
  const tray = await openTrayHost(bus.address);
  onTestFinished(tray.close);
  const home = await mkdtemp(join(tmpdir(), 'konsole-tray-'));
  onTestFinished(() => removeFolder(home));
  const env = { DBUS_SESSION_BUS_ADDRESS: bus.address };
  const launched = await launchKonsole({ args: ['--demo'], env, home });
  onTestFinished(launched.close);
  const main = await launched.mainWindow();
  await waitFor('the main window', () => visible(launched.app, '/main-window/'));
  await waitFor('the tray icon', () => Promise.resolve(tray.items.length > 0));
  return { launched, main, tray };
}
const labels = (items: { label: string }[]) => items.map(({ label }) => label);

test('closing the main window leaves Konsole in the tray, whose menu opens either window and quits', async () => {
  const { launched, main, tray } = await launchWithTray();
  expect((await callDesktop(main, 'desktop.info')).result).toMatchObject({ tray: true });
  expect(labels(await tray.menu())).toEqual([
    'Quick Turn',
    'New main turn',
    '-',
    'Open Konsole',
    'Quit',
  ]);

  await launched.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()
      .find((one) => one.isVisible())
      ?.close();
  });
  await waitFor('it to hide', async () => !(await visible(launched.app, '/main-window/')));
  await waitFor('it to be remembered as said', async () => {
    const { result } = await callCommand(main, 'settings.get');
    return JSON.stringify(result).includes('closing-leaves-konsole-in-the-tray');
  });

  await tray.click('Quick Turn');
  await waitFor('the quick window', () => visible(launched.app, '/quick-window/'));
  expect(await visible(launched.app, '/main-window/')).toBe(false);
  await tray.click('Open Konsole');
  await waitFor('the main window', () => visible(launched.app, '/main-window/'));

  const gone = launched.app.waitForEvent('close');
  await tray.click('Quit').catch(() => undefined); // it may be gone before it answers
  await gone;
});

test('a running turn is in the tray with its age, and Stop ends it', async () => {
  const { main, tray } = await launchWithTray();
  const created = await command(main, 'session.create', { kind: 'main', title: 'Look around' });
  const session = created.session.id;
  await callCommand(main, 'turn.send', { session, text: 'Explain this project in detail.' });
  await waitFor('the turn in the tray', async () =>
    labels(await tray.menu()).some((label) => label.startsWith('Look around')),
  );
  expect(await tray.tooltip()).toContain('1 running');
  await tray.click('Stop').catch(() => undefined); // it may have ended by itself meanwhile
  await waitFor('it to be idle again', async () => !(await tray.tooltip()).includes('running'));
});
