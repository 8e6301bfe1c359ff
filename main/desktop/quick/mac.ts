/**
 * The quick window on macOS: a panel that has the keyboard while the app before stays the active one, so that there is
 * no focus to give back, no dock icon that bounces, and a full-screen app stays full-screen.
 */
import { app, BrowserWindow } from 'electron';
import type { QuickSystem } from './system';

export function mac(): QuickSystem {
  /** Konsole has become the active app through this window, by a click in it. */
  let activated = false;
  let isShown = false;

  return {
    options: {
      // Neither `show` nor `focus` activates the app of a panel (electron/electron#41750).
      type: 'panel',
      // Corners and shadow are those of what the page draws.
      transparent: true,
      alwaysOnTop: true,
      // Not among the windows that Mission Control spreads out.
      hiddenInMissionControl: true,
    },
    places: true,
    made(window) {
      window.setVisibleOnAllWorkspaces(true, {
        // Over full-screen apps as well.
        visibleOnFullScreen: true,
        // Else the app turns into one without a dock icon and back, which hides all its windows for a moment. A panel
        // needs no such thing.
        skipTransformProcessType: true,
      });
      // Above the dock and other panels, below the system's own alerts.
      window.setAlwaysOnTop(true, 'pop-up-menu');
      const became = () => {
        if (isShown) activated = true;
      };
      app.on('did-become-active', became);
      window.once('closed', () => app.off('did-become-active', became));
    },
    show(window, shown) {
      if (!window.isVisible()) activated = false;
      isShown = true;
      if (app.isHidden()) {
        // A hidden app shows no window at all. What the person hid with it must not come along, and to show an app
        // makes it the active one.
        for (const other of others(window)) other.hide();
        app.show();
        activated = true;
      }
      window.show();
      window.focus();
      shown();
    },
    hide(window) {
      isShown = false;
      window.hide();
      // An active app with no window left would keep the keyboard; hiding the app makes the one before active again.
      // With another window open it would take that away too, so there macOS moves the keyboard as it does anywhere.
      if (activated && !others(window).some((other) => other.isVisible())) app.hide();
      activated = false;
    },
  };
}

const others = (window: BrowserWindow) =>
  BrowserWindow.getAllWindows().filter((other) => other !== window);
