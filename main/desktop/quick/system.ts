/** What one windowing system needs of the quick window beyond what all do; each has a file with its reasons. */
import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';
import type { SessionKind } from '../session-kind';
import { mac } from './mac';
import { wayland } from './wayland';
import { windows } from './windows';
import { x11 } from './x11';

export interface QuickSystem {
  readonly options: BrowserWindowConstructorOptions;
  /** False where the system alone decides where a window goes. */
  readonly places: boolean;
  /** Once, before its page is loaded. */
  made(window: BrowserWindow): void;
  /**
   * Puts it in front, with the keyboard, and says so, at once or a moment later. Also when it is visible already and the
   * focus is elsewhere.
   */
  show(window: BrowserWindow, shown: () => void): void;
  /** Takes it away. `hadFocus`: then the focus goes back to where it was before. */
  hide(window: BrowserWindow, hadFocus: boolean): void;
}

export function quickSystem(kind: SessionKind): QuickSystem {
  switch (kind) {
    case 'mac':
      return mac();
    case 'windows':
      return windows;
    case 'wayland':
      return wayland;
    // XWayland is an X server to its windows.
    case 'x11':
    case 'xwayland':
      return x11();
  }
}
