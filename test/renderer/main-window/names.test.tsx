// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { App } from '../../../renderer/main-window/app';
import { onNotice } from '../../../renderer/main-window/notices';
import { startPage } from '../../../renderer/stores/start';
import { useUi } from '../../../renderer/stores/ui-store';
import { createFakeKonsole, ok } from '../support/fake-bridge';
import { allByRole, byRole, click, nameOf, press, render, text, type } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
});

const open = async () => {
  startPage(konsole.page, onNotice);
  await render(<App />);
};

describe('the names that stay put', () => {
  it('are there with no session yet', async () => {
    await open();
    for (const name of ['Sessions', 'Diagnostics', 'Settings']) byRole('link', name);
    byRole('button', 'New session');
    byRole('textbox', 'Message');
    byRole('button', 'Send');
  });

  it('are there in a session that runs', async () => {
    const id = konsole.addSession();
    await open();
    const at = Date.now();
    await act(async () =>
      konsole.emit(id, [
        { type: 'turn.queued', at, turn: 't1', text: 'work' },
        { type: 'turn.started', at, turn: 't1', attempt: 1, model: 'lab/m' },
      ]),
    );
    byRole('log', 'Transcript');
    byRole('article', 'Turn 1');
    byRole('region', 'This turn');
    byRole('button', 'Stop');
    byRole('button', 'Queue');
  });

  it('leave the word Send to one button', async () => {
    await open();
    expect(allByRole('button', /send/i).map(nameOf)).toEqual(['Send']);
  });
});

describe('the main window', () => {
  it('opens the latest main session, else an empty page that teaches', async () => {
    const id = konsole.addSession({ title: 'Main one', updatedAt: 5 });
    konsole.addSession({ title: 'Quick one', kind: 'chat', updatedAt: 9 });
    await open();
    expect(useUi.getState().session).toBe(id);
    await click(byRole('button', 'New session'));
    expect(text()).toContain('Ask about a folder');
  });

  it('goes where the desktop says', async () => {
    const id = konsole.addSession({ title: 'One' });
    await open();
    await act(async () => konsole.notice({ type: 'new-session' }));
    expect(useUi.getState().session).toBeUndefined();
    await act(async () => konsole.notice({ type: 'open-session', session: id }));
    expect(useUi.getState().session).toBe(id);
    await act(async () => konsole.notice({ type: 'open-section', section: 'settings' }));
    expect(byRole('heading', 'Settings')).toBeTruthy();
  });

  it('has keys for a new session and for settings', async () => {
    konsole.addSession();
    await open();
    await press(window, 'n', { ctrlKey: true });
    expect(useUi.getState().session).toBeUndefined();
    await press(window, ',', { metaKey: true });
    expect(useUi.getState().section).toBe('settings');
  });

  it('shows the first run once, above a composer that works already', async () => {
    konsole.world.effective = { main: 'demo/scripted', quick: 'demo/scripted' };
    konsole.world.settings.said = [];
    await open();
    expect(text()).toContain('Set up Konsole');
    const box = byRole('textbox', 'Message');
    await type(box, 'Hello');
    await press(box, 'Enter');
    expect(byRole('article', 'Turn 1').textContent).toContain('Hello');
    expect(konsole.world.settings.said).toContain('first-run');
    await click(byRole('button', 'New session'));
    expect(text()).not.toContain('Set up Konsole');
  });

  it('keeps the first run in sight until it is left, even when a key comes from elsewhere', async () => {
    konsole.world.effective = { main: 'demo/scripted', quick: 'demo/scripted' };
    konsole.world.settings.said = [];
    await open();
    konsole.world.effective = { ...konsole.world.settings.models };
    await act(async () => konsole.notice({ type: 'info-changed' }));
    expect(text()).toContain('Set up Konsole');
    await click(byRole('button', 'Set up later'));
    expect(text()).not.toContain('Set up Konsole');
  });

  it('announces that a turn started and ended', async () => {
    const id = konsole.addSession();
    await open();
    const at = Date.now();
    await act(async () =>
      konsole.emit(id, [
        { type: 'turn.queued', at, turn: 't1', text: 'work' },
        { type: 'turn.started', at, turn: 't1', attempt: 1, model: 'lab/m' },
      ]),
    );
    expect(document.querySelector('[aria-live=polite]')?.textContent).toBe('Turn started');
  });
});

describe('the list of sessions', () => {
  it('tells running ones from recent ones', async () => {
    konsole.addSession({ title: 'Old', updatedAt: Date.now() - 30 * 60_000 });
    konsole.addSession({
      title: 'Busy',
      status: 'running',
      turn: 't',
      startedAt: Date.now() - 5000,
    });
    await open();
    expect(byRole('list', 'Running').textContent).toContain('Busyrunning · 5 s');
    expect(byRole('list', 'Recent').textContent).toContain('Old30 min ago');
  });

  it('renames in place, and Esc leaves the name', async () => {
    const id = konsole.addSession({ title: 'Old name' });
    await open();
    await press(byRole('button', /^Old name/), 'F2');
    await press(byRole('textbox', 'Session title'), 'Escape');
    expect(allByRole('textbox', 'Session title')).toEqual([]);
    await press(byRole('button', /^Old name/), 'F2');
    const field = byRole('textbox', 'Session title') as HTMLInputElement;
    field.value = '  New   name ';
    await press(field, 'Enter');
    expect(konsole.stateOf(id)?.session.title).toBe('New name');
  });
});

describe('diagnostics', () => {
  it('shows hosts, notices and the log of the chosen level', async () => {
    konsole.world.info.notices = [{ id: 'n', message: 'A damaged database was set aside.' }];
    konsole.answer('log.query', ({ level }) =>
      ok({
        records: [{ at: 1, level, area: 'pool', message: `said at ${String(level)}`, fields: {} }],
      }),
    );
    await open();
    await click(byRole('link', 'Diagnostics'));
    expect(text()).toContain('A damaged database was set aside.');
    expect(byRole('region', 'Pool').textContent).toContain('4101');
    expect(text()).toContain('said at info');
    await click(byRole('radio', 'Errors'));
    expect(text()).toContain('said at error');
  });
});
