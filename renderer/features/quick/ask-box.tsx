/** Where a question is typed: focused whenever the window is shown, typable before anything was loaded. */
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { askDraft, setDraft, useConversation } from './conversation';

/** Lines it grows to before it scrolls, px. */
const tallest = 28 * 6;

export function AskBox({ followUp }: { followUp: boolean }) {
  const draft = useConversation((state) => state.draft);
  const focusAsked = useConversation((state) => state.focusAsked);
  const box = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    element.focus();
    element.setSelectionRange(element.value.length, element.value.length);
  }, [focusAsked]);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.style.height = 'auto';
    element.style.height = `${Math.min(tallest, element.scrollHeight)}px`;
  }, [draft]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.ctrlKey || event.metaKey || event.altKey)
      return;
    // Enter that ends the writing of a word in an input method asks nothing.
    if (event.nativeEvent.isComposing) return;
    event.preventDefault();
    void askDraft();
  };

  return (
    <textarea
      ref={box}
      aria-label="Ask"
      rows={1}
      autoFocus
      spellCheck
      value={draft}
      placeholder={followUp ? 'Ask a follow-up' : 'Ask anything'}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={onKeyDown}
      className="block w-full resize-none bg-transparent text-[18px] leading-7 text-ink outline-none"
    />
  );
}
