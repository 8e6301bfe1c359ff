// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { groupsOf } from '../../../renderer/features/sessions/groups';
import { App } from '../../../renderer/main-window/app';
import { onNotice } from '../../../renderer/main-window/notices';
import { startPage } from '../../../renderer/stores/start';
import { useUi } from '../../../renderer/stores/ui-store';
import { createFakeKonsole, failed } from '../support/fake-bridge';
import { allByRole, byRole, click, press, render, text, until } from '../support/render';
import { resetStores } from '../support/stores';

const hour = 60 * 60_000;
let konsole = createFakeKonsole();
let ids: string[] = [];

beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
  ids = [];
});

const add = (title: string, hours = 0) => {
  ids.push(konsole.addSession({ title, updatedAt: Date.now() - hours * hour }));
};
const open = async () => {
  startPage(konsole.page, onNotice);
  await render(<App />);
};
const row = (title: string) => byRole('button', new RegExp(`^${title}`));
const focus = (element: HTMLElement) => act(async () => element.focus());
const focused = () => document.activeElement?.textContent ?? '';
const calls = (name: string) => konsole.calls.filter((call) => call.name === name);

describe('the groups of the list', () => {
  it('put who needs a person first, then what runs, then the rest by age', () => {
    const now = Date.now();
    const session = (id: string, status: 'idle' | 'running' | 'waiting', days = 0) => ({
      ...{ id, kind: 'main' as const, title: id, model: 'm', approvals: 0, createdAt: 0 },
      status,
      updatedAt: now - days * 24 * hour,
    });
    const { groups } = groupsOf(
      [
        session('a', 'idle'),
        session('r', 'running'),
        session('w', 'waiting'),
        session('b', 'idle', 3),
        session('c', 'idle', 20),
        session('d', 'idle', 300),
      ],
      now,
    );
    expect(groups.map((group) => [group.title, group.sessions.map(({ id }) => id)])).toEqual([
      ['Waiting', ['w']],
      ['Running', ['r']],
      ['Recent', ['a']],
      ['Last 7 days', ['b']],
      ['Last 30 days', ['c']],
      ['Earlier', ['d']],
    ]);
  });

  it('lay out a part of a thousand sessions, and more when asked', async () => {
    for (let at = 0; at < 200; at += 1) add(`Number ${at};`, at / 100);
    await open();
    const rows = () => allByRole('button', /^Number \d+;/).length;
    expect(rows()).toBe(60);
    await click(byRole('button', 'Show 120 more'));
    expect(rows()).toBe(180);
    await click(byRole('button', 'Show 20 more'));
    expect(rows()).toBe(200);
    expect(allByRole('button', /^Show \d+ more/)).toEqual([]);
  });
});

describe('the list by keyboard', () => {
  beforeEach(async () => {
    add('First', 1);
    add('Second', 2);
    add('Third', 100);
    await open();
  });

  it('has one tab stop, the session that is shown', () => {
    const stops = allByRole('button').filter(
      (button) => button.hasAttribute('data-row') && button.tabIndex === 0,
    );
    expect(stops.map((stop) => stop.textContent)).toEqual([
      expect.stringMatching(/^First/),
      expect.stringMatching(/^Archived/),
    ]);
  });

  it('moves through all lists with arrows, Home and End, and Tab comes back to where it was', async () => {
    await focus(row('First'));
    await press(row('First'), 'ArrowDown');
    await press(row('Second'), 'ArrowDown');
    expect(focused()).toMatch(/^Third/);
    expect(row('Third').tabIndex).toBe(0);
    expect(row('First').tabIndex).toBe(-1);
    await press(row('Third'), 'Home');
    expect(focused()).toMatch(/^First/);
    await press(row('First'), 'End');
    expect(focused()).toMatch(/^Archived/);
    await press(row('Archived'), 'ArrowUp');
    expect(focused()).toMatch(/^Third/);
  });

  it('goes up from the first row to the search box, and down from there', async () => {
    await focus(row('First'));
    await press(row('First'), 'ArrowUp');
    const box = byRole('searchbox', 'Search sessions');
    expect(document.activeElement).toBe(box);
    await press(box, 'ArrowDown');
    expect(focused()).toMatch(/^First/);
  });

  it.each([
    ['the menu key', 'ContextMenu', {}],
    ['Shift+F10', 'F10', { shiftKey: true }],
  ])('opens the menu of a row with %s', async (_name, key, more) => {
    await focus(row('Second'));
    await press(row('Second'), key, more);
    expect(allByRole('menuitem').map((item) => item.textContent)).toEqual([
      'Rename',
      'Export…',
      'Archive',
      'Delete',
    ]);
    await click(byRole('menuitem', 'Archive'));
    expect(calls('session.archive')[0]?.params).toMatchObject({ session: ids[1] });
  });
});

describe('a session that is deleted', () => {
  beforeEach(async () => {
    add('First', 1);
    add('Second', 2);
    add('Third', 3);
    await open();
  });

  it('goes at once, without a question, and Undo brings it back', async () => {
    await focus(row('Second'));
    await press(row('Second'), 'Delete');
    expect(allByRole('dialog')).toEqual([]);
    expect(allByRole('button', /^Second/)).toEqual([]);
    expect(focused()).toMatch(/^Third/);
    expect(text()).toContain('Deleted “Second”.');
    await click(byRole('button', 'Undo'));
    expect(calls('session.restore')[0]?.params).toMatchObject({ session: ids[1] });
    expect(row('Second')).toBeTruthy();
    expect(text()).not.toContain('Deleted “Second”.');
  });

  it('comes back with Ctrl+Z, as long as the message is there and nothing is written', async () => {
    await focus(row('Second'));
    await press(row('Second'), 'Delete');
    const box = byRole('textbox', 'Message') as HTMLTextAreaElement;
    box.value = 'half a sentence';
    await press(box, 'z', { ctrlKey: true });
    expect(calls('session.restore')).toEqual([]);
    box.value = '';
    await press(box, 'z', { ctrlKey: true });
    expect(row('Second')).toBeTruthy();
    await press(box, 'z', { ctrlKey: true });
    expect(calls('session.restore')).toHaveLength(1);
  });

  it('from its menu leaves the focus at the row beside it', async () => {
    await focus(row('Second'));
    await press(row('Second'), 'ContextMenu');
    await click(byRole('menuitem', 'Delete'));
    expect(allByRole('button', /^Second/)).toEqual([]);
    await until(() => expect(focused()).toMatch(/^Third/));
  });

  it('that was shown gives way to a new one, and is shown again after Undo', async () => {
    expect(useUi.getState().session).toBe(ids[0]);
    await press(row('First'), 'Delete');
    expect(useUi.getState().session).toBeUndefined();
    await click(byRole('button', 'Undo'));
    expect(useUi.getState().session).toBe(ids[0]);
  });

  it('stays where it cannot be deleted, and that is said', async () => {
    konsole.answer('session.delete', failed('conflict', 'A turn runs in it. Stop it first.'));
    await press(row('Second'), 'Delete');
    expect(row('Second')).toBeTruthy();
    expect(byRole('alert').textContent).toContain('Stop it first.');
    expect(allByRole('button', 'Undo')).toEqual([]);
  });

  it('says so where it is too late to take it back', async () => {
    konsole.answer('session.restore', failed('not-found', 'It is gone for good.'));
    await press(row('Second'), 'Delete');
    await click(byRole('button', 'Undo'));
    expect(byRole('alert').textContent).toContain('It is gone for good.');
  });
});
