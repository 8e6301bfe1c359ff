/** Marks what was looked for in the text that is laid out, the chosen one stronger; the page itself stays as it is. */
import { useEffect } from 'react';
import type { RefObject } from 'react';
import { turnOf } from '../../stores/history';
import { sessionStore } from '../../stores/session-store';
import type { Place } from '../../stores/jump-store';
import { wordsAt } from './place-in-page';
import { rowElement } from './rows-in-page';
import { matchesIn } from './text-ranges';

/** Names of `::highlight()` in ui/base.css. */
const all = 'find';
const one = 'find-current';
/** While text streams the marks follow it this often at most, ms. */
const everyMs = 150;

export interface HighlightInput {
  session: string;
  rows: RefObject<HTMLElement | null>;
  /** Nothing is marked without words. */
  words: string;
  hit: Place | undefined;
}

export function useHighlights({ session, rows, words, hit }: HighlightInput): void {
  useEffect(() => {
    const inner = rows.current;
    if (!inner || words.trim() === '' || !('highlights' in CSS)) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const mark = () => {
      timer = undefined;
      const texts = inner.querySelectorAll('[data-block], [data-request]');
      const ranges = [...texts].flatMap((element) => matchesIn(element, words));
      CSS.highlights.set(all, new Highlight(...ranges));
      const row = hit && rowElement(inner, hit.turn);
      const turn = hit && turnOf(sessionStore(session).getState(), hit.turn);
      const range = hit && row && turn ? wordsAt(row, turn, hit, words) : undefined;
      const chosen = new Highlight(...(range ? [range] : []));
      chosen.priority = 1;
      CSS.highlights.set(one, chosen);
    };
    const soon = () => {
      timer ??= setTimeout(mark, everyMs);
    };
    mark();
    const observer = new MutationObserver(soon);
    observer.observe(inner, { childList: true, characterData: true, subtree: true });
    return () => {
      observer.disconnect();
      clearTimeout(timer);
      CSS.highlights.delete(all);
      CSS.highlights.delete(one);
    };
  }, [session, rows, words, hit]);
}
