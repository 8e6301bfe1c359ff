/**
 * The Electron shell as a whole: windows, hotkey, tray, IPC. Made once Electron is ready; the engine may come
 * later, and everything that needs it waits for it.
 */
import path from 'node:path';
import { app, type BrowserWindow, nativeTheme, session } from 'electron';
import { commands } from '../../preload/contract/commands';
import type { DesktopInfo } from '../../preload/contract/desktop';
import type { WindowName } from '../../preload/contract/desktop-names';
import type { Settings } from '../../preload/contract/settings';
import { createActions } from './actions';
import type { PictureOf } from './app-protocol';
import { whenBack } from './came-back';
import { closeToTray } from './close-to-tray';
import { guardSession } from './guard-session';
import { hotkeyHere } from './hotkey-here';
import { listen } from './listen';
import { bringToFront, createMainWindow } from './main-window';
import { setApplicationMenu } from './menu';
import { createOutside } from './outside';
import { createOwnNotices } from './own-notices';
import { noticeFor } from './place';
import { readsSelection } from './read-text';
import { createQuickWindow, type QuickWindow } from './quick-window';
import { kindHere } from './session-kind-here';
import type { Trouble } from './trouble-page';
import { showTrouble } from './trouble-window';
import type { DesktopDeps, Engine } from './desktop-deps';
import { createWindows } from './windows';

/** A page that never says that it is typable counts as such so long after its first painting, ms. */
const readyPatience = 1_000;

export type Desktop = ReturnType<typeof createDesktop>;

export function createDesktop(deps: DesktopDeps) {
  const { log } = deps;
  const warn = (message: string, fields: Record<string, unknown>) => log('warn', message, fields);
  const windows = createWindows();
  const own = createOwnNotices(() => {
    outside.noticed();
    infoChanged();
  });
  let engineNotices: Engine['notices'] = [];
  let settings: Settings | undefined;
  let quick: QuickWindow | undefined;
  /** Says in the windows' place why there are none. */
  let troubleWindow: BrowserWindow | undefined;
  let seenAt = Date.now();
  let quitting = false;

  const pictureOf: PictureOf = async (id) => (await deps.engine).blobs.picture(id);
  guardSession(session.defaultSession, deps.pages, pictureOf, deps.onPageServed, warn);

  const kind = kindHere();
  const hotkey = hotkeyHere({
    kind,
    portal: deps.shortcutsPortal,
    onPress: () => {
      // With its time, from which the bench counts how long the question took.
      log('debug', 'The hotkey was pressed');
      quickWindow().toggle();
    },
    onChange: infoChanged,
  });

  /** A window in front is one that a person has before their eyes. */
  const inFront = (name: WindowName) => {
    const window = windows.get(name);
    return window !== undefined && window.isVisible() && window.isFocused();
  };

  const outside = createOutside({
    execute: deps.execute,
    showQuick,
    showMain,
    newSession: () => {
      showMain();
      windows.tell('main', { type: 'new-session' });
    },
    openMain: openAt,
    openQuick: (session) => {
      showQuick();
      windows.tell('quick', { type: 'open-session', session });
    },
    notices: own.all,
    quit: () => app.quit(),
    inFront,
    lastSeen,
    log,
  });

  function info(): DesktopInfo {
    return {
      version: app.getVersion(),
      platform: process.platform,
      home: deps.home,
      electron: process.versions.electron,
      hotkey: hotkey.state(),
      secrets: deps.secrets,
      selection: readsSelection(kind),
      tray: outside.hasTray(),
      ...deps.lanes(),
      notices: [...engineNotices, ...own.all()],
    };
  }

  function infoChanged(): void {
    windows.tellAll({ type: 'info-changed' });
  }

  function died(name: WindowName): void {
    const at = new Date().toLocaleTimeString();
    own.say(
      `page-died-${name}`,
      `The ${name} window's page stopped at ${at} and was started again. No session was touched.`,
    );
  }

  function mainWindow() {
    const there = windows.get('main');
    if (there) return there;
    const closing = closeToTray({
      quitting: () => quitting,
      tray: outside.hasTray,
      said: () => known.then(() => settings?.said),
      remember: (said) => void deps.execute('tray', 'settings.update', { patch: { said } }),
    });
    return createMainWindow({
      home: deps.home,
      preload: path.join(deps.preloads, 'main-window.cjs'),
      log: warn,
      register: (window) => {
        windows.register('main', window);
        window.on('focus', () => {
          outside.seen('main');
          windows.tell('main', { type: 'wake' });
        });
        window.on('blur', () => {
          seenAt = Date.now();
        });
        window.once('closed', () => {
          if (!quitting) app.quit();
        });
      },
      show: async () => !(deps.quickFirst && (await deps.hasTray)),
      onPainted: () => {
        if (deps.quickFirst) showQuick();
        setTimeout(typable, readyPatience);
      },
      onDeath: () => died('main'),
      mayClose: closing,
    });
  }

  /** What the first typing in the main window must not wait for. Safe to repeat. */
  function typable(): void {
    if (quitting) return;
    deps.onTypable();
    quickWindow();
  }

  function showMain(): void {
    bringToFront(troubleWindow ?? mainWindow());
  }

  /** When a person last had the main window in front: now, while it is. */
  function lastSeen(): number {
    if (inFront('main')) seenAt = Date.now();
    return seenAt;
  }

  function quickWindow(): QuickWindow {
    quick ??= createQuickWindow({
      preload: path.join(deps.preloads, 'quick-window.cjs'),
      kind,
      log: warn,
      register: (window) => windows.register('quick', window),
      onShown: (pinned) => {
        outside.seen('quick');
        windows.tell('quick', { type: 'quick-shown', ...(pinned ? { pinned } : {}) });
        warm();
      },
      onDeath: () => died('quick'),
      quitting: () => quitting,
    });
    return quick;
  }

  function showQuick(): void {
    if (troubleWindow) bringToFront(troubleWindow);
    else quickWindow().show();
  }

  /** A question may come: the pool warms what has cooled. Nothing waits for it. */
  const warm = () => void deps.execute('tray', 'pool.warm', {});

  /** As they are now: answers to two changes may come in another order than the changes were made. */
  async function followSettings(): Promise<void> {
    const answer = await deps.execute('tray', 'settings.get', {});
    const parsed = commands['settings.get'].result.safeParse(answer.ok && answer.result);
    if (!parsed.success) return;
    settings = parsed.data.settings;
    nativeTheme.themeSource = settings.theme;
    void hotkey.set(settings.hotkey);
  }

  function openAt(place: Parameters<typeof noticeFor>[0]): void {
    showMain();
    const notice = noticeFor(place);
    if (notice) windows.tell('main', notice);
  }

  const put = async (name: string, bytes: Uint8Array) =>
    (await deps.engine).blobs.put(name, [bytes]);

  listen({
    windowOf: windows.nameOf,
    actions: createActions({
      info,
      mainWindow,
      showMain: openAt,
      showQuick,
      hideQuick: () => quick?.hide(),
      resizeQuick: (height) => quick?.resize(height),
      pinQuick: (pinned) => quick?.pin(pinned),
      overQuick: (dialog) => quickWindow().hold(dialog),
      put,
      readsSelection: readsSelection(kind),
      ready: (window) => {
        const sinceStartMs = Math.round(Date.now() - (process.getCreationTime() ?? Date.now()));
        log('info', 'A window is typable', { window, sinceStartMs });
        if (window === 'main') typable();
      },
    }),
    execute: deps.execute,
    put,
    openPort: deps.openPort,
    log: warn,
  });

  setApplicationMenu({ devTools: !app.isPackaged });
  whenBack(() => {
    windows.tellAll({ type: 'wake' });
    warm();
  });
  /** Resolves when the settings were read, or cannot be. */
  const known = begin().catch((error: unknown) => {
    log('error', 'The desktop could not follow the engine', { error: String(error) });
  });
  mainWindow();

  void deps.hasTray.then((there) => {
    if (!there || quitting) return;
    outside.openTray();
    infoChanged();
  });

  async function begin(): Promise<void> {
    const engine = await deps.engine;
    engineNotices = engine.notices;
    let { settingsRev } = engine.feed.pool();
    engine.feed.onPool((status) => {
      if (status.settingsRev !== settingsRev) void followSettings();
      ({ settingsRev } = status);
    });
    await followSettings();
    infoChanged();
    await outside.follow(engine.feed);
  }

  /** Of everything that outlives a window. */
  function letGo(): void {
    if (quitting) return;
    quitting = true;
    hotkey.close();
    outside.close();
  }

  return {
    showMain,
    showQuick,
    /** Said to both windows. */
    notice: own.say,
    takeBack: own.takeBack,
    infoChanged,
    /** The engine cannot open: says so in the windows' place. */
    fail(trouble: Trouble): void {
      letGo();
      troubleWindow = showTrouble(trouble, deps.pages);
    },
    /** The windows close, and their places are remembered. Safe to repeat. */
    close(): void {
      letGo();
      for (const name of ['quick', 'main'] as const) windows.get(name)?.close();
    },
  };
}
