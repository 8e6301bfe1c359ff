/** The colours of a code block, piece by piece: at once where they are known, else when the worker has them. */
import { useEffect, useState } from 'react';
import { createHighlighter } from './highlighter';
import type { Highlighter, PackedRuns } from './highlighter';
import { languageId } from './languages';
import { runsOfPieces } from './runs';
import type { Run } from './runs';

/** Longer code, and code with a longer line, stays plain. Characters */
const longest = 200_000;
const overlongLine = /[^\n]{2001}/;
/** While code streams its first lines are coloured, this often at most. Characters, ms */
const longestStreaming = 20_000;
const streamingPause = 300;

let shared: Highlighter | undefined;
const highlighter = (): Highlighter | undefined => {
  if (typeof Worker === 'undefined') return undefined;
  return (shared ??= createHighlighter(
    () =>
      new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'highlight' }),
  ));
};

type PieceRuns = readonly Run[] | undefined;

interface Coloured {
  lang: string;
  text: string;
  runs: PackedRuns;
}

/** `text` is the pieces joined. While it streams, what has come since the last answer is plain. */
export function useHighlight(
  pieces: readonly string[],
  text: string,
  lang: string,
  streaming: boolean,
): readonly PieceRuns[] | undefined {
  const id = languageId(lang);
  const end = text.length > longestStreaming ? longestStreaming : text.length;
  const wanted = streaming ? text.slice(0, text.lastIndexOf('\n', end) + 1) : text;
  const [latest, setLatest] = useState<Coloured | undefined>(() => {
    const runs = id === undefined ? undefined : highlighter()?.known(id, wanted);
    return id !== undefined && runs ? { lang: id, text: wanted, runs } : undefined;
  });
  const [asker] = useState(() => createAsker(setLatest));
  useEffect(() => {
    if (id !== undefined && wanted !== '') asker.want(id, wanted, streaming);
  }, [asker, id, wanted, streaming]);
  useEffect(() => asker.open(), [asker]);

  const holds = latest?.lang === id && latest !== undefined && text.startsWith(latest.text);
  const colours = holds ? latest.runs : undefined;
  const [split] = useState(createSplitter);
  const runs = colours && split(colours, pieces);
  return runs;
}

/**
 * Remembers the runs of the pieces: where a piece begins does not change while there are as many, and the last may
 * grow, since its runs take what is left.
 */
function createSplitter() {
  let last: { colours: PackedRuns; count: number; runs: readonly PieceRuns[] } | undefined;
  return (colours: PackedRuns, pieces: readonly string[]): readonly PieceRuns[] => {
    if (last?.colours !== colours || last.count !== pieces.length) {
      const lengths = pieces.map((piece) => piece.length);
      const runs = runsOfPieces(colours, lengths, last?.runs);
      last = { colours, count: pieces.length, runs };
    }
    return last.runs;
  };
}

/** Asks for one block: never twice at once, and while it streams with a pause in between. */
function createAsker(found: (coloured: Coloured) => void) {
  let wish: { lang: string; text: string; streaming: boolean } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let takeBack: (() => void) | undefined;
  let isOpen = true;

  function ask(): void {
    timer = undefined;
    const asked = wish;
    wish = undefined;
    if (!asked || !isOpen) return;
    const { lang, text, streaming } = asked;
    if (text.length > longest || overlongLine.test(text)) return;
    let answered = false;
    const undo = highlighter()?.ask(lang, text, (runs) => {
      answered = true;
      takeBack = undefined;
      if (runs) found({ lang, text, runs });
      if (wish) schedule(streaming && wish.streaming ? streamingPause : 0);
    });
    if (!answered) takeBack = undo;
  }

  function schedule(ms: number): void {
    clearTimeout(timer);
    timer = setTimeout(ask, ms);
  }

  return {
    want(lang: string, text: string, streaming: boolean): void {
      wish = { lang, text, streaming };
      if (takeBack) return;
      if (!streaming) schedule(0);
      else timer ??= setTimeout(ask, streamingPause);
    },
    /** Undone when the block goes. */
    open(): () => void {
      isOpen = true;
      return () => {
        isOpen = false;
        clearTimeout(timer);
        timer = undefined;
        takeBack?.();
        takeBack = undefined;
      };
    },
  };
}
