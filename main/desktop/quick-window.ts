/**
 * The quick window: one, made at start and hidden, shown where the cursor is with the focus in its question,
 * hidden by Esc, blur or the hotkey. It never brings the main window along and never stays as an invisible thing.
 */
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { pageOrigin } from './app-path';
import { load } from './main-window';
import { backgrounds, pagePreferences } from './page-options';
import { fitHeight, quickBounds, quickSize } from './quick-bounds';
import { revive } from './revive';

export interface QuickWindowDeps {
  preload: string;
  log: (message: string, fields: Record<string, unknown>) => void;
  register: (window: BrowserWindow) => void;
  onShown: () => void;
  onDeath: () => void;
  quitting: () => boolean;
}

export interface QuickWindow {
  readonly window: BrowserWindow;
  show(): void;
  hide(): void;
  /** What the hotkey does: opens it, and puts it away when it is already in front. */
  toggle(): void;
  /** A pinned one stays when the focus leaves it; putting it away unpins it. */
  pin(pinned: boolean): void;
  /** Runs a dialog over it: it stays meanwhile, and has the focus again afterwards. */
  hold<Result>(dialog: (window: BrowserWindow) => Promise<Result>): Promise<Result>;
  /** px; kept within the work area. */
  resize(height: number): void;
}

export function createQuickWindow(deps: QuickWindowDeps): QuickWindow {
  const mac = process.platform === 'darwin';
  const window = new BrowserWindow({
    ...quickSize,
    title: 'Konsole Quick Turn',
    show: false,
    frame: false,
    resizable: false,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    hasShadow: true,
    // Elsewhere a missing compositor would show black or eat clicks where nothing is seen.
    transparent: mac,
    ...(mac ? { type: 'panel' } : { backgroundColor: background() }),
    webPreferences: pagePreferences(deps.preload),
  });
  deps.register(window);
  if (mac) {
    window.setVisibleOnAllWorkspaces(true, {
      visibleOnFullScreen: true,
      skipTransformProcessType: true,
    });
    window.setAlwaysOnTop(true, 'pop-up-menu');
  } else {
    window.removeMenu();
    const repaint = () => window.setBackgroundColor(background());
    nativeTheme.on('updated', repaint);
    window.once('closed', () => nativeTheme.off('updated', repaint));
  }

  /** What the page last asked for, so that it comes back as tall as it was. */
  let height = quickSize.height;

  function place(): void {
    const display = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    window.setBounds(quickBounds(display.workArea, height));
  }

  function show(): void {
    if (window.isDestroyed()) return;
    if (!window.isVisible()) place();
    window.show();
    window.focus();
    window.webContents.focus();
    deps.onShown();
  }

  let pinned = false;
  let held = 0;

  function hide(): void {
    pinned = false;
    if (window.isDestroyed() || !window.isVisible()) return;
    // Windows gives the focus to the next window in its order only after a blur.
    if (process.platform === 'win32') window.blur();
    window.hide();
  }

  revive(window, {
    now: Date.now,
    log: deps.log,
    // A dead page must not stand in front as an empty sheet.
    onDeath: () => {
      hide();
      deps.onDeath();
    },
    patience: 5_000,
  });
  window.webContents.on('unresponsive', hide);
  window.on('blur', () => {
    if (!pinned && held === 0 && !window.webContents.isDevToolsOpened()) hide();
  });
  window.on('close', (event) => {
    if (deps.quitting()) return;
    event.preventDefault();
    hide();
  });
  load(window, `${pageOrigin}/quick-window/index.html`, deps.log);

  return {
    window,
    show,
    hide,
    toggle: () => (window.isVisible() && window.isFocused() ? hide() : show()),
    pin(wanted) {
      pinned = wanted;
    },
    async hold(dialog) {
      held += 1;
      try {
        return await dialog(window);
      } finally {
        held -= 1;
        if (!window.isDestroyed() && window.isVisible()) show();
      }
    },
    resize(wanted) {
      height = wanted;
      if (window.isDestroyed()) return;
      const bounds = window.getBounds();
      const { workArea } = screen.getDisplayMatching(bounds);
      const next = fitHeight(workArea, bounds.y, wanted);
      if (next !== bounds.height) window.setBounds({ ...bounds, height: next });
    },
  };
}

const background = () => backgrounds[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'];
