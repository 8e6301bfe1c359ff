/** Owns which sections of a long answer are shown: the first of one that was there, the last of one that streams. */
import { useState } from 'react';
import { sectionStarts } from './sections';

interface Section {
  /** Where it begins in the text: the React key. */
  start: number;
  source: string;
}

export interface Sections {
  sections: readonly Section[];
  /** Characters that are not shown, before and after. */
  before: number;
  after: number;
  showBefore: () => void;
  showAfter: () => void;
}

/** Shown together while an answer streams; older ones are taken away, else the window would hold all of it. */
const mostWhileStreaming = 2;

/** Remembers where the sections of the text before began, and whether it ever streamed. */
function createSectioner() {
  let before: { text: string; starts: readonly number[] } = { text: '', starts: [0] };
  let streamed = false;
  return (text: string, streaming: boolean) => {
    before = { text, starts: sectionStarts(before, text) };
    streamed ||= streaming;
    return { starts: before.starts, streamed };
  };
}

export function useSections(text: string, streaming: boolean): Sections {
  const [sectionsOf] = useState(createSectioner);
  // What a person asked to see; before that the answer itself decides.
  const [asked, setAsked] = useState<{ first: number; last: number }>();
  const { starts, streamed } = sectionsOf(text, streaming);
  const end = starts.length - 1;
  const last = Math.min(asked?.last ?? (streamed ? Infinity : 0), end);
  const least = streamed ? Math.max(0, end - mostWhileStreaming + 1) : 0;
  const first = Math.min(asked?.first ?? least, last);
  const sections = starts.slice(first, last + 1).map((start, at) => ({
    start,
    source: starts.length === 1 ? text : text.slice(start, starts[first + at + 1]),
  }));
  return {
    sections,
    before: starts[first] ?? 0,
    after: text.length - (starts[last + 1] ?? text.length),
    // The end of one that streams stays in view: it is asked for as “all there is”.
    showBefore: () => setAsked({ first: first - 1, last: last === end ? Infinity : last }),
    showAfter: () => setAsked({ first, last: last + 1 }),
  };
}
