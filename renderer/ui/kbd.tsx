/** Keys as a person sees them. An Electron accelerator becomes the caps of this keyboard. */
const names: Record<string, string> = {
  Control: 'Ctrl',
  Escape: 'Esc',
  Return: 'Enter',
  Option: 'Alt',
};
/** A Mac's keyboard has signs for these. */
const macNames: Record<string, string> = {
  Control: '⌃',
  Ctrl: '⌃',
  Alt: '⌥',
  Option: '⌥',
  Shift: '⇧',
  Delete: '⌘ ⌫',
};

export const onMac = () => /mac/i.test(globalThis.navigator?.platform ?? '');

/** `CommandOrControl+Shift+Space` → `['Ctrl', 'Shift', 'Space']`. */
export function keysOf(accelerator: string, mac: boolean = onMac()): string[] {
  return accelerator
    .split('+')
    .filter((key) => key !== '')
    .map((key) => {
      if (key === 'CommandOrControl' || key === 'CmdOrCtrl') return mac ? '⌘' : 'Ctrl';
      if (key === 'Command' || key === 'Super' || key === 'Meta') return mac ? '⌘' : 'Super';
      return (mac ? macNames[key] : undefined) ?? names[key] ?? key;
    });
}

/** One cap for the whole combination (the picture's look), spoken with spaces. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <kbd className="inline-block rounded-[4px] border border-line border-b-2 bg-raised px-1.5 py-px text-[11px] leading-4 whitespace-nowrap text-ink-2">
      {keysOf(keys).join(' ')}
    </kbd>
  );
}
