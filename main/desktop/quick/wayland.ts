/**
 * The quick window on Wayland, where the compositor decides where a window goes, what is above what and who has the
 * keyboard. Electron: https://www.electronjs.org/docs/latest/api/browser-window#platform-notices
 */
import type { QuickSystem } from './system';

export const wayland: QuickSystem = {
  // Electron can ask for no layer here, so a dock may list it while it is open.
  options: {},
  // A position would be ignored; most compositors open a new window in the middle of the output in use. For the same
  // reason `alwaysOnTop` is not asked for, and cannot be: a pinned window may be covered.
  places: false,
  made() {},
  show(window, shown) {
    // `focus` on a window that is there is at most a plea, answered by a flash. A surface that is mapped anew is
    // given the keyboard, for sure when Electron holds the activation token of the key or of the second start.
    // One that has it already keeps it: the blur of its going would put away what was just shown.
    if (window.isVisible() && !window.isFocused()) window.hide();
    window.show();
    window.focus();
    shown();
  },
  hide(window) {
    // The surface goes, so that nothing invisible takes clicks; the compositor gives the keyboard to whom it was with.
    window.hide();
  },
};
