/** Reads a text for showing: at once if that is quick, else in slices between which the window answers. */
import { useEffect, useState } from 'react';
import { nothingRead, readOn } from './blocks';
import type { BlockGroup } from './blocks';

/** What is read in one go: ms of reading blocks, their weight, characters. */
const sliceMs = 8;
const sliceWeight = 100;
const sliceLength = 6_000;
/** Groups of blocks that are new on screen in one go: a short text can be very many blocks. */
const sliceGroups = 2;

export interface Shown {
  groups: readonly BlockGroup[];
  /** There is more to come, in a moment. */
  behind: boolean;
}

/** Remembers what it read last: reading on from that or from nothing gives the same. */
function createReader(now: () => number): (text: string) => Shown {
  let reading = nothingRead;
  let shown = 0;
  return (text) => {
    const until = now() + sliceMs;
    if (!text.startsWith(reading.source)) shown = 0;
    reading = readOn(
      reading,
      text,
      ({ weight, length }) => weight >= sliceWeight || length >= sliceLength || now() > until,
    );
    const { groups, behind } = reading;
    shown = Math.min(groups.length, shown + sliceGroups);
    if (shown === groups.length) return { groups, behind };
    return { groups: groups.slice(0, shown), behind: true };
  };
}

export function useReading(text: string): Shown {
  const [read] = useState(() => createReader(() => performance.now()));
  const [, setSlice] = useState(0);
  const shown = read(text);
  useEffect(() => {
    if (!shown.behind) return undefined;
    const timer = setTimeout(() => setSlice((slice) => slice + 1), 0);
    return () => clearTimeout(timer);
  }, [shown]);
  return shown;
}
