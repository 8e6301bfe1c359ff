// @vitest-environment happy-dom
import { act } from 'react';
import { describe, expect, test } from 'vitest';
import { allByRole, byRole, click, press } from '../support/render';
import { ask, box, calls, emit, open, says } from './quick-page';

describe('the keyboard alone', () => {
  test('the key that closes a menu gives the focus to the question', async () => {
    await open();
    await press(box(), 'o', { ctrlKey: true });
    await press(document.activeElement ?? box(), 'o', { ctrlKey: true });
    expect(allByRole('menu')).toEqual([]);
    expect(document.activeElement).toBe(box());
  });

  test('Esc closes an open menu before the window, wherever the focus is', async () => {
    await open();
    await click(byRole('button', 'Add'));
    await act(async () => (document.activeElement as HTMLElement).blur());
    expect(allByRole('menu')).toHaveLength(1);
    await press(window, 'Escape');
    expect(allByRole('menu')).toEqual([]);
    expect(calls('desktop.hide-quick')).toEqual([]);
    expect(document.activeElement).toBe(box());
  });

  test('another conversation begins with no menu open, wherever the focus was', async () => {
    await open();
    await click(byRole('button', 'Add'));
    await act(async () => (document.activeElement as HTMLElement).blur());
    await press(window, 'n', { ctrlKey: true });
    expect(allByRole('menu')).toEqual([]);
  });

  test('after Stop, whose button goes, the focus is in the question', async () => {
    await open();
    const { session, turn } = await ask('q?');
    await emit(session, says(turn, 'a'));
    await act(async () => byRole('button', 'Stop').focus());
    await click(byRole('button', 'Stop'));
    expect(document.activeElement).toBe(box());
  });
});
