/** Reads a text for showing: at once if that is quick, else in slices between which the window answers. */
import { useEffect, useState } from 'react';
import { nothingRead, readOn } from './blocks';
import type { Reading } from './blocks';

/** What is read and rendered in one go, in ms of reading and in parts. */
const sliceMs = 16;
const sliceParts = 150;

/** Remembers what it read last: reading on from that or from nothing gives the same. */
function createReader(now: () => number): (text: string) => Reading {
  let reading = nothingRead;
  return (text) => {
    const until = now() + sliceMs;
    reading = readOn(reading, text, (parts) => parts >= sliceParts || now() > until);
    return reading;
  };
}

export function useReading(text: string): Reading {
  const [read] = useState(() => createReader(() => performance.now()));
  const [, setSlice] = useState(0);
  const reading = read(text);
  useEffect(() => {
    if (!reading.behind) return undefined;
    const timer = setTimeout(() => setSlice((slice) => slice + 1), 0);
    return () => clearTimeout(timer);
  }, [reading]);
  return reading;
}
