/** The hotkey on this very desktop: Electron's shortcuts, and what this session can do with them. */
import { setTimeout as wait } from 'node:timers/promises';
import { globalShortcut } from 'electron';
import { createHotkey, supportHere } from './hotkey';
import { pressesOnly } from './hotkey-presses';
import { xServerHere } from './quick/focus-back';
import type { SessionKind } from './session-kind';

export interface HotkeyHereDeps {
  kind: SessionKind;
  /** The version of the desktop's portal for global shortcuts; undefined where there is none. */
  portal: () => Promise<number | undefined>;
  onPress: () => void;
  onChange: () => void;
}

export function hotkeyHere({ kind, portal, onPress, onChange }: HotkeyHereDeps) {
  return createHotkey({
    shortcuts: globalShortcut,
    support: supportHere(kind, portal),
    quickCommand: 'vibe-konsole --quick',
    onPress: kind === 'x11' ? pressesOnly(keysHere(), onPress) : onPress,
    onChange,
  });
}

/** The X server is spoken to from the first press on. */
function keysHere() {
  let server: ReturnType<typeof xServerHere> | undefined;
  return {
    keysDown: async () => (await (server ??= xServerHere(process.env)))?.keysDown(),
    wait: (ms: number) => wait(ms),
    now: () => performance.now(),
  };
}
