// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { KontaskStatus } from '../../../preload/contract/shapes';
import { decisionSentence } from '../../../renderer/features/kontasks/announce-decisions';
import { App } from '../../../renderer/main-window/app';
import { onNotice } from '../../../renderer/main-window/notices';
import { useKontasks } from '../../../renderer/stores/kontasks-store';
import { startPage } from '../../../renderer/stores/start';
import { recall, showKontask, showSession, useUi } from '../../../renderer/stores/ui-store';
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
const listed = (id: string, status: KontaskStatus = 'needs_decision', was?: KontaskStatus) =>
  act(async () =>
    konsole.emitIndex({
      type: 'kontask.listed',
      at: Date.now(),
      kontask: { id, rev: 1, type: 'general', title: `Which ${id}?`, status },
      ...(was ? { was } : {}),
    }),
  );
const described = (element: Element) =>
  document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent;

describe('the number of decisions', () => {
  it('stands beside the link, whose name stays as it is, and goes with the last of them', async () => {
    await open();
    expect(described(byRole('link', 'Kontasks'))).toBeUndefined();
    await listed('k1');
    expect(described(byRole('link', 'Kontasks'))).toBe('1 needs a decision');
    await listed('k2');
    expect(described(byRole('link', 'Kontasks'))).toBe('2 need a decision');
    await listed('k1', 'in_progress', 'needs_decision');
    await listed('k2', 'in_progress', 'needs_decision');
    expect(described(byRole('link', 'Kontasks'))).toBeUndefined();
    byRole('link', 'Kontasks');
  });

  it('is announced when one comes, and not what was there before', async () => {
    await listed('before');
    await open();
    expect(text()).not.toContain('Which before?');
    await listed('k1');
    await until(() => expect(text()).toContain('Decision needed: Which k1?'));
  });
});

describe('what is announced', () => {
  const known = (ids: string[], needDecision = ids.length) => ({
    asking: ids.map((id) => ({ id, title: `Which ${id}?`, since: 1 })),
    needDecision,
    loaded: true,
  });

  it('is the one that came, or how many came at once', () => {
    expect(decisionSentence(known(['b', 'a']), known(['a']))).toBe('Decision needed: Which b?');
    expect(decisionSentence(known(['c', 'b', 'a'], 500), known(['a']))).toBe(
      '499 decisions needed',
    );
  });

  it('is nothing when one went, was renamed, or was there before the window was', () => {
    expect(decisionSentence(known(['a']), known(['b', 'a']))).toBeUndefined();
    expect(decisionSentence(known(['a']), known(['a']))).toBeUndefined();
    expect(decisionSentence(known(['a']), { ...known([]), loaded: false })).toBeUndefined();
    // One that was beyond those that are named, and is named since another went.
    expect(decisionSentence(known(['a', 'c'], 2), known(['b', 'a'], 3))).toBeUndefined();
  });
});

describe('the palette', () => {
  const openPalette = async () => {
    await press(document.activeElement ?? window, 'k', { ctrlKey: true });
    await until(() => expect(allByRole('combobox', 'Command')).toHaveLength(1));
    return byRole('combobox', 'Command');
  };
  const options = () => allByRole('option').map((option) => option.textContent);

  it('leads to the kontasks, to a new one, and to the newest that ask', async () => {
    await open();
    for (const id of ['k1', 'k2', 'k3', 'k4']) await listed(id);
    const box = await openPalette();
    expect(options().slice(0, 3)).toEqual(
      ['k4', 'k3', 'k2'].map((id) => `Decide: Which ${id}?Kontask`),
    );
    expect(options()).toContain('Kontasks');
    // All of them are found by their words.
    await typeInto(box, 'decide which k1');
    await click(byRole('option', /^Decide: Which k1/));
    await until(() =>
      expect(useUi.getState()).toMatchObject({ section: 'kontasks', kontask: 'k1' }),
    );
    await typeInto(await openPalette(), 'new kontask');
    await click(byRole('option', 'New kontask'));
    await until(() => byRole('button', 'Make kontask'));
    expect(useUi.getState().kontask).toBeUndefined();
  });

  it('has no word of decisions where none waits', async () => {
    await open();
    await openPalette();
    expect(options().join()).not.toMatch(/Decide|decision/);
  });
});

describe('a way to a kontask', () => {
  it('from outside shows its page, with what was picked there', async () => {
    await open();
    await act(async () => konsole.notice({ type: 'open-kontask', kontask: 'k1' }));
    expect(useUi.getState()).toMatchObject({ section: 'kontasks', kontask: 'k1' });
    await act(async () => konsole.notice({ type: 'open-kontask', kontask: 'k2', choice: 'Both' }));
    expect(useUi.getState()).toMatchObject({ kontask: 'k2', picked: 'Both' });
    await act(async () => konsole.notice({ type: 'open-decisions' }));
    expect(useUi.getState()).toMatchObject({ section: 'kontasks' });
    expect(useKontasks.getState().filter).toEqual({ status: ['needs_decision'] });
    expect(useUi.getState()).not.toHaveProperty('kontask');
    expect(useUi.getState()).not.toHaveProperty('picked');
  });

  it('that comes before the sessions are known is not lost to the latest session', async () => {
    konsole.addSession();
    startPage(konsole.page, onNotice);
    konsole.notice({ type: 'open-kontask', kontask: 'k2', choice: 'Both' });
    await render(<App />);
    expect(useUi.getState()).toMatchObject({ section: 'kontasks', kontask: 'k2', picked: 'Both' });
  });

  it('stands in the address, for after a reload, whatever its id is made of', () => {
    for (const id of ['k1', 'a/b?c#d', "o'k (1)*!", 'ключ', 'x'.repeat(64), 'ш'.repeat(64)]) {
      showKontask(id);
      const { hash } = window.location;
      showSession('s1');
      expect(recall(hash)).toBe(true);
      expect(useUi.getState()).toMatchObject({ section: 'kontasks', kontask: id });
    }
  });
});
