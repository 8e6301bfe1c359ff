/** The hotkey told honestly: taken by another app, free again, pressed; unsupported; and whether a portal is there. */
import { connect } from 'node:net';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { supportHere } from '../../main/desktop/hotkey';
import { shortcutsPortal } from '../../main/desktop/session-bus';
import { openSessionBus } from '../fakes/session-bus';
import { openShortcutsPortal } from '../fakes/shortcuts-portal';
import { callDesktop, command } from './support/bridge';
import { openOtherApp } from './support/other-app';
import { waitFor } from './support/wait';
import { launchBoth, standardKeys } from './support/windows';
import { keyboardIn, pressKey } from './support/xdotool';

async function openSettings(main: Page) {
  await main.getByRole('link', { name: 'Settings' }).click();
  return main.getByRole('group', { name: 'Hotkey' });
}
const hotkeyOf = async (page: Page) => (await callDesktop(page, 'desktop.info')).result?.hotkey;

test('keys that another app holds are told as taken, and work once it has let go of them or others were chosen', async () => {
  const other = await openOtherApp(standardKeys);
  onTestFinished(other.close);
  const { main } = await launchBoth();
  const group = await openSettings(main);
  await group.getByText('is taken by another app').waitFor();
  expect(await group.getByRole('status').textContent()).toContain('vibe-konsole --quick');
  await group.getByRole('button', { name: 'Try again' }).click();
  expect(await hotkeyOf(main)).toMatchObject({ state: 'taken' });

  await command(main, 'settings.update', { patch: { hotkey: 'CommandOrControl+Alt+K' } });
  await group.getByText('Registered.').waitFor();
  await pressKey('ctrl+alt+k');
  await keyboardIn('Konsole Quick Turn');
  await pressKey('Escape');
  await group.getByText('pressed and received').waitFor();

  // The one that works stays until the other one does.
  await command(main, 'settings.update', { patch: { hotkey: standardKeys } });
  await group.getByText('still opens Quick Turn').waitFor();
  await other.close();
  await group.getByRole('button', { name: 'Try again' }).click();
  await group.getByText('Registered.').waitFor();
  expect(await hotkeyOf(main)).toEqual({ accelerator: standardKeys, state: 'registered' });
  await pressKey('ctrl+shift+space');
  await keyboardIn('Konsole Quick Turn');
  expect(await hotkeyOf(main)).toMatchObject({ state: 'registered', confirmed: true });

  // It stays said, however often settings are opened.
  await main.getByRole('link', { name: 'Sessions' }).click();
  await openSettings(main);
  await group.getByText('pressed and received').waitFor();
});

test('in a Wayland session that is seen through XWayland it says so, and what to bind instead', async () => {
  const { main } = await launchBoth({ env: { XDG_SESSION_TYPE: 'wayland' } });
  await waitFor('the hotkey to be told', async () => {
    const hotkey = (await hotkeyOf(main)) as { state?: string } | undefined;
    return hotkey?.state === 'unsupported';
  });
  expect(JSON.stringify(await hotkeyOf(main))).toContain('vibe-konsole --quick');
});

test('on a real bus a portal for shortcuts is found, and its absence too', async () => {
  const bus = await openSessionBus();
  onTestFinished(bus.close);
  const here = () =>
    supportHere('wayland', () =>
      shortcutsPortal((file) => connect({ path: file }), bus.address, 5_000),
    );
  expect(await here()).toBe('unsupported');
  const portal = await openShortcutsPortal(bus.address, 2);
  onTestFinished(portal.close);
  expect(await here()).toBe('portal');
});
