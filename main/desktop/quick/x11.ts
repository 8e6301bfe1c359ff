/** The quick window on X11, under any window manager or none; the same for XWayland. */
import { BrowserWindow } from 'electron';
import type { QuickSystem } from './system';

export function x11(): QuickSystem {
  /** The window of ours that had the keyboard before. Of other apps' windows Electron knows nothing. */
  let before: BrowserWindow | undefined;

  return {
    options: {
      // _NET_WM_STATE_SKIP_TASKBAR: it is no window to switch to.
      skipTaskbar: true,
      alwaysOnTop: true,
    },
    places: true,
    made(window) {
      // A pinned one would stay on the desktop where it was opened, and the hotkey would then throw the person over
      // there.
      window.setVisibleOnAllWorkspaces(true);
    },
    show(window) {
      const focused = BrowserWindow.getFocusedWindow();
      if (focused !== window) before = focused ?? undefined;
      window.show();
      window.focus();
    },
    hide(window, hadFocus) {
      window.hide();
      // A window manager gives the focus to the window before. Without one the X server gives it to nobody, so at least
      // our own window takes it again; with one that says the same a second time.
      if (hadFocus && before && !before.isDestroyed() && before.isVisible()) before.focus();
      before = undefined;
    },
  };
}
