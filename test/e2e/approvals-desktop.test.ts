/** Approvals outside the windows, on a desktop with a tray and notifications: seen, answered once, taken back. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { answer, toolCalls, unauthorized } from '../fakes/anthropic-scenarios';
import { openNotificationHost } from '../fakes/notification-host';
import { openSessionBus } from '../fakes/session-bus';
import { openTrayHost } from '../fakes/tray-host';
import { callCommand, command } from './support/bridge';
import { waitFor } from './support/wait';
import { finished, openScene, type Scene, send } from './support/with-provider';

async function openDesk() {
  const bus = await openSessionBus();
  onTestFinished(bus.close);
  const tray = await openTrayHost(bus.address);
  onTestFinished(tray.close);
  const notifications = await openNotificationHost(bus.address);
  onTestFinished(notifications.close);
  const env = { DBUS_SESSION_BUS_ADDRESS: bus.address };
  const scene = await openScene({ env, settings: { permissions: { mode: 'ask' } } });
  await waitFor('the tray icon', () => Promise.resolve(tray.items.length > 0));
  return { scene, tray, notifications };
}

const mainVisible = ({ launched }: Scene) =>
  launched.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().some(
      (one) => one.isVisible() && one.webContents.getURL().includes('/main-window/'),
    ),
  );

/** As a person closes it: Konsole stays in the tray. */
async function hideMain(scene: Scene): Promise<void> {
  await scene.launched.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()
      .find((one) => one.webContents.getURL().includes('/main-window/'))
      ?.close();
  });
  await waitFor('it to hide', async () => !(await mainVisible(scene)));
}

const willWrite = ({ fake }: Scene, path: string) =>
  fake.next(toolCalls([{ name: 'write', input: { path, content: 'hello' } }]), answer('So be it.'));

async function asksToWrite(scene: Scene, path: string): Promise<void> {
  willWrite(scene, path);
  await send(scene.main, 'Make the file');
}

const idOf = async (main: Page) =>
  waitFor('the approval', async () => {
    const [session] = (await command(main, 'session.list', {})).sessions;
    if (!session || session.approvals === 0) return undefined;
    const { snapshot } = await command(main, 'session.get', { session: session.id });
    return snapshot.approvals[0]?.id;
  });

const isThere = (file: string) =>
  stat(file).then(
    () => true,
    () => false,
  );

test('attack 15: an approval allowed from the tray takes effect once, and an answer after it is a conflict', async () => {
  const { scene, tray } = await openDesk();
  const file = join(scene.workspace, 'made.txt');
  await asksToWrite(scene, 'made.txt');
  const approval = await idOf(scene.main);
  const menu = await waitFor('it in the tray', async () =>
    (await tray.menu()).find(({ label }) => label.startsWith('Needs you')),
  );
  expect(menu.label).toContain('made.txt');
  expect(await tray.tooltip()).toContain('1 needs you');
  expect(await isThere(file)).toBe(false);

  await tray.click('Allow', 'Needs you');
  await finished(scene.main, 1);
  expect(await readFile(file, 'utf8')).toBe('hello');
  const late = await callCommand(scene.main, 'approval.answer', { approval, decision: 'deny' });
  expect(late).toMatchObject({ ok: false, code: 'conflict' });
  await waitFor('it to be gone', async () => !(await tray.tooltip()).includes('needs you'));
  expect((await tray.menu()).some(({ label }) => label.startsWith('Needs you'))).toBe(false);
});

test('what is denied from the tray does not happen, and the turn goes on', async () => {
  const { scene, tray } = await openDesk();
  await asksToWrite(scene, 'made.txt');
  await waitFor('it in the tray', async () =>
    (await tray.menu()).some(({ label }) => label.startsWith('Needs you')),
  );
  await tray.click('Deny', 'Needs you');
  expect(await finished(scene.main, 1)).toContain('So be it.');
  expect(await isThere(join(scene.workspace, 'made.txt'))).toBe(false);
});

test('a notification asks while the window is put away, in one short line, and goes with the answer', async () => {
  const { scene, tray, notifications } = await openDesk();
  await hideMain(scene);
  const path = `${'long-name-'.repeat(20)}.txt`;
  willWrite(scene, path);
  // A page that is put away cannot be typed into.
  const { session } = await command(scene.main, 'session.create', {
    kind: 'main',
    title: 'Make it',
  });
  await command(scene.main, 'turn.send', { session: session.id, text: 'Make the file' });
  const asking = () =>
    Promise.resolve(notifications.shown.find(({ title }) => title.startsWith('Needs you')));
  const { id, title, body } = await waitFor('the question', asking);
  expect(title).toBe('Needs you: Make it');
  expect(body).toContain('long-name-');
  expect(body.length).toBeLessThanOrEqual(160);

  // Its line was cut, so the tray leads to the whole of it.
  await waitFor('it in the tray', async () =>
    (await tray.menu()).some(({ items }) => items.some((one) => one.label === 'Open to decide…')),
  );
  await tray.click('Deny', 'Needs you');
  await waitFor('it to be taken back', async () => (await asking()) === undefined);
  expect(notifications.all.filter((one) => one.id === id)).toHaveLength(1);
});

test('a turn that fails while the window is put away is told, and a click goes there', async () => {
  const { scene, notifications } = await openDesk();
  scene.fake.next(unauthorized());
  await send(scene.main, 'Seen at once');
  await finished(scene.main, 1);
  const told = () => notifications.all.filter(({ title }) => title.startsWith('Failed'));
  expect(told()).toEqual([]);

  await hideMain(scene);
  scene.fake.next(unauthorized());
  const { sessions } = await command(scene.main, 'session.list', {});
  const session = sessions[0]?.id ?? '';
  await command(scene.main, 'turn.send', { session, text: 'Not seen' });
  const { id, title, body } = await waitFor('the news', () => Promise.resolve(told()[0]));
  // The one before it was seen, and is not told late.
  expect(told()).toHaveLength(1);
  expect(title).toBe('Failed: Seen at once');
  expect(body).toMatch(/key/i);
  notifications.click(id);
  await waitFor('the main window', () => mainVisible(scene));
});
