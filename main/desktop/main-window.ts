/** The main window: made where it was, shown when painted, remembered when moved, back when its page died. */
import path from 'node:path';
import { BrowserWindow, nativeTheme, screen } from 'electron';
import { pageOrigin } from './app-path';
import { backgrounds, pagePreferences } from './page-options';
import { revive } from './revive';
import {
  minSize,
  placeWindow,
  readWindowState,
  type WindowState,
  writeWindowState,
} from './window-state';

export interface MainWindowDeps {
  home: string;
  preload: string;
  log: (message: string, fields: Record<string, unknown>) => void;
  /** Called before the page is loaded, so that its first message finds it registered. */
  register: (window: BrowserWindow) => void;
  /** Whether it is shown at all when it is painted. */
  show: () => Promise<boolean>;
  /** The page is there: what had to wait for it may start. */
  onPainted: () => void;
  onDeath: () => void;
  /** True lets the close happen; false has hidden the window or will. */
  mayClose: (window: BrowserWindow) => boolean;
}

export function createMainWindow(deps: MainWindowDeps): BrowserWindow {
  const file = path.join(deps.home, 'window-state.json');
  const state = readWindowState(file);
  const window = new BrowserWindow({
    ...placeWindow(state.bounds, workAreas()),
    minWidth: minSize.width,
    minHeight: minSize.height,
    title: 'Konsole',
    show: false,
    autoHideMenuBar: true,
    backgroundColor:
      backgrounds[(state.dark ?? nativeTheme.shouldUseDarkColors) ? 'dark' : 'light'],
    webPreferences: pagePreferences(deps.preload),
  });
  deps.register(window);
  revive(window, {
    now: Date.now,
    log: deps.log,
    onDeath: deps.onDeath,
    patience: 10_000,
  });
  remember(window, file, deps.log);

  window.once('ready-to-show', () => {
    void deps.show().then((show) => {
      if (window.isDestroyed()) return;
      if (show && state.maximized) window.maximize();
      if (show) bringToFront(window);
      deps.onPainted();
    });
  });
  window.on('close', (event) => {
    if (!deps.mayClose(window)) event.preventDefault();
  });
  load(window, `${pageOrigin}/main-window/index.html`, deps.log);
  return window;
}

/** A failed load is logged; the page that then stands there says so itself. */
export function load(
  window: BrowserWindow,
  address: string,
  log: (message: string, fields: Record<string, unknown>) => void,
): void {
  window.loadURL(address).catch((error: unknown) => {
    if (!window.isDestroyed()) log('A page could not be loaded', { error: String(error) });
  });
}

export function bringToFront(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
  // A window in front is not yet a page that hears the keys.
  window.webContents.focus();
}

/** Work areas of all displays, the primary one's first. */
function workAreas() {
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter((display) => display.id !== primary.id);
  return [primary, ...others].map((display) => display.workArea);
}

/** Writes the place half a second after it last changed, and when the window closes. */
function remember(window: BrowserWindow, file: string, log: MainWindowDeps['log']): void {
  let timer: NodeJS.Timeout | undefined;
  const save = () => {
    clearTimeout(timer);
    timer = undefined;
    if (window.isDestroyed()) return;
    const state: WindowState = {
      bounds: window.getNormalBounds(),
      maximized: window.isMaximized(),
      dark: nativeTheme.shouldUseDarkColors,
    };
    try {
      writeWindowState(file, state);
    } catch (error) {
      log('The place of the window could not be remembered', { error: String(error) });
    }
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(save, 500);
  };
  window.on('resize', soon);
  window.on('move', soon);
  window.on('maximize', soon);
  window.on('unmaximize', soon);
  window.on('close', save);
  const repaint = () => {
    window.setBackgroundColor(backgrounds[nativeTheme.shouldUseDarkColors ? 'dark' : 'light']);
    soon();
  };
  nativeTheme.on('updated', repaint);
  window.once('closed', () => {
    clearTimeout(timer);
    nativeTheme.off('updated', repaint);
  });
}
