/**
 * The quick window: one, made at start and hidden, shown where the cursor is with the focus in its question,
 * hidden by Esc, blur or the hotkey. It never brings the main window along and never stays as an invisible thing.
 * What is different from one windowing system to the next is in quick/.
 */
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { pageOrigin } from './app-path';
import { load } from './main-window';
import { backgrounds, pagePreferences } from './page-options';
import { quickSystem } from './quick/system';
import { fitBounds, quickBounds, quickSize } from './quick-bounds';
import { revive } from './revive';
import type { SessionKind } from './session-kind';

export interface QuickWindowDeps {
  preload: string;
  kind: SessionKind;
  log: (message: string, fields: Record<string, unknown>) => void;
  register: (window: BrowserWindow) => void;
  /** It is in front; `pinned` when it was before and still is. */
  onShown: (pinned: boolean) => void;
  onDeath: () => void;
  quitting: () => boolean;
}

export interface QuickWindow {
  readonly window: BrowserWindow;
  show(): void;
  hide(): void;
  /** What the hotkey does: opens it, takes the focus to it, and puts it away when it has the focus already. */
  toggle(): void;
  /** A pinned one stays when the focus leaves it; putting it away unpins it. */
  pin(pinned: boolean): void;
  /** Runs a dialog over it: it stays meanwhile, and has the focus again afterwards. */
  hold<Result>(dialog: (window: BrowserWindow) => Promise<Result>): Promise<Result>;
  /** px; kept within the work area. */
  resize(height: number): void;
}

export function createQuickWindow(deps: QuickWindowDeps): QuickWindow {
  const system = quickSystem(deps.kind);
  const window = new BrowserWindow({
    ...quickSize,
    title: 'Konsole Quick Turn',
    show: false,
    frame: false,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    hasShadow: true,
    ...system.options,
    // Where a compositor may be missing, a transparent window would show black, or eat clicks where nothing is seen.
    ...(system.options.transparent === true ? {} : { backgroundColor: background() }),
    webPreferences: pagePreferences(deps.preload),
  });
  deps.register(window);
  system.made(window);
  if (deps.kind !== 'mac') window.removeMenu();
  const repaint = () => {
    if (system.options.transparent !== true) window.setBackgroundColor(background());
  };
  nativeTheme.on('updated', repaint);

  /** What the page last asked for, so that it comes back as tall as it was. */
  let height = quickSize.height;
  let pinned = false;
  /** Dialogs that are open over it. */
  let held = 0;
  /** It was to be put away while a dialog was open. */
  let away = false;

  function show(): void {
    if (window.isDestroyed()) return;
    away = false;
    if (!window.isVisible() && system.places) {
      const display = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
      window.setBounds(quickBounds(display.workArea, height));
    }
    system.show(window, () => {
      window.webContents.focus();
      deps.onShown(pinned);
    });
  }

  function putAway(): void {
    pinned = false;
    if (window.isDestroyed() || !window.isVisible()) return;
    system.hide(window, window.isFocused());
  }

  /** Under a dialog it would leave that standing alone, so it waits for its end. */
  function hide(): void {
    if (held > 0) away = true;
    else putAway();
  }

  /** A display went, came, or has another work area or scale: a window out of sight would take the keys unseen. */
  function refit(): void {
    if (window.isDestroyed() || !window.isVisible() || !system.places) return;
    const bounds = window.getBounds();
    const next = fitBounds(screen.getDisplayMatching(bounds).workArea, bounds);
    if (JSON.stringify(next) !== JSON.stringify(bounds)) window.setBounds(next);
  }

  revive(window, {
    now: Date.now,
    log: deps.log,
    // A dead page must not stand in front as an empty sheet.
    onDeath: () => {
      putAway();
      deps.onDeath();
    },
    patience: 5_000,
  });
  window.webContents.on('unresponsive', putAway);
  window.on('blur', () => {
    if (!pinned && held === 0 && !window.webContents.isDevToolsOpened()) putAway();
  });
  window.on('close', (event) => {
    if (deps.quitting()) return;
    event.preventDefault();
    hide();
  });
  screen.on('display-removed', refit);
  screen.on('display-metrics-changed', refit);
  window.once('closed', () => {
    nativeTheme.off('updated', repaint);
    screen.off('display-removed', refit);
    screen.off('display-metrics-changed', refit);
  });
  load(window, `${pageOrigin}/quick-window/index.html`, deps.log);

  return {
    window,
    show,
    hide,
    toggle() {
      // The open dialog has the word; a second window in front of it would help nobody.
      if (held > 0 && window.isVisible()) return;
      if (window.isVisible() && window.isFocused()) putAway();
      else show();
    },
    pin(wanted) {
      pinned = wanted;
    },
    async hold(dialog) {
      held += 1;
      try {
        return await dialog(window);
      } finally {
        held -= 1;
        if (held === 0 && away) putAway();
        else if (!window.isDestroyed() && window.isVisible()) show();
        if (held === 0) away = false;
      }
    },
    resize(wanted) {
      height = wanted;
      if (window.isDestroyed()) return;
      const bounds = window.getBounds();
      const { workArea } = screen.getDisplayMatching(bounds);
      const next = fitBounds(workArea, { ...bounds, height: wanted }).height;
      if (next !== bounds.height) window.setBounds({ ...bounds, height: next });
    },
  };
}

const background = () => backgrounds[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'];
