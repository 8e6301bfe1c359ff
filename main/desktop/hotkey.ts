/**
 * The global hotkey, told honestly: registered, taken by another app, unsupported here, waiting for the
 * desktop's portal, or off. A new one that fails leaves the old one working.
 */
import type { DesktopInfo, HotkeyState } from '../../preload/contract/desktop';

/** The part of Electron's globalShortcut that is used. `register` throws on a nonsense accelerator. */
export interface GlobalShortcut {
  register(accelerator: string, pressed: () => void): boolean;
  unregister(accelerator: string): void;
}

/**
 * How this desktop treats global shortcuts. `portal`: Wayland's portal asks the person and tells nobody
 * the outcome; `unsupported`: a Wayland session seen through XWayland, where keys of other windows never come.
 */
export type ShortcutSupport = 'direct' | 'portal' | 'unsupported';

export interface HotkeyDeps {
  shortcuts: GlobalShortcut;
  support: ShortcutSupport;
  /** For messages: how a desktop's own settings can start Quick Turn. */
  quickCommand: string;
  onPress: () => void;
  onChange: () => void;
}

export function supportHere(
  platform: string,
  env: Readonly<Record<string, string | undefined>>,
  electronMajor: number,
): ShortcutSupport {
  if (platform !== 'linux') return 'direct';
  const session = env.XDG_SESSION_TYPE;
  const wayland = session === 'wayland' || (session !== 'x11' && env.WAYLAND_DISPLAY !== undefined);
  if (!wayland) return 'direct';
  // Electron runs natively on Wayland, where it can ask the GlobalShortcuts portal, since 38.
  return electronMajor >= 38 ? 'portal' : 'unsupported';
}

export function createHotkey(deps: HotkeyDeps) {
  let active: string | undefined;
  let told: DesktopInfo['hotkey'] = { accelerator: '', state: 'off' };

  function tell(accelerator: string, state: HotkeyState, message?: string): void {
    const next = message === undefined ? { accelerator, state } : { accelerator, state, message };
    const same = JSON.stringify(next) === JSON.stringify(told);
    told = next;
    if (!same) deps.onChange();
  }

  function release(): void {
    if (active !== undefined) deps.shortcuts.unregister(active);
    active = undefined;
  }

  function pressed(): void {
    // Only a real key press proves that the portal gave it to us.
    if (told.state === 'waiting') tell(told.accelerator, 'registered');
    deps.onPress();
  }

  const elseSay = () =>
    active === undefined
      ? `Choose another one, or bind "${deps.quickCommand}" in your desktop's keyboard settings.`
      : `${readable(active)} still opens Quick Turn. Choose another one.`;

  return {
    state: (): DesktopInfo['hotkey'] => told,
    /** Empty switches it off. Safe to repeat; asking again for one that was taken tries again. */
    set(wanted: string): void {
      if (wanted === '') {
        release();
        return tell(
          '',
          'off',
          `Bind "${deps.quickCommand}" in your desktop's keyboard settings if you like.`,
        );
      }
      if (deps.support === 'unsupported') {
        release();
        return tell(
          wanted,
          'unsupported',
          'This desktop (Wayland) gives no app a global hotkey in this way. ' +
            `Bind "${deps.quickCommand}" in its keyboard settings: it opens Quick Turn in the running app.`,
        );
      }
      if (wanted === active) {
        return tell(wanted, told.state === 'waiting' ? 'waiting' : 'registered');
      }
      let got: boolean;
      try {
        got = deps.shortcuts.register(wanted, pressed);
      } catch {
        return tell(wanted, 'unsupported', `"${wanted}" is not a key combination. ${elseSay()}`);
      }
      if (!got) {
        return tell(wanted, 'taken', `${readable(wanted)} is taken by another app. ${elseSay()}`);
      }
      release();
      active = wanted;
      if (deps.support === 'portal') {
        return tell(
          wanted,
          'waiting',
          'Your desktop may ask you to allow it. Press it once to see that it works.',
        );
      }
      tell(wanted, 'registered');
    },
    close: release,
  };
}

/** An accelerator as a person writes it here. */
export function readable(accelerator: string): string {
  const mac = process.platform === 'darwin';
  return accelerator.replace(/CommandOrControl|CmdOrCtrl/gi, mac ? 'Cmd' : 'Ctrl');
}
