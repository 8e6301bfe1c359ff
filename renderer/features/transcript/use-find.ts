/** Finding in a session: asks the konsole while a person types, keeps the newest answer, steps through its hits. */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { FindHit } from '../../../preload/contract/shapes';
import { command, messageOf } from '../../stores/commands';
import { jumpTo } from '../../stores/jump-store';

/** After the last key, ms. */
const pauseMs = 120;
/** As many as the command gives at once. */
const mostHits = 5_000;

export interface Finding {
  text: string;
  hits: readonly FindHit[];
  /** All there are, also those beyond `hits`. */
  total: number;
  /** Into `hits`; -1 while none is chosen. */
  current: number;
  state: 'blank' | 'searching' | 'found' | 'failed';
  message?: string;
}

const blank: Finding = { text: '', hits: [], total: 0, current: -1, state: 'blank' };

export interface Find extends Finding {
  setText: (text: string) => void;
  /** To the next hit, or with -1 to the one before; after the last comes the first. */
  step: (by: 1 | -1) => void;
}

export interface FindInput {
  session: string;
  open: boolean;
  /** Another value at the boundaries of turns: then the hits are counted again. */
  boundary: unknown;
  /** Ids of the turns that are loaded, and the one at the top of the view: stepping begins there. */
  ids: readonly string[];
  topTurn: () => string | undefined;
}

export function useFind(input: FindInput): Find {
  const { session, open, boundary } = input;
  const [finding, setFinding] = useState(blank);
  const asked = useRef(0);
  const latest = useRef({ input, finding });
  // Before the next key can ask for it.
  useLayoutEffect(() => {
    latest.current = { input, finding };
  });

  const ask = useCallback(
    async (text: string, goThere: boolean) => {
      asked.current += 1;
      const mine = asked.current;
      try {
        const { hits, total } = await command('session.find', { session, text, limit: mostHits });
        if (asked.current !== mine) return;
        const { input: now, finding: was } = latest.current;
        const kept = goThere ? -1 : sameHit(hits, was.hits[was.current]);
        const current = kept >= 0 ? kept : startAt(hits, now.ids, now.topTurn());
        setFinding({ text, hits, total, current, state: 'found' });
        const hit = hits[current];
        // While a person types nothing is loaded for it: that waits for Enter.
        if (goThere && hit && now.ids.includes(hit.turn)) goTo(session, hit, text);
      } catch (error) {
        if (asked.current !== mine) return;
        setFinding({ ...blank, text, state: 'failed', message: messageOf(error) });
      }
    },
    [session],
  );

  const { text } = finding;
  useEffect(() => {
    if (!open || text.trim() === '') return;
    const timer = setTimeout(() => void ask(text, true), pauseMs);
    return () => clearTimeout(timer);
  }, [open, text, ask]);

  const counted = useRef(boundary);
  useEffect(() => {
    if (counted.current === boundary) return;
    counted.current = boundary;
    const { state, text: now } = latest.current.finding;
    if (open && state === 'found') void ask(now, false);
  }, [boundary, open, ask]);

  const setText = useCallback((next: string) => {
    // What is still on its way is an answer to something else.
    asked.current += 1;
    setFinding(
      next.trim() === '' ? { ...blank, text: next } : { ...blank, text: next, state: 'searching' },
    );
  }, []);

  const step = useCallback(
    (by: 1 | -1) => {
      const { hits, current, text: words, state } = latest.current.finding;
      if (state === 'failed') return void ask(words, true);
      if (hits.length === 0) return;
      const next = (current + by + hits.length) % hits.length;
      setFinding((was) => ({ ...was, current: next }));
      const hit = hits[next];
      if (hit) goTo(session, hit, words);
    },
    [session, ask],
  );

  return { ...finding, setText, step };
}

function goTo(session: string, hit: FindHit, words: string): void {
  const { turn, block, at } = hit;
  jumpTo(session, { turn, block, at }, { keepFocus: true, words });
}

function sameHit(hits: readonly FindHit[], hit: FindHit | undefined): number {
  if (!hit) return -1;
  return hits.findIndex(
    ({ turn, block, at }) => turn === hit.turn && block === hit.block && at === hit.at,
  );
}

/** The first hit at or below the top of the view; else the last of all, which is nearest. */
export function startAt(
  hits: readonly FindHit[],
  ids: readonly string[],
  topTurn: string | undefined,
): number {
  const top = topTurn === undefined ? 0 : ids.indexOf(topTurn);
  const places = new Map(ids.map((id, at) => [id, at]));
  const found = hits.findIndex((hit) => (places.get(hit.turn) ?? -1) >= Math.max(0, top));
  return found >= 0 ? found : hits.length - 1;
}

/** "3 of 17", as the find bar says it. */
export function countOf({ state, total, current, hits, message }: Finding): string {
  if (state === 'failed') return message ?? 'It could not be searched.';
  if (state !== 'found') return '';
  if (hits.length === 0) return 'No matches';
  return `${current + 1} of ${total}`;
}
