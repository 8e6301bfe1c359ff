/** Whether a key press is the one that an accelerator names. Pure but for the question which keyboard this is. */
import { onMac } from '../../ui/kbd';
import { actions, canRun } from './actions';
import type { Action } from './action';

/** What is read of a key press. */
export type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/**
 * A sign such as `/` or `,` needs Shift on some keyboards: for those Shift is not asked about. On a Mac the Ctrl key
 * belongs to the text (Ctrl+K cuts to the end of the line there).
 */
export function pressIs(accelerator: string, press: Press, mac: boolean = onMac()): boolean {
  const parts = accelerator.split('+');
  const key = parts.at(-1) ?? '';
  const wants = (name: string) => parts.slice(0, -1).includes(name);
  const held = press.ctrlKey || press.metaKey;
  const command = mac ? press.metaKey && !press.ctrlKey : held;
  if (wants('CommandOrControl') ? !command : held) return false;
  if (wants('Alt') !== press.altKey) return false;
  const sign = key.length === 1 && !/[a-z0-9]/i.test(key);
  if (!sign && wants('Shift') !== press.shiftKey) return false;
  return press.key.toLowerCase() === key.toLowerCase();
}

/** The action that a key press in the window asks for and that can be done now. */
export function actionFor(press: Press, mac?: boolean): Action | undefined {
  return actions.find(
    (action) =>
      !action.keysElsewhere &&
      action.keys?.some((key) => pressIs(key, press, mac)) &&
      canRun(action),
  );
}
