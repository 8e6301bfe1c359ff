/** Where a person writes what to look for in all sessions. Down goes to what was found, Enter opens the first. */
import { Search, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { KeyboardEvent, RefObject } from 'react';
import { useLayout, setPaneShown } from '../../stores/layout-store';
import { useUi } from '../../stores/ui-store';
import { isFolded } from '../../ui/side-pane';
import { create } from 'zustand';
import { rowsIn } from './row-keys';
import { clearSearch, searchFor, useSearch } from './search-store';

/** Counts the asks to go to the box, wherever they come from; `from` had the focus before. */
const useAsked = create<{ count: number; from?: Element | null }>()(() => ({ count: 0 }));

/** Opens the sidebar where it is put away, and goes to the box. */
export function goToSearch(): void {
  if (isFolded('left')) useUi.setState({ sidebarOpen: true });
  else if (!useLayout.getState().left.shown) setPaneShown('left', true);
  useAsked.setState(({ count }) => ({ count: count + 1, from: document.activeElement }));
}

export function SearchBox({ box }: { box: RefObject<HTMLInputElement | null> }) {
  const text = useSearch((search) => search.text);
  const asked = useAsked((view) => view.count);
  const done = useRef(asked);
  useEffect(() => {
    if (done.current === asked) return;
    done.current = asked;
    box.current?.focus();
    box.current?.select();
  }, [asked, box]);

  const leave = () => {
    const { from } = useAsked.getState();
    const message = document.querySelector<HTMLElement>('textarea[aria-label=Message]');
    const before = from instanceof HTMLElement && from.isConnected && from !== document.body;
    useUi.setState({ sidebarOpen: false });
    (before ? from : message)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    const list = event.currentTarget.closest('aside') ?? document.body;
    const first = () => rowsIn(list)[0];
    if (event.key === 'Escape') {
      event.preventDefault();
      if (text === '') leave();
      else clearSearch();
    }
    if (event.key === 'ArrowDown') {
      event.preventDefault();
      first()?.focus();
    }
    if (event.key === 'Enter' && text.trim() !== '') {
      event.preventDefault();
      first()?.click();
    }
  };
  return (
    <div role="search" className="relative mx-2.5 mt-3">
      <Search
        size={14}
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-ink-3"
      />
      <input
        ref={box}
        type="search"
        aria-label="Search sessions"
        placeholder="Search sessions"
        spellCheck={false}
        maxLength={500}
        value={text}
        onChange={(event) => searchFor(event.currentTarget.value)}
        onKeyDown={onKeyDown}
        className="h-8 w-full min-w-0 rounded-control border border-line-soft bg-bg pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden"
      />
      {text !== '' && (
        <button
          type="button"
          aria-label="Clear search"
          onClick={() => {
            clearSearch();
            box.current?.focus();
          }}
          className="absolute top-1 right-1 inline-flex size-6 items-center justify-center rounded-control text-ink-3 hover:bg-hover hover:text-ink"
        >
          <X size={13} aria-hidden />
        </button>
      )}
    </div>
  );
}
