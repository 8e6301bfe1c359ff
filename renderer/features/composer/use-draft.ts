/**
 * The text in the composer. The textarea holds it, React does not: with 5 MB pasted, a key must not copy
 * and compare all of it. What was typed is kept by session, so that switching loses nothing.
 */
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { draftOf, keepDraft } from '../../stores/ui-store';

/** Over this many UTF-16 units the height is not measured any more: the box is full anyway. */
const measuredChars = 8_000;
/** Height of a full box, px. */
const maxHeight = 220;

export interface Draft {
  box: RefObject<HTMLTextAreaElement | null>;
  /** Nothing but white space was typed. */
  blank: boolean;
  /** For the textarea's onInput. */
  onInput: () => void;
  read: () => string;
  clear: () => void;
}

/** `key` is the session, `''` for one that does not exist yet. */
export function useDraft(key: string): Draft {
  const box = useRef<HTMLTextAreaElement>(null);
  const [blank, setBlank] = useState(true);

  const onInput = useCallback(() => {
    const element = box.current;
    if (!element) return;
    // Finding the first character that is not white space stops at once in all but blank text.
    setBlank(!/\S/.test(element.value));
    grow(element);
  }, []);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.value = draftOf(key);
    setBlank(!/\S/.test(element.value));
    grow(element);
    return () => keepDraft(key, element.value);
  }, [key]);

  const read = useCallback(() => box.current?.value ?? '', []);
  const clear = useCallback(() => {
    if (!box.current) return;
    box.current.value = '';
    setBlank(true);
    grow(box.current);
  }, []);
  return { box, blank, onInput, read, clear };
}

function grow(element: HTMLTextAreaElement) {
  if (element.textLength > measuredChars) {
    element.style.height = `${maxHeight}px`;
    return;
  }
  element.style.height = 'auto';
  element.style.height = `${Math.min(element.scrollHeight, maxHeight)}px`;
}
