/** The hotkey on this very desktop: Electron's shortcuts, and what this session can do with them. */
import { globalShortcut } from 'electron';
import { createHotkey, supportHere } from './hotkey';
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
    onPress,
    onChange,
  });
}
