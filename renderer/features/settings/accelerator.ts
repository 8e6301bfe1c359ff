/** From keys a person presses to the accelerator Electron registers. Pure. */

/** The part of a keyboard event that counts. */
export interface Pressed {
  code: string;
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

export type Recorded =
  | { state: 'holding'; keys: string }
  | { state: 'refused'; message: string }
  | { state: 'done'; accelerator: string };

const named: Record<string, string> = {
  Space: 'Space',
  Enter: 'Return',
  Tab: 'Tab',
  Backspace: 'Backspace',
  Delete: 'Delete',
  Insert: 'Insert',
  Home: 'Home',
  End: 'End',
  PageUp: 'PageUp',
  PageDown: 'PageDown',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
  Minus: '-',
  Equal: '=',
  BracketLeft: '[',
  BracketRight: ']',
  Backslash: '\\',
  Semicolon: ';',
  Quote: "'",
  Backquote: '`',
  Comma: ',',
  Period: '.',
  Slash: '/',
  PrintScreen: 'PrintScreen',
};

function keyOf(code: string): string | undefined {
  const plain = /^(?:Key([A-Z])|Digit(\d)|(F\d{1,2}))$/.exec(code);
  if (plain) return plain[1] ?? plain[2] ?? plain[3];
  const pad = /^Numpad(\d)$/.exec(code)?.[1];
  if (pad) return `num${pad}`;
  return Object.hasOwn(named, code) ? named[code] : undefined;
}

function modifiersOf(pressed: Pressed, mac: boolean): string[] {
  const modifiers: string[] = [];
  if (mac ? pressed.metaKey : pressed.ctrlKey) modifiers.push('CommandOrControl');
  if (mac ? pressed.ctrlKey : pressed.metaKey) modifiers.push(mac ? 'Control' : 'Super');
  if (pressed.altKey) modifiers.push('Alt');
  if (pressed.shiftKey) modifiers.push('Shift');
  return modifiers;
}

/** What the keys held now would register. One key with Ctrl alone would be lost to every other app. */
export function recorded(pressed: Pressed, mac: boolean): Recorded {
  const modifiers = modifiersOf(pressed, mac);
  const isModifier = /^(Control|Shift|Alt|Meta|OS)(Left|Right)?$/.test(pressed.code);
  if (isModifier) return { state: 'holding', keys: modifiers.join('+') };
  const key = keyOf(pressed.code);
  if (key === undefined) {
    return {
      state: 'refused',
      message: 'That key cannot be used here. Try a letter, a digit, Space or F1 to F24.',
    };
  }
  const strong = modifiers.filter((modifier) => modifier !== 'Shift').length;
  if (/^F\d/.test(key) || strong >= 2 || (strong === 1 && modifiers.length >= 2)) {
    return { state: 'done', accelerator: [...modifiers, key].join('+') };
  }
  if (strong === 1 && (modifiers[0] === 'Alt' || modifiers[0] === 'Super' || key === 'Space')) {
    return { state: 'done', accelerator: [...modifiers, key].join('+') };
  }
  return {
    state: 'refused',
    message:
      strong === 0
        ? 'Hold Ctrl, Alt or another such key with it, or it would be lost to every other app.'
        : 'Hold Shift or Alt as well, or the keys would be lost to every other app.',
  };
}
