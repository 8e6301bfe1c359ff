/** The main window's own keys: what the actions name, F6 through its parts, Ctrl/Cmd+Z for a message with Undo. */
import { useEffect } from 'react';
import { actionFor, pressIs } from '../features/palette/keys';
import { undoNewest } from '../ui/toast';
import { nextRegion } from './regions';

export function useKeys(): void {
  useEffect(() => {
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return;
  if (run(event)) event.preventDefault();
}

/** True when the press was for the window. */
function run(event: KeyboardEvent): boolean {
  if (event.key === 'F6' && !overlaid()) return nextRegion(event.shiftKey ? -1 : 1);
  const editable = isEditable(event.target);
  if (pressIs('CommandOrControl+Z', event)) {
    // What is written has an undo of its own.
    const written = editable && (event.target as HTMLInputElement).value !== '';
    return !written && undoNewest();
  }
  const action = actionFor(event);
  if (!action) return false;
  const plain = !(event.ctrlKey || event.metaKey || event.altKey);
  if (plain && editable) return false;
  // A dialog is answered first; the palette's own key closes it again.
  if (overlaid() && action.id !== 'commands') return false;
  if (action.id === 'commands' && overlaid() && !isPalette()) return false;
  action.run();
  return true;
}

const overlaid = () => document.querySelector('[role=dialog],[role=alertdialog]') !== null;
const isPalette = () => document.querySelector('[role=dialog][aria-label=Commands]') !== null;

function isEditable(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLInputElement ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}
