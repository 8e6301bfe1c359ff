/**
 * The text in the composer. The textarea holds it, React does not: a key must not copy and compare all of
 * it. A paste that a text box would take seconds to lay out is held beside it and sent after the text.
 * What was written is kept by session as it is written, so that neither switching nor a restart loses it.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { showKept } from '../../stores/attachments';
import { draftOf, flushDraft, keepDraft, openDraft } from '../../stores/draft-store';

/**
 * A single insertion over this many UTF-16 units stays out of the box. Measured in Chromium: 50 000 take
 * 0.1 s to lay out, 500 000 up to 1.5 s, 5 000 000 up to 24 s.
 */
export const boxChars = 50_000;

export interface Written {
  text: string;
  pasted: readonly string[];
}

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
  written: () => Written;
  /** Puts something else in the place of what is written, with the caret at one end. */
  write: (what: Written, caret: 'start' | 'end') => void;
  clear: () => void;
}

/** `key` is the session, `''` for one that does not exist yet. */
export function useDraft(key: string): DraftBox {
  const box = useRef<HTMLTextAreaElement>(null);
  const [noText, setNoText] = useState(true);
  const [pasted, setPasted] = useState<readonly string[]>([]);
  const held = useRef(pasted);

  const onInput = useCallback(() => {
    const element = box.current;
    if (!element) return;
    // Finding the first character that is not white space stops at once in all but blank text.
    setNoText(!/\S/.test(element.value));
    keepDraft(key, { text: element.value });
  }, [key]);

  const hold = useCallback(
    (parts: readonly string[]) => {
      held.current = parts;
      setPasted(parts);
      keepDraft(key, { pasted: parts });
    },
    [key],
  );

  const show = useCallback(({ text, pasted: parts }: Written) => {
    held.current = parts;
    setPasted(parts);
    setNoText(!/\S/.test(text));
    // The caret stays where it is when the same words only changed their place.
    if (box.current && box.current.value !== text) box.current.value = text;
  }, []);

  useLayoutEffect(() => {
    const draft = draftOf(key);
    show(draft);
    showKept(key, draft.files);
  }, [key, show]);

  useEffect(() => {
    let left = false;
    void openDraft(key).then(() => {
      // What is written goes to the store with every key, so that the store is never behind the box.
      const draft = draftOf(key);
      showKept(key, draft.files);
      if (left || !box.current) return;
      if (box.current.value !== draft.text || held.current !== draft.pasted) show(draft);
    });
    const flush = () => flushDraft(key);
    const onHidden = () => {
      if (document.visibilityState === 'hidden') flush();
    };
    window.addEventListener('pagehide', flush);
    document.addEventListener('visibilitychange', onHidden);
    return () => {
      left = true;
      window.removeEventListener('pagehide', flush);
      document.removeEventListener('visibilitychange', onHidden);
      flush();
    };
  }, [key, show]);

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

  const written = useCallback(
    (): Written => ({ text: box.current?.value ?? '', pasted: held.current }),
    [],
  );
  const write = useCallback(
    (what: Written, caret: 'start' | 'end') => {
      show(what);
      keepDraft(key, { text: what.text, pasted: what.pasted });
      const at = caret === 'start' ? 0 : what.text.length;
      box.current?.setSelectionRange(at, at);
      if (box.current) box.current.scrollTop = caret === 'start' ? 0 : box.current.scrollHeight;
    },
    [key, show],
  );
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
    show({ text: '', pasted: [] });
    keepDraft(key, { text: '', pasted: [] });
  }, [key, show]);

  const blank = noText && pasted.length === 0;
  return { box, pasted, removePasted, blank, onInput, read, written, write, clear };
}
