/** Find in session: what to look for, how many there are, to the next and the one before. */
import { ChevronDown, ChevronUp, Search, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { closeFind, openFind, useFindBar } from '../../stores/find-store';
import { IconButton } from '../../ui/button';
import { useLate } from '../../ui/use-now';
import { countOf } from './use-find';
import type { Find } from './use-find';

/** Ctrl/Cmd+F opens it and F3 steps, wherever the focus is; Esc closes it unless the focus is somewhere else. */
export function useFindKeys({ step }: Find): void {
  const open = useFindBar((bar) => bar.open);
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.altKey || event.defaultPrevented || event.isComposing) return;
      const mod = event.ctrlKey || event.metaKey;
      if (mod && !event.shiftKey && event.key.toLowerCase() === 'f') openFind();
      else if (open && !mod && event.key === 'F3') step(event.shiftKey ? -1 : 1);
      else if (open && !mod && event.key === 'Escape' && escIsForFind()) closeFind();
      else return;
      event.preventDefault();
    };
    // Before those that stop a turn with Esc: they leave alone what was used.
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [open, step]);
}

function escIsForFind(): boolean {
  const focused = document.activeElement;
  return focused === document.body || focused?.closest('[role=search],[role=log]') != null;
}

export function FindBar({ find }: { find: Find }) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const take = () => {
      if (!useFindBar.getState().open) return;
      box.current?.focus();
      box.current?.select();
    };
    take();
    return useFindBar.subscribe(take);
  }, []);
  const searching = useLate(find.state === 'searching');
  const none = find.hits.length === 0;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
    event.preventDefault();
    find.step(event.shiftKey ? -1 : 1);
  };
  return (
    <div
      role="search"
      aria-label="Find"
      className="flex h-11 shrink-0 items-center gap-1.5 border-b border-line-soft bg-panel pr-2 pl-4"
    >
      <Search size={14} aria-hidden className="shrink-0 text-ink-3" />
      <input
        ref={box}
        type="text"
        aria-label="Find in session"
        placeholder="Find in session"
        value={find.text}
        maxLength={500}
        spellCheck={false}
        autoComplete="off"
        onKeyDown={onKeyDown}
        onChange={(event) => find.setText(event.target.value)}
        className="h-8 min-w-0 flex-1 rounded-control border border-line bg-bg px-2.5 outline-none focus:border-info"
      />
      <span
        role="status"
        className={`num max-w-[50%] truncate text-small ${find.state === 'failed' ? 'text-bad' : 'text-ink-2'}`}
      >
        {searching ? 'Searching…' : countOf(find)}
      </span>
      <IconButton
        label="Previous match"
        size="small"
        aria-disabled={none}
        onClick={() => find.step(-1)}
      >
        <ChevronUp size={15} aria-hidden />
      </IconButton>
      <IconButton label="Next match" size="small" aria-disabled={none} onClick={() => find.step(1)}>
        <ChevronDown size={15} aria-hidden />
      </IconButton>
      <IconButton label="Close find" size="small" onClick={closeFind}>
        <X size={15} aria-hidden />
      </IconButton>
    </div>
  );
}
