/** The main window at its kontasks, over a konsole in memory. */
import { act } from 'react';
import { App } from '../../../renderer/main-window/app';
import { onNotice } from '../../../renderer/main-window/notices';
import { startPage } from '../../../renderer/stores/start';
import { showKontasks } from '../../../renderer/stores/ui-store';
import { createFakeKonsole } from '../support/fake-bridge';
import type { FakeKonsole } from '../support/fake-bridge';
import { allByRole, eventually, render } from '../support/render';
import { resetStores } from '../support/stores';

/** `fill` puts kontasks there before the page asks. */
export async function openKontasks(
  fill: (konsole: FakeKonsole) => void = () => {},
  view: 'list' | 'board' = 'board',
): Promise<FakeKonsole> {
  resetStores();
  const konsole = createFakeKonsole();
  konsole.world.settings.kontasks.view = view;
  fill(konsole);
  startPage(konsole.page, onNotice);
  await render(<App />);
  await act(async () => showKontasks());
  await eventually(() => {
    if (konsole.calls.every((call) => call.name !== 'kontask.list')) throw new Error('not asked');
  });
  return konsole;
}

/** Titles in one list, top first. */
export function titlesIn(list: string): string[] {
  const [found] = allByRole('list', list);
  return Array.from(found?.querySelectorAll('article') ?? []).map(
    (card) => card.getAttribute('aria-label') ?? '',
  );
}

export const card = (title: string): HTMLElement => {
  const [found] = allByRole('article', title);
  if (!found) throw new Error(`No article ${title}`);
  return found;
};

/** A press with Ctrl, as a person selects. */
export async function clickWith(element: HTMLElement, more: MouseEventInit): Promise<void> {
  await act(async () => {
    element.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, ...more }));
  });
}
