/**
 * Which turns of a long transcript are laid out, and where its reader is: near the end it follows, elsewhere it stays
 * put. Turns out of sight are a gap of their height. What changes above the reader is balanced by the browser's scroll
 * anchoring; this balances what that leaves alone: turns that come before the very first.
 */
import { flushSync } from 'react-dom';
import { covers, createRowTable, piecesOf, rangeFor } from './row-table';
import type { Piece, Range } from './row-table';
import { anchorIn, keptRows, measureRows, rowElement } from './rows-in-page';
import type { Anchor } from './rows-in-page';
import { anchorUnless, followsAfter, nowhere, scrollPlace } from './use-follow-end';
import type { Mounted, Shown, WindowInput } from './window-types';

/** Laid out beyond what is in sight, in views: less than `least` asks for `much`. */
const least = 0.75;
const much = 1.5;
/** A page without layout, as in tests, counts as this large; px. */
const plainView = 800;
const plainWidth = 700;
/** The reader rests once nothing was scrolled for this long, ms. */
const restMs = 250;
/** The end is away beyond so many views. */
const awayViews = 1.5;

type Goal = 'end' | { id: string; into: number };
export type WindowControl = ReturnType<typeof createWindowControl>;

export function createWindowControl() {
  const scroller: { current: HTMLDivElement | null } = { current: null };
  const rows: { current: HTMLDivElement | null } = { current: null };
  const table = createRowTable();
  const listeners = new Set<() => void>();
  let shown: Shown = { newBelow: false, away: false };
  let input: WindowInput | undefined;
  let ids: readonly string[] = [];
  let range: Range = { first: 0, end: 0 };
  /** What is laid out until something else is asked for. */
  let initial: Mounted | undefined;
  let width = plainWidth;
  let following = true;
  let started = false;
  let goal: Goal | undefined;
  let anchor: Anchor | undefined;
  let last = nowhere;
  /** What was laid out last: the same again needs no look at the page. */
  let done: { ids?: readonly string[]; mounted?: Mounted | undefined; latest?: unknown } = {};
  let grownWith: unknown;
  let restTimer: ReturnType<typeof setTimeout> | undefined;
  let frame: number | undefined;

  function show(change: Partial<Shown>): void {
    if (Object.entries(change).every(([key, value]) => shown[key as keyof Shown] === value)) return;
    shown = { ...shown, ...change };
    for (const listener of listeners) listener();
  }

  /** Takes what a render brings and gives what is laid out. The same again changes nothing. */
  function take(next: WindowInput, { mounted }: Shown): readonly Piece[] {
    input = next;
    if (next.ids !== ids) {
      ids = next.ids;
      table.setRows(ids, (index) => input?.guess(index, width) ?? 0);
    }
    if (!started && ids.length > 0) {
      started = true;
      const place = next.start();
      const here = place && !place.end && place.turn !== undefined && ids.includes(place.turn);
      following = !here;
      goal = here ? { id: place.turn ?? '', into: place.into ?? 0 } : 'end';
    }
    range = rangeOf(mounted);
    const kept = (mounted?.kept ?? []).map((id) => ids.lastIndexOf(id));
    return piecesOf(table, range, kept);
  }

  function rangeOf(mounted: Mounted | undefined): Range {
    if (ids.length === 0) return { first: 0, end: 0 };
    const { firstId, count } = mounted ?? (initial ??= atFirst());
    const first = ids[range.first] === firstId ? range.first : ids.indexOf(firstId);
    if (first >= 0) return { first, end: Math.min(ids.length, first + count) };
    initial = atFirst();
    return rangeOf(undefined);
  }

  /** By guessed heights, and no more than must be: what is laid out before the first painting is waited for. */
  function atFirst(): Mounted {
    const view = scroller.current?.clientHeight || plainView;
    const end = table.topOf(ids.length) - view;
    const top = typeof goal === 'object' ? table.topOf(ids.indexOf(goal.id)) + goal.into : end;
    return mountedAt(rangeFor(table, top, view, view * least), []);
  }

  const mountedAt = ({ first, end }: Range, kept: readonly string[]): Mounted => ({
    firstId: ids[first] ?? '',
    count: end - first,
    kept,
  });

  /** Px from the first row to the top of the view, or of where the reader is about to be. */
  function topOfView(outer: HTMLElement, view: number): number {
    if (typeof goal === 'object') return table.topOf(ids.indexOf(goal.id)) + goal.into;
    if (goal === 'end' || following) return table.topOf(ids.length) - view;
    return outer.scrollTop - (rows.current?.offsetTop ?? 0);
  }

  /** What must be laid out around the reader, when that is not so already. */
  function lacking(): Range | undefined {
    const outer = scroller.current;
    if (!outer || ids.length === 0) return undefined;
    // Not laid out, a scroller says nothing of where its reader is.
    if (outer.clientHeight === 0 && !goal && !following) return undefined;
    const view = outer.clientHeight || plainView;
    const top = topOfView(outer, view);
    if (covers(range, rangeFor(table, top, view, view * least))) return undefined;
    return rangeFor(table, top, view, view * much);
  }

  /** Lays out what is needed around the reader. True when that changes what is laid out. */
  function ensure(): boolean {
    const wanted = lacking();
    if (wanted) show({ mounted: mountedAt(wanted, keptRows(rows.current)) });
    return wanted !== undefined;
  }

  function settle(): void {
    const outer = scroller.current;
    const inner = rows.current;
    if (!outer || !inner) return;
    measureRows(inner, table);
    anchorUnless(following, outer);
    if (goal === 'end' || (goal === undefined && following)) {
      outer.scrollTop = outer.scrollHeight;
    } else if (goal) {
      const row = rowElement(inner, goal.id);
      const edge = outer.getBoundingClientRect().top;
      if (row) outer.scrollTop += row.getBoundingClientRect().top - edge + goal.into;
    }
    last = scrollPlace(outer);
    if (ensure()) return;
    goal = undefined;
    anchor = anchorIn(outer, inner);
  }

  /** After each commit, before it is painted. */
  function laidOut(): void {
    const { latest } = input ?? {};
    const lastIsOut = range.end < ids.length;
    if (done.latest !== undefined && done.latest !== latest && lastIsOut && !following)
      show({ newBelow: true });
    const before = done;
    done = { ids, mounted: shown.mounted, latest };
    if (before.ids === ids && before.mounted === shown.mounted) return;
    if (before.ids?.[0] !== ids[0]) balance();
    settle();
  }

  /** At offset nothing the browser anchors nothing, and there the reader is who asked for what comes before. */
  function balance(): void {
    const outer = scroller.current;
    const inner = rows.current;
    if (!outer || !inner || !anchor || goal || following || outer.scrollTop > 1) return;
    const row = rowElement(inner, anchor.id);
    const edge = outer.getBoundingClientRect().top;
    if (row) outer.scrollTop += row.getBoundingClientRect().top - edge - anchor.top;
  }

  function rest(): void {
    clearTimeout(restTimer);
    restTimer = undefined;
    if (ids.length === 0 || goal) return;
    if (following || !anchor) input?.onRest({ end: following });
    else input?.onRest({ end: false, turn: anchor.id, into: Math.round(-anchor.top) });
  }

  function onScroll(): void {
    const outer = scroller.current;
    const inner = rows.current;
    if (!outer || !inner || outer.clientHeight === 0) return;
    const now = scrollPlace(outer);
    following = followsAfter(following, last, now);
    anchorUnless(following, outer);
    last = now;
    let changed = false;
    flushSync(() => {
      if (following) show({ newBelow: false });
      show({ away: !following && now.height - now.view - now.top > now.view * awayViews });
      changed = ensure();
    });
    if (changed) last = scrollPlace(outer);
    anchor = anchorIn(outer, inner);
    clearTimeout(restTimer);
    restTimer = setTimeout(rest, restMs);
    if (now.top < now.view * awayViews) input?.onNearStart();
  }

  const observer = new ResizeObserver((entries) => {
    const outer = scroller.current;
    const inner = rows.current;
    if (!outer || !inner) return;
    if (outer.clientWidth > 0 && outer.clientWidth !== width) {
      width = outer.clientWidth;
      table.forgetMeasured();
      measureRows(inner, table);
    }
    for (const { target, borderBoxSize } of entries) {
      if (target instanceof HTMLElement && target.dataset.turn)
        table.measure(target.dataset.turn, borderBoxSize[0]?.blockSize ?? 0);
    }
    const grew = done.latest !== grownWith && outer.scrollHeight > last.height;
    grownWith = done.latest;
    if (following) outer.scrollTop = outer.scrollHeight;
    else if (grew) show({ newBelow: true });
    last = scrollPlace(outer);
    if (!following) anchor = anchorIn(outer, inner);
    if (!lacking()) return;
    // In a frame of its own: what is laid out from within an observer would be observed too late.
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      ensure();
    });
  });

  function go(to: Goal): void {
    goal = to;
    following = to === 'end';
    flushSync(() => {
      show({ newBelow: false, away: false });
      ensure();
    });
    settle();
  }

  /** The browser's own way there ends short of it: on the way heights turn out to be others. */
  function onKey(event: KeyboardEvent): void {
    const plain = !event.shiftKey && !event.altKey && !event.defaultPrevented;
    const typing = event.target instanceof Element && event.target.closest('input, textarea');
    const outer = scroller.current;
    if (!outer || !plain || typing || (event.key !== 'Home' && event.key !== 'End')) return;
    event.preventDefault();
    if (event.key === 'End') return go('end');
    outer.scrollTop = 0;
    onScroll();
  }

  return {
    scroller,
    rows,
    take,
    laidOut,
    onScroll,
    shown: () => shown,
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    /** The ref of every row: its height is watched. */
    watch(row: HTMLElement | null) {
      if (!row) return undefined;
      observer.observe(row);
      return () => observer.unobserve(row);
    },
    /** While it is on the page. The composer grows and shrinks beside it. */
    attach() {
      const outer = scroller.current;
      if (outer) observer.observe(outer);
      outer?.addEventListener('keydown', onKey);
      window.addEventListener('pagehide', rest);
      return () => {
        if (outer) observer.unobserve(outer);
        outer?.removeEventListener('keydown', onKey);
        window.removeEventListener('pagehide', rest);
        if (frame !== undefined) cancelAnimationFrame(frame);
        frame = undefined;
        rest();
      };
    },
    toEnd: () => go('end'),
    /** Goes to a turn that is here: its top, plus `into` px, at the top of the view. Not from within an effect. */
    goTo: (id: string, into: number) => go({ id, into }),
    /** Goes on from there by px, as a reader who scrolls. */
    scrollBy(px: number) {
      if (scroller.current) scroller.current.scrollTop += px;
      onScroll();
    },
    /** The first turn of which something is in sight. */
    topTurn: () => anchor?.id,
  };
}
