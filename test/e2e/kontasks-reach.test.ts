/**
 * How a decision reaches a person, on a desktop with a tray and notifications: told while the windows are put away, found
 * in the menu, withdrawn when it was made, and answered at the turn that asked.
 */
import { expect, onTestFinished, test } from 'vitest';
import { answer, toolCalls } from '../fakes/anthropic-scenarios';
import { openNotificationHost } from '../fakes/notification-host';
import { openSessionBus } from '../fakes/session-bus';
import { openTrayHost } from '../fakes/tray-host';
import { callDesktop, command } from './support/bridge';
import { waitFor } from './support/wait';
import { finished, openScene, type Scene, send } from './support/with-provider';

async function openDesk() {
  const bus = await openSessionBus();
  onTestFinished(bus.close);
  const tray = await openTrayHost(bus.address);
  onTestFinished(tray.close);
  const notifications = await openNotificationHost(bus.address);
  onTestFinished(notifications.close);
  const scene = await openScene({ env: { DBUS_SESSION_BUS_ADDRESS: bus.address } });
  await waitFor('the tray icon', () => Promise.resolve(tray.items.length > 0));
  const labels = async () => (await tray.menu()).map(({ label }) => label);
  return { scene, tray, labels, notifications };
}

const isMain = (scene: Scene, what: 'isVisible' | 'isFocused') =>
  scene.launched.app.evaluate(
    ({ BrowserWindow }, does) =>
      BrowserWindow.getAllWindows().some(
        (one) => one[does]() && one.webContents.getURL().includes('/main-window/'),
      ),
    what,
  );

/** As a person closes it: Konsole stays in the tray. */
async function hideMain(scene: Scene): Promise<void> {
  await scene.launched.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()
      .find((one) => one.webContents.getURL().includes('/main-window/'))
      ?.close();
  });
  await waitFor('it to hide', async () => !(await isMain(scene, 'isVisible')));
}

const choices = [
  { label: 'SSE first', value: 'Proceed with SSE first', primary: true },
  { label: 'Both', value: 'Do both at once' },
];
const asks = (title: string) =>
  toolCalls([{ name: 'kontask_create', input: { title, status: 'needs_decision', choices } }]);

/** The page of the main window is loaded again in the moment in which the desktop next leads it to a kontask. */
const reloadOnceLed = ({ launched }: Scene) =>
  launched.app.evaluate(({ BrowserWindow }) => {
    const page = BrowserWindow.getAllWindows().find((one) =>
      one.webContents.getURL().includes('/main-window/'),
    )?.webContents;
    if (!page) throw new Error('There is no main window.');
    const { send } = page;
    page.send = (...said) => {
      send.apply(page, said);
      if (said[1]?.type !== 'open-kontask') return;
      page.send = send;
      page.reload();
    };
  });

const hashOf = ({ main }: Scene) => main.evaluate(() => window.location.hash);

test('a decision that is asked for while the window is put away is told, found in the tray, and withdrawn when it is made', async () => {
  const { scene, tray, labels, notifications } = await openDesk();
  const { session } = await command(scene.main, 'session.create', { kind: 'main', title: 'Wires' });
  await hideMain(scene);
  scene.fake.next(asks('SSE or WebSocket?'), answer('I asked you.'));
  await command(scene.main, 'turn.send', { session: session.id, text: 'Choose a wire' });
  const asking = () =>
    Promise.resolve(notifications.shown.find(({ title }) => title.startsWith('Needs a decision')));
  const shown = await waitFor('the question', asking);
  expect(shown.title).toBe('Needs a decision: SSE or WebSocket?');
  expect(shown.body).toContain('SSE first · Both');
  await waitFor('it in the tray', async () => (await tray.tooltip()).includes('1 needs you'));
  const menu = await labels();
  expect(menu[menu.indexOf('Decisions') + 1]).toBe('SSE or WebSocket?');

  // A click leads to its page, and what is led to is still there when the page is loaded again.
  const { kontasks } = await command(scene.main, 'kontask.list', { status: ['needs_decision'] });
  const id = kontasks[0]?.id ?? '';
  notifications.click(shown.id);
  await waitFor('the main window', () => isMain(scene, 'isVisible'));
  await waitFor('its page', async () => (await hashOf(scene)) === `#kontask/${id}`);
  await scene.main.reload();
  await waitFor('its page again', async () => (await hashOf(scene)) === `#kontask/${id}`);

  // So is what is led to while the page is still loading.
  await scene.main.getByRole('link', { name: 'Settings', exact: true }).click();
  await waitFor('the settings', async () => (await hashOf(scene)) === '#settings');
  const loading = scene.main.reload();
  await tray.click('SSE or WebSocket?');
  await loading;
  await waitFor('its page', async () => (await hashOf(scene)) === `#kontask/${id}`);

  // And what is led to in the moment before the page is loaded again, which goes to the address it had before.
  await scene.main.getByRole('link', { name: 'Settings', exact: true }).click();
  await waitFor('the settings', async () => (await hashOf(scene)) === '#settings');
  await reloadOnceLed(scene);
  const loaded = scene.main.waitForEvent('load');
  await tray.click('SSE or WebSocket?');
  await loaded;
  await waitFor('its page after all', async () => (await hashOf(scene)) === `#kontask/${id}`);
  await waitFor('the turn to end', async () => {
    const { snapshot } = await command(scene.main, 'session.get', { session: session.id });
    return snapshot.session.status === 'idle';
  });
  scene.fake.next(answer('Then SSE first.'));
  await command(scene.main, 'kontask.choose', { id, value: 'Proceed with SSE first' });
  await waitFor('it to be gone', async () => !(await tray.tooltip()).includes('needs you'));
  expect(await labels()).not.toContain('Decisions');
  await waitFor('it to be taken back', async () => (await asking()) === undefined);
  expect(notifications.all.filter(({ title }) => title.startsWith('Needs a d'))).toHaveLength(1);
});

test('many that come at once are told by one notification, which leads to those that need a decision', async () => {
  const { scene, tray, labels, notifications } = await openDesk();
  await hideMain(scene);
  const kontasks = Array.from({ length: 500 }, (_, at) => ({
    ...{ id: `many-${at}`, type: 'general', status: 'needs_decision', title: `Which ${at}?` },
  }));
  const { imported } = await command(scene.main, 'kontask.import', { kontasks });
  expect(imported).toBe(500);
  const told = () => notifications.all.filter(({ title }) => title.includes('decision'));
  await waitFor('the news', () => Promise.resolve(told().length > 0));
  await waitFor('all of them in the tray', async () =>
    (await tray.tooltip()).includes('500 need you'),
  );
  expect(told().map(({ title }) => title)).toEqual(['Many kontasks need a decision']);
  expect(await labels()).toContain('495 more…');
  notifications.click(told()[0]?.id ?? 0);
  await waitFor('the main window', () => isMain(scene, 'isVisible'));
  await waitFor('the kontasks', async () => (await hashOf(scene)) === '#kontasks');
});

test('at the turn that asked it takes two clicks, and the session goes on with exactly what was shown', async () => {
  const { scene, notifications } = await openDesk();
  const { main } = scene;
  await waitFor('the main window in front', () => isMain(scene, 'isFocused'));
  scene.fake.next(asks('SSE or WebSocket?'), answer('I asked you.'));
  await send(main, 'Choose a wire');
  await finished(main, 1);
  // Before the eyes of a person nothing is told outside.
  expect(notifications.all).toEqual([]);
  await main.getByRole('link', { name: 'Kontasks', exact: true }).waitFor();

  const card = main.getByRole('group', { name: 'Decision: SSE or WebSocket?' });
  await card.getByRole('button', { name: 'SSE first', exact: true }).click();
  expect(await card.textContent()).toContain('Proceed with SSE first');
  scene.fake.next(answer('Then SSE first.'));
  await card.getByRole('button', { name: 'Decide', exact: true }).click();
  await card.getByText('decided by').waitFor();
  expect(await finished(main, 2)).toContain('Then SSE first.');
  const sent = main.getByRole('article', { name: 'Turn 2' });
  expect(await sent.textContent()).toContain('Proceed with SSE first');
});

test('Quick Turn makes a kontask of its answer with one key, and a second press opens it', async () => {
  const { scene } = await openDesk();
  const { main, quick } = scene;
  await callDesktop(main, 'desktop.show-quick');
  scene.fake.next(answer('Because of the tide.'));
  const ask = quick.getByRole('textbox', { name: 'Ask' });
  await ask.fill('Why is the lamp off?');
  await ask.press('Enter');
  const make = quick.getByRole('button', { name: 'Make kontask', exact: true });
  await make.waitFor();
  await ask.press('Control+Enter');
  await quick.getByText('Kontask made').waitFor();
  const { kontasks } = await command(main, 'kontask.list', {});
  expect(kontasks).toMatchObject([{ title: 'Why is the lamp off?', status: 'completed' }]);
  await make.click();
  await waitFor('its page', async () => (await hashOf(scene)) === `#kontask/${kontasks[0]?.id}`);
  expect((await command(main, 'kontask.list', {})).total).toBe(1);
});
