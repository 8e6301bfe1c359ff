/** The quick window's own keys. Esc closes a menu, else hides it, once; those of an input method are left alone. */
import { useEffect, useRef } from 'react';
import { pressIs } from '../palette/keys';
import { chooseNext } from '../transport/choice';
import { focusQuestion, newConversation } from './conversation';
import { hideWindow, keepOpen, useLeaving } from './leaving';
import { openPanel, usePanel } from './panel';
import type { PanelName } from './panel';

export const quickKeys = {
  fresh: 'CommandOrControl+N',
  earlier: 'CommandOrControl+O',
  pin: 'CommandOrControl+P',
  copy: 'CommandOrControl+Shift+C',
  stop: 'CommandOrControl+.',
  make: 'CommandOrControl+Enter',
  transport: 'CommandOrControl+Shift+L',
} as const;

export interface KeysDo {
  stop: () => void;
  /** Copies the newest answer. */
  copy: () => void;
  /** A kontask of the newest answer. */
  make: () => void;
}

/** With the focus on a button or in a list Enter is for that, whatever is held with it. */
const onButton = ({ target }: KeyboardEvent) =>
  target instanceof Element && target.closest('button, [role=menu], [role=listbox]') !== null;

/** What has the focus in a menu goes with it; the question closes one that is open. */
function toggle(name: PanelName, open: PanelName | undefined): void {
  if (open === name) focusQuestion();
  else openPanel(name);
}

export function useKeys(mac: boolean, does: KeysDo): void {
  const latest = useRef(does);
  useEffect(() => {
    latest.current = does;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.isComposing || event.defaultPrevented) return;
      const is = (keys: string) => pressIs(keys, event, mac);
      const { open } = usePanel.getState();
      if (event.key === 'Escape') (open === undefined ? hideWindow : focusQuestion)();
      else if (is(quickKeys.fresh)) newConversation();
      else if (is(quickKeys.earlier)) toggle('earlier', open);
      else if (is(quickKeys.pin)) void keepOpen(!useLeaving.getState().pinned);
      else if (is(quickKeys.copy)) latest.current.copy();
      else if (is(quickKeys.stop)) latest.current.stop();
      else if (is(quickKeys.make) && !onButton(event)) latest.current.make();
      else if (is(quickKeys.transport)) chooseNext();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [mac]);
}
