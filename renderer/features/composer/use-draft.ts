/**
 * The text in the composer. The textarea holds it, React does not: a key must not copy and compare all of
 * it. A paste that a text box would take seconds to lay out is held beside it and sent after the text.
 * What was written is kept by session as it is written, so that switching loses nothing.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { draftOf, keepDraft } from '../../stores/ui-store';

/** Over this many UTF-16 units the height is not measured any more: the box is full anyway. */
const measuredChars = 8_000;
/** Height of a full box, px. */
const maxHeight = 220;
/**
 * A single insertion over this many UTF-16 units stays out of the box. Measured in Chromium: 50 000 take
 * 0.1 s to lay out, 500 000 up to 1.5 s, 5 000 000 up to 24 s.
 */
const boxChars = 50_000;

export interface DraftBox {
  box: RefObject<HTMLTextAreaElement | null>;
  /** Pastes held beside the box, in order. */
  pasted: readonly string[];
  removePasted: (at: number) => void;
  /** Nothing but white space was written. */
  blank: boolean;
  /** For the textarea's onInput. */
  onInput: () => void;
  /** The whole message: the text, then the pastes. */
  read: () => string;
  clear: () => void;
}

/** `key` is the session, `''` for one that does not exist yet. */
export function useDraft(key: string): DraftBox {
  const box = useRef<HTMLTextAreaElement>(null);
  const [noText, setNoText] = useState(true);
  const [pasted, setPasted] = useState<readonly string[]>([]);
  const held = useRef(pasted);

  const hold = useCallback(
    (parts: readonly string[]) => {
      held.current = parts;
      setPasted(parts);
      keepDraft(key, { text: box.current?.value ?? '', pasted: parts });
    },
    [key],
  );

  const onInput = useCallback(() => {
    const element = box.current;
    if (!element) return;
    // Finding the first character that is not white space stops at once in all but blank text.
    setNoText(!/\S/.test(element.value));
    keepDraft(key, { text: element.value, pasted: held.current });
    grow(element);
  }, [key]);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const draft = draftOf(key);
    element.value = draft.text;
    hold(draft.pasted);
    onInput();
  }, [key, hold, onInput]);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const onBeforeInput = (event: InputEvent) => {
      const text = event.data ?? event.dataTransfer?.getData('text/plain') ?? '';
      if (text.length <= boxChars || !event.cancelable) return;
      event.preventDefault();
      hold([...held.current, text]);
    };
    element.addEventListener('beforeinput', onBeforeInput);
    return () => element.removeEventListener('beforeinput', onBeforeInput);
  }, [hold]);

  const read = useCallback(() => {
    const parts = [box.current?.value ?? '', ...held.current];
    return parts.filter((part) => /\S/.test(part)).join('\n\n');
  }, []);
  const removePasted = useCallback(
    (at: number) => hold(held.current.filter((_, other) => other !== at)),
    [hold],
  );
  // Where the box has gone meanwhile, what was kept of it goes too: it was sent.
  const clear = useCallback(() => {
    if (box.current) box.current.value = '';
    hold([]);
    onInput();
  }, [hold, onInput]);

  const blank = noText && pasted.length === 0;
  return { box, pasted, removePasted, blank, onInput, read, clear };
}

function grow(element: HTMLTextAreaElement) {
  if (element.textLength > measuredChars) {
    element.style.height = `${maxHeight}px`;
    return;
  }
  element.style.height = 'auto';
  element.style.height = `${Math.min(element.scrollHeight, maxHeight)}px`;
}
