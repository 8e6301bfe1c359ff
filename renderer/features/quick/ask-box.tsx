/** Where a question is typed: focused whenever the window is shown, typable before anything was loaded. */
import { useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { askDraft, setDraft, useConversation } from './conversation';

export function AskBox({ followUp }: { followUp: boolean }) {
  const draft = useConversation((state) => state.draft);
  const box = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    const focus = () => {
      const element = box.current;
      element?.focus();
      element?.setSelectionRange(element.value.length, element.value.length);
    };
    focus();
    return useConversation.subscribe((state, before) => {
      if (state.focusAsked !== before.focusAsked) focus();
    });
  }, []);

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
      spellCheck
      value={draft}
      placeholder={followUp ? 'Ask a follow-up' : 'Ask anything'}
      onChange={(event) => setDraft(event.target.value)}
      onKeyDown={onKeyDown}
      className="block max-h-[168px] w-full resize-none [field-sizing:content] bg-transparent text-[18px] leading-7 text-ink outline-none"
    />
  );
}
