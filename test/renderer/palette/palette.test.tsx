// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { actions } from '../../../renderer/features/palette/actions';
import { pressIs } from '../../../renderer/features/palette/keys';
import type { Press } from '../../../renderer/features/palette/keys';
import { bestOf, scoreOf } from '../../../renderer/features/palette/match';
import { App } from '../../../renderer/main-window/app';
import { onNotice } from '../../../renderer/main-window/notices';
import { useLayout } from '../../../renderer/stores/layout-store';
import { chosenModel } from '../../../renderer/stores/model-choice';
import { startPage } from '../../../renderer/stores/start';
import { showSession, useUi } from '../../../renderer/stores/ui-store';
import { askingSession } from '../approvals/asking';
import { typeInto } from '../quick/typing';
import { createFakeKonsole } from '../support/fake-bridge';
import { allByRole, byRole, click, press, render, text, until } from '../support/render';
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
/** The palette comes with the first press: its part of the page is loaded then. */
const openPalette = async () => {
  await press(document.activeElement ?? window, 'k', { ctrlKey: true });
  await until(() => expect(allByRole('combobox', 'Command')).toHaveLength(1));
  return byRole('combobox', 'Command');
};
const options = () => allByRole('option').map((option) => option.textContent);
const choose = async (query: string, name: RegExp) => {
  await typeInto(await openPalette(), query);
  await click(byRole('option', name));
  await until(() => expect(allByRole('dialog')).toEqual([]));
};
const calls = (name: string) => konsole.calls.filter((call) => call.name === name);

describe('the palette', () => {
  it('offers what can be done now, each with its key', async () => {
    await open();
    await openPalette();
    expect(options()).toContain('New sessionCtrl N');
    expect(options()).toContain('SettingsCtrl ,');
    expect(options()).toContain('Quick turnCtrl Shift Space');
    // Nothing is shown that could be renamed, stopped or copied.
    expect(options().join()).not.toMatch(/Rename|Stop|Copy/);
  });

  it.each(['Allow', 'Deny'])(
    'offers “%s” for the approval that has waited longest, while one waits',
    async (word) => {
      await open();
      await openPalette();
      expect(options().join()).not.toContain('waits for approval');
      await press(document.activeElement ?? window, 'Escape');
      const id = askingSession(konsole);
      await act(async () => showSession(id));
      await choose('approval', new RegExp(`^${word} what waits`));
      expect(calls('approval.answer')[0]?.params).toMatchObject({
        approval: 'a1',
        decision: word.toLowerCase(),
      });
    },
  );

  it('finds an action by a few letters, and Enter does the first', async () => {
    await open();
    const box = await openPalette();
    await typeInto(box, 'dia');
    expect(options()[0]).toBe('Diagnostics');
    await press(box, 'Enter');
    await until(() => expect(useUi.getState().section).toBe('diagnostics'));
    expect(allByRole('dialog')).toEqual([]);
  });

  it('does to the session that is shown what its menu does', async () => {
    const id = konsole.addSession({ title: 'One' });
    await open();
    await choose('archive', /^Archive this session/);
    await until(() => expect(calls('session.archive')[0]?.params).toMatchObject({ session: id }));
    expect(text()).toContain('Archived “One”.');
  });

  it('renames the session at the head of its page', async () => {
    const id = konsole.addSession({ title: 'One' });
    await open();
    await choose('rename', /^Rename/);
    await until(() => expect(allByRole('textbox', 'Session title')).toHaveLength(1));
    const field = byRole('textbox', 'Session title') as HTMLInputElement;
    field.value = 'Better';
    await press(field, 'Enter');
    expect(konsole.stateOf(id)?.session.title).toBe('Better');
    expect(byRole('heading', 'Better')).toBeTruthy();
  });

  it('stops the turn that runs, and resumes one that was cut off', async () => {
    const id = konsole.addSession({ title: 'One' });
    const at = Date.now();
    konsole.emit(id, [
      { type: 'turn.queued', at, turn: 't1', text: 'work' },
      { type: 'turn.started', at, turn: 't1', attempt: 1, model: 'lab/m' },
    ]);
    await open();
    await choose('stop', /^Stop this turn/);
    await until(() => expect(calls('turn.interrupt')[0]?.params).toMatchObject({ turn: 't1' }));
    const usage = { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 };
    const none = { totalMs: 0, ttfeMs: 0, thinkingMs: 0, respondingMs: 0, toolExecutionMs: 0 };
    const rest = { approvalMs: 0, retryMs: 0, otherMs: 0, toolCallCount: 0 };
    const timing = { ...none, ...rest, ttfePct: 0, thinkingPct: 0, toolsPct: 0 };
    await act(async () =>
      konsole.emit(id, [
        { type: 'turn.finished', at, turn: 't1', status: 'interrupted', usage, timing },
      ]),
    );
    await choose('resume', /^Resume/);
    await until(() => expect(calls('turn.resume')[0]?.params).toMatchObject({ session: id }));
  });

  it('goes to a session, and chooses a model for the one that is shown', async () => {
    konsole.world.models.push({ id: 'lab/fast', name: 'Lab Fast', provider: 'lab' });
    const old = konsole.addSession({ title: 'Tray icons', updatedAt: Date.now() - 1000 });
    konsole.addSession({ title: 'Latest' });
    await open();
    await choose('tray', /^Tray icons/);
    await until(() => expect(useUi.getState().session).toBe(old));
    await choose('fast', /^Model: Lab Fast/);
    await until(() => expect(allByRole('button', 'Model: Lab Fast')).toHaveLength(1));
  });

  it('says when a model retires, and lets it be chosen', async () => {
    konsole.world.models.push({
      ...{ id: 'lab/old', name: 'Old', provider: 'lab' },
      retires: { on: '2999-01-01', instead: 'new' },
    });
    const session = konsole.addSession({ title: 'Work', model: 'lab/other' });
    await open();
    await act(async () => showSession(session));
    await typeInto(await openPalette(), 'old');
    expect(options()[0]).toContain('Retires on 2999-01-01, use new');
    await click(byRole('option', /^Model: Old/));
    await until(() => expect(chosenModel(session).model).toBe('lab/old'));
  });

  it('bars models that are for side questions only, with the reason, but not in a conversation of the quick window', async () => {
    const quickOnly = 'It calls no tools.';
    konsole.world.models.push(
      { id: 'lab/fast', name: 'Fast', provider: 'lab', quickOnly },
      { id: 'lab/faster', name: 'Not so fast', provider: 'lab' },
    );
    const chat = konsole.addSession({ title: 'Aside', kind: 'chat', model: 'lab/faster' });
    const main = konsole.addSession({ title: 'Work', model: 'lab/faster' });
    await open();
    await act(async () => showSession(main));
    const box = await openPalette();
    await typeInto(box, 'fast');
    const barred = byRole('option', /^Model: Fast/);
    expect(barred.textContent).toBe('Model: FastIt calls no tools.');
    expect(barred.getAttribute('aria-disabled')).toBe('true');
    // It fits better, and stands behind what can be chosen all the same.
    expect(options()).toEqual([
      expect.stringContaining('Not so fast'),
      'Model: FastIt calls no tools.',
    ]);
    await click(barred);
    expect(allByRole('dialog')).toHaveLength(1);
    await typeInto(box, 'lab/fast fast');
    await press(box, 'ArrowDown');
    await press(box, 'Enter');
    await press(document.activeElement ?? window, 'Escape');
    await until(() => expect(allByRole('dialog')).toEqual([]));
    expect(chosenModel(main).model).not.toBe('lab/fast');
    await act(async () => showSession(chat));
    await choose('fast', /^Model: Fast/);
    expect(chosenModel(chat)).toEqual({ model: 'lab/fast' });
  });

  it('closes with Esc and with its own key, and does nothing then', async () => {
    await open();
    await press(await openPalette(), 'Escape');
    await until(() => expect(allByRole('dialog')).toEqual([]));
    await press(await openPalette(), 'k', { ctrlKey: true });
    await until(() => expect(allByRole('dialog')).toEqual([]));
    expect(useUi.getState().section).toBe('sessions');
  });

  it('keeps the other keys from what lies under it', async () => {
    await open();
    await press(await openPalette(), ',', { ctrlKey: true });
    expect(useUi.getState().section).toBe('sessions');
  });

  it('says where else to look when nothing has that name', async () => {
    await open();
    await typeInto(await openPalette(), 'qqqq');
    expect(text()).toContain('Nothing here has that name.');
  });
});

describe('the list of keys', () => {
  it('has every key of every action, and the keys of the message box', async () => {
    await open();
    await press(window, '/', { ctrlKey: true });
    await until(() => expect(allByRole('dialog').length).toBe(1));
    const shown = byRole('dialog').textContent ?? '';
    for (const action of actions) if (action.keys) expect(shown).toContain(action.name);
    expect(shown).toContain('Stop the running turnEsctwice');
  });
});

describe('the keys of the window', () => {
  const plain: Press = {
    key: 'k',
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
  };

  it('are the ones that an accelerator names, and on a Mac not those of the text', () => {
    expect(pressIs('CommandOrControl+K', { ...plain, ctrlKey: true }, false)).toBe(true);
    expect(pressIs('CommandOrControl+K', { ...plain, ctrlKey: true }, true)).toBe(false);
    expect(pressIs('CommandOrControl+K', { ...plain, metaKey: true }, true)).toBe(true);
    expect(pressIs('CommandOrControl+K', plain, false)).toBe(false);
    expect(pressIs('CommandOrControl+K', { ...plain, ctrlKey: true, shiftKey: true }, false)).toBe(
      false,
    );
  });

  it('hold for a sign wherever a keyboard has it', () => {
    const slash = { ...plain, key: '/', shiftKey: true };
    expect(pressIs('/', slash, false)).toBe(true);
    expect(pressIs('CommandOrControl+/', { ...slash, ctrlKey: true }, false)).toBe(true);
    expect(pressIs('/', { ...slash, ctrlKey: true }, true)).toBe(false);
  });

  it('are given to one action each', () => {
    const all = actions.flatMap((action) => action.keys ?? []);
    expect(new Set(all).size).toBe(all.length);
  });

  it('show and hide the panes, and that is remembered', async () => {
    konsole.addSession();
    await open();
    await press(window, 'b', { ctrlKey: true });
    expect(useLayout.getState().left.shown).toBe(false);
    expect(localStorage.getItem('konsole.layout')).toContain('"left":{"shown":false}');
    await press(window, 'b', { ctrlKey: true });
    expect(useLayout.getState().left.shown).toBe(true);
  });
});

describe('finding by name', () => {
  it('needs every word, and puts whole words before letters in between', () => {
    expect(scoreOf('new sess', { name: 'New session' })).toBeGreaterThan(0);
    expect(scoreOf('new xyz', { name: 'New session' })).toBeUndefined();
    const items = [
      { name: 'Show or hide the sidebar' },
      { name: 'Stop this turn' },
      { name: 'Dark' },
    ];
    expect(bestOf('st', items, 9).map(({ name }) => name)).toEqual(['Stop this turn']);
    expect(bestOf('sbar', items, 9).map(({ name }) => name)).toEqual(['Show or hide the sidebar']);
    expect(bestOf('clear', [{ name: 'Wipe', words: 'clear' }], 9)).toHaveLength(1);
  });
});
