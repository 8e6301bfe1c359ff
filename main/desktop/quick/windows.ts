/** The quick window on Windows. */
import type { QuickSystem } from './system';

export const windows: QuickSystem = {
  options: {
    // It is no app of its own in the taskbar and in Alt+Tab.
    skipTaskbar: true,
    alwaysOnTop: true,
  },
  places: true,
  made(window) {
    // Above other windows that want to be on top as well, as a full-screen player does.
    window.setAlwaysOnTop(true, 'pop-up-menu');
  },
  show(window, shown) {
    // Windows lets only the process that had the last input take the foreground. That is Konsole: the hotkey's message
    // and a click on the tray come to it, and a second start hands its right over (Chromium calls
    // AllowSetForegroundWindow for the one that runs). So nothing has to be forced.
    window.show();
    window.focus();
    shown();
  },
  hide(window, hadFocus) {
    // A window that is only hidden keeps the keyboard, and what is typed is lost (electron/electron#10023). A blur
    // first gives it to the next window in the order, which is the one before.
    if (hadFocus) window.blur();
    window.hide();
  },
};
