/** `/` as the first character: the commands that fit are listed below the box, and chosen with its keys or the pointer. */
import { useCallback, useId, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { completed, matching } from './slash';
import type { Command } from './slash';

export interface SlashView {
  /** Id of the listbox; options are `<id>-<index>`. */
  id: string;
  commands: readonly Command[];
  active: number;
}

export interface SlashBox {
  /** Undefined while no command is being written. */
  view: SlashView | undefined;
  /** The text changed, to this. */
  onText: (text: string) => void;
  /** True when the key was for the list. */
  onKeyDown: (event: KeyboardEvent) => boolean;
  choose: (command: Command) => void;
}

/** `write` puts another text in the box. */
export function useSlash(write: (text: string) => void): SlashBox {
  const id = useId();
  const [{ text, active, closed }, setState] = useState({ text: '', active: 0, closed: false });
  const commands = matching(text);
  const open = !closed && commands.length > 0;

  const onText = useCallback((next: string) => {
    // Esc closes it for the command that is being written: an empty box begins another.
    setState((before) =>
      before.text === next
        ? before
        : { text: next, active: 0, closed: before.closed && next.startsWith('/') },
    );
  }, []);

  const choose = useCallback(
    (command: Command) => {
      const whole = completed(command);
      write(whole);
      setState({ text: whole, active: 0, closed: false });
    },
    [write],
  );

  const onKeyDown = (event: KeyboardEvent): boolean => {
    if (!open || event.nativeEvent.isComposing) return false;
    if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return false;
    const chosen = commands[active];
    if (event.key === 'Escape') setState({ text, active, closed: true });
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const step = event.key === 'ArrowDown' ? 1 : -1;
      setState({ text, closed, active: (active + step + commands.length) % commands.length });
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) choose(chosen);
    else return false;
    return true;
  };
  return { view: open ? { id, commands, active } : undefined, onText, onKeyDown, choose };
}
