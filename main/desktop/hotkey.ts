/**
 * The global hotkey, told honestly: registered, taken by another app, unsupported here, waiting for the
 * desktop's portal, or off; and whether it was really pressed. A new one that fails leaves the old one working.
 */
import type { DesktopInfo, HotkeyState } from '../../preload/contract/desktop';
import type { SessionKind } from './session-kind';

/** The part of Electron's globalShortcut that is used. `register` throws on a nonsense accelerator. */
export interface GlobalShortcut {
  register(accelerator: string, pressed: () => void): boolean;
  unregister(accelerator: string): void;
}

/**
 * How this desktop treats global shortcuts. `portal`: Wayland's portal asks the person, and Electron tells nobody what
 * they said (its `register` answers before they have); `unsupported`: no key of other windows ever comes here.
 */
export type ShortcutSupport = 'direct' | 'portal' | 'unsupported';

export interface HotkeyDeps {
  shortcuts: GlobalShortcut;
  /** Never rejects. */
  support: Promise<ShortcutSupport>;
  /** For messages: how a desktop's own settings can start Quick Turn. */
  quickCommand: string;
  onPress: () => void;
  onChange: () => void;
}

/** `portal` asks the session bus whether there is a portal for shortcuts, where that counts. */
export async function supportHere(
  kind: SessionKind,
  portal: () => Promise<number | undefined>,
): Promise<ShortcutSupport> {
  if (kind === 'wayland') return (await portal()) === undefined ? 'unsupported' : 'portal';
  // To XWayland only the keys of its own windows come: registering succeeds, and means nothing.
  return kind === 'xwayland' ? 'unsupported' : 'direct';
}

/**
 * Chromium's features for the portal, all on in the newest Electron. The second names the keys to it, and is what makes
 * it be asked at all on GNOME (electron/electron#52221); one that a version does not know it passes over.
 */
export const portalFeatures = 'GlobalShortcutsPortal,GlobalShortcutsPortalPreferredTrigger';

export function createHotkey(deps: HotkeyDeps) {
  let active: string | undefined;
  /** The active one was really pressed. */
  let proven = false;
  /** What was asked for last; nothing once it is over. */
  let asked: string | undefined;
  let told: DesktopInfo['hotkey'] = { accelerator: '', state: 'off' };

  function tell(accelerator: string, state: HotkeyState, message?: string): void {
    const next = {
      accelerator,
      state,
      ...(message === undefined ? {} : { message }),
      ...(state === 'registered' && proven ? { confirmed: true } : {}),
    };
    const same = JSON.stringify(next) === JSON.stringify(told);
    told = next;
    if (!same) deps.onChange();
  }

  function release(): void {
    if (active !== undefined) deps.shortcuts.unregister(active);
    active = undefined;
    proven = false;
  }

  function pressed(): void {
    // Only a real key press proves that it arrives, and that the portal gave it to us. An older key that still works
    // proves nothing of the new one.
    proven = true;
    if (active !== undefined && told.accelerator === active) tell(active, 'registered');
    deps.onPress();
  }

  const bindIt = `bind "${deps.quickCommand}" in your desktop's keyboard settings`;
  const elseSay = () =>
    active === undefined
      ? `Choose another one, or ${bindIt}.`
      : `${readable(active)} still opens Quick Turn. Choose another one.`;

  function register(wanted: string, support: ShortcutSupport): void {
    if (wanted === active) return tellActive(wanted, support);
    let got: boolean;
    try {
      got = deps.shortcuts.register(wanted, pressed);
    } catch {
      return tell(wanted, 'unsupported', `"${wanted}" is not a key combination. ${elseSay()}`);
    }
    if (!got && support === 'portal') {
      // It asks nobody else for the key, so nobody can have taken it.
      const why = 'Your desktop did not take the keys that Konsole asked it for.';
      return tell(wanted, 'unsupported', `${why} ${elseSay()}`);
    }
    if (!got) {
      const who = `${readable(wanted)} is taken by another app; the system does not say by which.`;
      return tell(wanted, 'taken', `${who} ${elseSay()}`);
    }
    release();
    active = wanted;
    tellActive(wanted, support);
  }

  function tellActive(keys: string, support: ShortcutSupport): void {
    if (support === 'direct' || proven) return tell(keys, 'registered');
    const press = `Press ${readable(keys)} once to see that it works; if nothing comes, ${bindIt}.`;
    tell(keys, 'waiting', `Your desktop may ask you to allow it. ${press}`);
  }

  return {
    state: (): DesktopInfo['hotkey'] => told,
    /** Empty switches it off. Safe to repeat; asking again for one that was taken tries again. */
    async set(wanted: string): Promise<void> {
      asked = wanted;
      const support = await deps.support;
      // Another one was asked for meanwhile, or it is over.
      if (asked !== wanted) return;
      if (wanted === '') {
        release();
        return tell(
          '',
          'off',
          `Bind "${deps.quickCommand}" in your desktop's keyboard settings if you like.`,
        );
      }
      if (support === 'unsupported') {
        release();
        return tell(
          wanted,
          'unsupported',
          'This desktop (Wayland) gives no app a global hotkey in this way. ' +
            `Bind "${deps.quickCommand}" in its keyboard settings: it opens Quick Turn in the running app.`,
        );
      }
      register(wanted, support);
    },
    close(): void {
      asked = undefined;
      release();
    },
  };
}

/** An accelerator as a person writes it here. */
export function readable(accelerator: string): string {
  const mac = process.platform === 'darwin';
  return accelerator.replace(/CommandOrControl|CmdOrCtrl/gi, mac ? 'Cmd' : 'Ctrl');
}
