/** Reads a text for showing: at once if that is quick, else in slices between which the window answers. */
import { useEffect, useState } from 'react';
import { lengthOf, nothingRead, readOn } from './blocks';
import type { BlockGroup } from './blocks';
import { nextSlice } from './slices';

/** What is read in one go: ms of reading blocks, their weight, characters. */
const sliceMs = 8;
const sliceWeight = 100;
const sliceLength = 6_000;
/** What is new on screen in one go, if it is more than one group: a short text can be very many blocks. */
const sliceGroups = 2;
const sliceShown = 3_000;

export interface Shown {
  groups: readonly BlockGroup[];
  /** There is more to come, in a moment. */
  behind: boolean;
}

/**
 * Remembers what it read last: reading on from that or from nothing gives the same. One that is behind reads on
 * when its next slice is due, not whenever more text comes.
 */
function createReader(now: () => number): (text: string, slice: number) => Shown {
  let reading = nothingRead;
  let count = 0;
  let last: Shown = { groups: [], behind: false };
  let lastSlice = 0;
  return (text, slice) => {
    const goesOn = text.startsWith(reading.source);
    if (goesOn && last.behind && slice === lastSlice) return last;
    lastSlice = slice;
    const until = now() + sliceMs;
    if (!goesOn) count = 0;
    reading = readOn(
      reading,
      text,
      ({ weight, length }) => weight >= sliceWeight || length >= sliceLength || now() > until,
    );
    const { groups, behind } = reading;
    count = shownNext(groups, count);
    last =
      count === groups.length
        ? { groups, behind }
        : { groups: groups.slice(0, count), behind: true };
    return last;
  };
}

function shownNext(groups: readonly BlockGroup[], from: number): number {
  let length = 0;
  let to = Math.min(from, groups.length);
  for (; to < groups.length && to < from + sliceGroups && length < sliceShown; to += 1) {
    for (const item of groups[to] ?? []) length += lengthOf(item);
  }
  return to;
}

export function useReading(text: string): Shown {
  const [read] = useState(() => createReader(() => performance.now()));
  const [slice, setSlice] = useState(0);
  const shown = read(text, slice);
  useEffect(() => {
    if (!shown.behind) return undefined;
    return nextSlice(() => setSlice((before) => before + 1));
  }, [shown]);
  return shown;
}
