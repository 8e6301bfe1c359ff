/** Closing the main window: with a tray it is put away, which is said once; without one it closes and Konsole quits. */
import { type BrowserWindow, dialog, Notification } from 'electron';

export interface CloseDeps {
  quitting: () => boolean;
  tray: () => boolean;
  /** What was said before (settings.said). Undefined: it cannot be known, and is not said again. */
  said: () => Promise<readonly string[] | undefined>;
  remember: (said: string[]) => void;
}

const word = 'closing-leaves-konsole-in-the-tray';

/** Answers whether the window may really close. */
export function closeToTray(deps: CloseDeps): (window: BrowserWindow) => boolean {
  let asked = false;
  return (window) => {
    if (deps.quitting() || !deps.tray()) return true;
    window.hide();
    if (!asked) {
      asked = true;
      void sayOnce(deps);
    }
    return false;
  };
}

/** A window can be closed before the engine has read its settings. */
async function sayOnce(deps: CloseDeps): Promise<void> {
  const said = await deps.said();
  if (!said || said.includes(word)) return;
  deps.remember([...said, word]);
  say();
}

function say(): void {
  const title = 'Konsole is still here';
  const body =
    'Closing the window leaves Konsole in the tray, so that turns go on and the hotkey works. Quit from the tray’s menu.';
  if (Notification.isSupported()) new Notification({ title, body, silent: true }).show();
  else void dialog.showMessageBox({ type: 'info', title, message: title, detail: body });
}
