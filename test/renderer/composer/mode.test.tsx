// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { PermissionMode } from '../../../preload/contract/shapes';
import { App } from '../../../renderer/main-window/app';
import { onNotice } from '../../../renderer/main-window/notices';
import { startPage } from '../../../renderer/stores/start';
import { showSession } from '../../../renderer/stores/ui-store';
import { askingSession } from '../approvals/asking';
import { createFakeKonsole, failed } from '../support/fake-bridge';
import { allByRole, byRole, click, press, render, text, type, until } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
});

async function open(fields: { mode?: PermissionMode; kind?: 'chat' } = {}): Promise<string> {
  const id = konsole.addSession(fields);
  startPage(konsole.page, onNotice);
  await render(<App />);
  await act(async () => showSession(id));
  return id;
}
const chip = () => byRole('button', /^Permissions: /);
const openMenu = async () => {
  await click(chip());
  await until(() => expect(allByRole('menu')).toHaveLength(1));
};
const choose = async (name: RegExp) => {
  await openMenu();
  await click(byRole('menuitemradio', name));
};
const permits = () =>
  konsole.calls.filter((call) => call.name === 'session.permit').map(({ params }) => params);

describe('the permission mode of a session', () => {
  it('is the one of the settings until it has its own', async () => {
    const id = await open();
    expect(chip().textContent).toBe('Ask');
    await choose(/^Edits allowed/);
    expect(permits()[0]).toMatchObject({ session: id, mode: 'edits' });
    expect(chip().textContent).toBe('Edits allowed');
  });

  it('allows all only after it was said what that means', async () => {
    await open();
    await choose(/^All allowed/);
    await until(() => expect(allByRole('dialog')).toHaveLength(1));
    expect(byRole('dialog').textContent).toContain('Commands run as you');
    expect(byRole('dialog').textContent).toContain('change and delete whatever you can');
    expect(permits()).toEqual([]);
    await click(byRole('button', 'Allow everything'));
    expect(permits()[0]).toMatchObject({ mode: 'all' });
    expect(byRole('button', 'Permissions: All allowed').className).toContain('text-bad');
    expect(document.querySelector('header')?.textContent).toContain('Everything is allowed');
  });

  it('stays as it is when all is not wanted after all', async () => {
    await open();
    await choose(/^All allowed/);
    await until(() => expect(allByRole('dialog')).toHaveLength(1));
    await click(byRole('button', 'Cancel'));
    expect(permits()).toEqual([]);
    expect(chip().textContent).toBe('Ask');
  });

  it('lists what was allowed in this session, and takes it back', async () => {
    const id = askingSession(konsole);
    startPage(konsole.page, onNotice);
    await render(<App />);
    await act(async () => showSession(id));
    await click(byRole('button', 'Allow for this session'));
    await openMenu();
    await click(byRole('menuitem', 'Take back bash(npm test)'));
    expect(permits()[0]).toMatchObject({ session: id, revoke: 'bash(npm test)' });
    expect(text()).not.toContain('Allowed in this session');
  });

  it('is not there for a quick turn, whose tools only look', async () => {
    await open({ kind: 'chat' });
    expect(allByRole('button', /^Permissions: /)).toEqual([]);
  });
});

describe('a session that does not exist yet', () => {
  const openNew = async () => {
    startPage(konsole.page, onNotice);
    await render(<App />);
  };
  const send = async () => {
    await type(byRole('textbox', 'Message'), 'Mend the lamp');
    await press(byRole('textbox', 'Message'), 'Enter');
  };

  it('is made with the mode that was chosen for it, before anything is asked of it', async () => {
    await openNew();
    await choose(/^Plan/);
    expect(permits()).toEqual([]);
    await send();
    const names = konsole.calls.map((call) => call.name);
    expect(permits()[0]).toMatchObject({ mode: 'plan' });
    expect(names.indexOf('session.permit')).toBeLessThan(names.indexOf('turn.send'));
    expect(chip().textContent).toBe('Plan (read-only)');
  });

  it('asks nothing, and keeps message and choice, when its mode could not be set', async () => {
    await openNew();
    await choose(/^Plan/);
    konsole.answer('session.permit', failed('internal', 'The mode could not be set.'));
    await send();
    expect(konsole.calls.some((call) => call.name === 'turn.send')).toBe(false);
    expect(text()).toContain('The mode could not be set.');
    expect(chip().textContent).toBe('Plan (read-only)');
  });
});
