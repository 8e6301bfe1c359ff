/** The quick window on X11, under any window manager or none; the same for XWayland. */
import { setTimeout as wait } from 'node:timers/promises';
import { focusBack, xServerHere } from './focus-back';
import type { QuickSystem } from './system';

export function x11(): QuickSystem {
  const focus = focusBack(xServerHere(process.env), (ms) => wait(ms));
  return {
    // Electron cannot keep a window off an X11 taskbar: `skipTaskbar` is for macOS and Windows. While it is hidden no
    // taskbar has it; while it is open one may list it.
    options: { alwaysOnTop: true },
    places: true,
    made() {},
    show(window, shown) {
      const bring = () => {
        if (window.isDestroyed()) return;
        window.show();
        window.focus();
        // A pinned one would stay on the desktop where it was opened, and the hotkey would throw the person over there.
        // A window manager listens only to windows that are shown, and forgets it with each that goes.
        window.setVisibleOnAllWorkspaces(true);
        shown();
      };
      if (window.isFocused()) bring();
      else void focus.remember(window.isVisible()).then(bring);
    },
    hide(window, hadFocus) {
      window.hide();
      // A window manager gives the focus to the window before; where there is none we do.
      if (hadFocus) focus.giveBack(window.getNativeWindowHandle().readUInt32LE(0));
    },
  };
}
