/** Reads a text for showing: at once if that is quick, else in slices between which the window answers. */
import { useEffect, useState } from 'react';
import { nothingRead, readOn } from './blocks';
import type { Reading } from './blocks';

/** What is read and rendered in one go, in ms of reading and in blocks. */
const sliceMs = 16;
const sliceParts = 150;

export function useReading(text: string): Reading {
  const [remembered] = useState<{ reading: Reading }>(() => ({ reading: nothingRead }));
  const [, setSlice] = useState(0);
  const until = performance.now() + sliceMs;
  const reading = readOn(
    remembered.reading,
    text,
    (parts) => parts >= sliceParts || performance.now() > until,
  );
  // A memory of what was read, not state: reading on from it or from nothing gives the same.
  remembered.reading = reading;
  useEffect(() => {
    if (!reading.behind) return undefined;
    const timer = setTimeout(() => setSlice((slice) => slice + 1), 0);
    return () => clearTimeout(timer);
  }, [reading]);
  return reading;
}
