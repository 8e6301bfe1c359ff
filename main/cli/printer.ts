/** Puts pieces of text and lines on stdout and stderr so that they do not run into each other on one screen. */
import { plain } from './plain';
import type { Piece } from './progress';
import { type CliDeps, dimFor } from './terminal';

export interface Printer {
  pieces(pieces: readonly Piece[], wanted: { thinking: boolean; tools: boolean }): void;
  /** A dim line, beside the answer. */
  line(text: string): void;
  /** A line of the output itself. */
  heading(text: string): void;
  /** Ends the line that stdout is in. */
  end(): void;
}

/** How many line ends stand at the end of what was written. */
interface Place {
  ends: number;
}

/** `linesOn`: where lines and thinking go; the answer goes to stdout. All of it is made plain. */
export function createPrinter(
  { terminal, env }: Pick<CliDeps, 'terminal' | 'env'>,
  linesOn: 'out' | 'err',
): Printer {
  const screen: Place = { ends: 2 };
  const oneScreen = linesOn === 'out' || (terminal.outIsTerminal && terminal.errIsTerminal);
  const beside: Place = oneScreen ? screen : { ends: 2 };
  const dim = dimFor(linesOn === 'out' ? terminal.outIsTerminal : terminal.errIsTerminal, env);
  const toOut = (text: string) => terminal.out(text);
  const toLines = linesOn === 'out' ? toOut : (text: string) => terminal.err(text);
  let last: string | undefined;
  /** A line came in between. */
  let interrupted = false;

  function gap(place: Place, ends: number, write: (text: string) => void): void {
    if (place.ends < ends) write('\n'.repeat(ends - place.ends));
    place.ends = Math.max(place.ends, ends);
  }

  function moved(place: Place, text: string): void {
    const ends = text.length - text.replace(/\n+$/, '').length;
    place.ends = ends === text.length ? place.ends + ends : ends;
  }

  function stream({ kind, block, text: raw }: Piece): void {
    const text = plain(raw);
    if (text === '') return;
    const isText = kind === 'text';
    const place = isText ? screen : beside;
    const write = isText ? toOut : toLines;
    if (last !== block) gap(place, 2, write);
    else if (interrupted) gap(place, 1, write);
    [last, interrupted] = [block, false];
    write(isText ? text : dim(text));
    moved(place, text);
  }

  function line(text: string): void {
    gap(beside, 1, toLines);
    toLines(`${dim(plain(text))}\n`);
    beside.ends = 1;
    if (oneScreen) interrupted = true;
  }

  return {
    pieces(pieces, { thinking, tools }) {
      for (const piece of pieces) {
        if (piece.kind === 'note') line(piece.text);
        else if (piece.kind === 'tool') {
          if (tools) line(piece.text);
        } else if (piece.kind === 'text' || thinking) stream(piece);
      }
    },
    line,
    heading(text) {
      gap(screen, 2, toOut);
      toOut(`${plain(text)}\n`);
      screen.ends = 1;
      last = undefined;
    },
    end: () => gap(screen, 1, toOut),
  };
}
