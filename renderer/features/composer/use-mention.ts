/**
 * `@` in the text box: looks for files while a name is written, chooses one with keys or pointer, and puts it in.
 * Looking up happens after the key and apart from it, so that typing waits for nothing.
 */
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { command, messageOf } from '../../stores/commands';
import { mentionAt, mentionOf } from './mention';
import type { Mention } from './mention';

const waitMs = 80;
const most = 20;

export interface MentionView {
  /** Id of the listbox; options are `<id>-<index>`. */
  id: string;
  query: string;
  /** Undefined until the first answer. */
  files?: readonly string[] | undefined;
  failure?: string | undefined;
  active: number;
}

export interface MentionBox {
  /** Undefined while no name of a file is being written. */
  view: MentionView | undefined;
  /** The text changed. */
  onInput: () => void;
  /** The caret moved. */
  onSelect: () => void;
  close: () => void;
  /** True when the key was for the list. */
  onKeyDown: (event: KeyboardEvent) => boolean;
  choose: (path: string) => void;
}

interface Open extends Mention {
  files?: readonly string[] | undefined;
  failure?: string | undefined;
  active: number;
}

export function useMention(
  session: string | undefined,
  box: RefObject<HTMLTextAreaElement | null>,
): MentionBox {
  const id = useId();
  const [open, setOpen] = useState<Open>();
  const shown = useRef<Open>(undefined);
  const asked = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  /** Where Esc closed it: it stays closed for this name. */
  const dismissed = useRef<number>(undefined);

  const show = useCallback((next: Open | undefined) => {
    shown.current = next;
    setOpen(next);
  }, []);
  const close = useCallback(() => {
    clearTimeout(timer.current);
    asked.current += 1;
    if (shown.current) show(undefined);
  }, [show]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const look = useCallback(
    (query: string) => {
      asked.current += 1;
      const number = asked.current;
      clearTimeout(timer.current);
      timer.current = setTimeout(() => {
        const place = session === undefined ? {} : { session };
        const answered = (outcome: Pick<Open, 'files' | 'failure'>) => {
          // A later letter or Esc has overtaken it.
          if (number !== asked.current || !shown.current) return;
          const { files: _files, failure: _failure, ...rest } = shown.current;
          show({ ...rest, ...outcome, active: 0 });
        };
        void command('workspace.files', { ...place, query, limit: most }).then(
          ({ files }) => answered({ files }),
          (error: unknown) => answered({ failure: messageOf(error) }),
        );
      }, waitMs);
    },
    [session, show],
  );

  const follow = useCallback(
    (mayOpen: boolean) => {
      const element = box.current;
      if (!element) return;
      if (!mayOpen && !shown.current) return;
      const caret = element.selectionStart;
      const found = caret === element.selectionEnd ? mentionAt(element.value, caret) : undefined;
      if (!found) {
        dismissed.current = undefined;
        return close();
      }
      if (dismissed.current === found.from) return;
      const before = shown.current?.from === found.from ? shown.current : undefined;
      if (before?.query === found.query) return show({ ...before, ...found });
      show({ active: 0, ...before, ...found });
      look(found.query);
    },
    [box, close, look, show],
  );
  const onInput = useCallback(() => follow(true), [follow]);
  const onSelect = useCallback(() => follow(false), [follow]);

  const choose = useCallback(
    (path: string) => {
      const element = box.current;
      const at = shown.current;
      close();
      if (!element || !at) return;
      element.focus();
      element.setSelectionRange(at.from, at.to);
      insert(element, mentionOf(path));
    },
    [box, close],
  );

  const onKeyDown = useCallback(
    (event: KeyboardEvent): boolean => {
      const now = shown.current;
      if (!now || event.nativeEvent.isComposing) return false;
      if (event.shiftKey || event.ctrlKey || event.metaKey || event.altKey) return false;
      if (event.key === 'Escape') {
        dismissed.current = now.from;
        close();
        return true;
      }
      const files = now.files ?? [];
      if (files.length === 0) return false;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step !== undefined) {
        show({ ...now, active: (now.active + step + files.length) % files.length });
        return true;
      }
      const path = files[now.active];
      if ((event.key !== 'Enter' && event.key !== 'Tab') || path === undefined) return false;
      choose(path);
      return true;
    },
    [choose, close, show],
  );

  const view = open && {
    id,
    query: open.query,
    files: open.files,
    failure: open.failure,
    active: open.active,
  };
  return { view, onInput, onSelect, close, onKeyDown, choose };
}

/** In the place of what is selected, so that undo takes it back; the box hears of it as of typing. */
function insert(element: HTMLTextAreaElement, text: string): void {
  // No other way of changing a text box keeps its undo.
  if (typeof document.execCommand === 'function' && document.execCommand('insertText', false, text))
    return;
  element.setRangeText(text, element.selectionStart, element.selectionEnd, 'end');
  element.dispatchEvent(new Event('input', { bubbles: true }));
}
