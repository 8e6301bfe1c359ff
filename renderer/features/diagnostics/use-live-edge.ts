/**
 * Keeps a list that grows at its end at rest while somebody reads in it. At the end it goes along; away from it, or
 * with a row opened, what is new waits until the person goes there.
 */
import { useCallback, useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

/** Pixels from the end that still count as the end. */
const nearEnd = 12;

export interface LiveEdge<Row> {
  box: RefObject<HTMLDivElement | null>;
  shown: readonly Row[];
  /** How many came since the list was at its end. */
  fresh: number;
  onScroll: () => void;
  /** From here on the rows stay as they are. */
  hold: () => void;
  /** A reason to hold is gone: at the end it goes along again. */
  release: () => void;
  goToEnd: () => void;
}

/** `isNewer` compares two rows of the list. Of another subject nothing is held back. */
export function useLiveEdge<Row>(
  rows: readonly Row[],
  isNewer: (row: Row, than: Row) => boolean,
  subject: string,
): LiveEdge<Row> {
  const box = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState<readonly Row[]>();
  const [of, setOf] = useState(subject);
  if (of !== subject) {
    setOf(subject);
    setHeld(undefined);
  }
  const shown = held ?? rows;
  const last = held?.at(-1);
  const fresh =
    held === undefined
      ? 0
      : last === undefined
        ? rows.length
        : rows.filter((row) => isNewer(row, last)).length;

  const goesAlong = held === undefined;
  // After every drawing: rows, and what was opened in them, have their heights then.
  useLayoutEffect(() => {
    const { current } = box;
    if (current && goesAlong) current.scrollTop = current.scrollHeight;
  });

  const hold = useCallback(() => setHeld((before) => before ?? rows), [rows]);
  const release = useCallback(() => {
    if (isAtEnd(box.current)) setHeld(undefined);
  }, []);
  const onScroll = useCallback(() => {
    if (isAtEnd(box.current)) setHeld(undefined);
    else hold();
  }, [hold]);
  const goToEnd = useCallback(() => {
    setHeld(undefined);
    const { current } = box;
    if (current) current.scrollTop = current.scrollHeight;
  }, []);
  return { box, shown, fresh, onScroll, hold, release, goToEnd };
}

function isAtEnd(box: HTMLElement | null): boolean {
  return !box || box.scrollHeight - box.scrollTop - box.clientHeight < nearEnd;
}
