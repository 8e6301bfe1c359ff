/**
 * What a program writes to a terminal, as plain text: escape sequences gone, a line that was drawn over and over in its
 * last state, everything else that is no text harmless. Works on pieces as they come. Pure.
 */

export interface PlainText {
  take(piece: string): string;
  /** What was still held back. */
  end(): string;
}

/** CSI, OSC (ended by BEL or ST), DCS/SOS/PM/APC, and the short ones; ECMA-48. */
const sequence =
  /\u001b\[[0-?]*[ -/]*[@-~]|\u009b[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[PX^_][^\u001b]*\u001b\\|\u001b[ -/]*[0-Z\\`-~]/g;
/** The beginning of one, at the end of a piece. */
const cutSequence =
  /(?:\u001b\[[0-?]*[ -/]*|\u009b[0-?]*[ -/]*|\u001b\][^\u0007\u001b]*\u001b?|\u001b[PX^_][^\u001b]*\u001b?|\u001b[ -/]*)$/;
/** All that is not a plain character, a tab or a line break. */
const special = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/;
const harmful = /[\u0000-\u0007\u000b\u000e-\u001f\u007f-\u009f]/g;
/** No sequence is longer; what looks like the beginning of one is dropped. UTF-16 units. */
const longestSequence = 4_096;
/** A line that is drawn over is held until it is over; a longer one is no progress bar. */
const longestHeld = 4_096;

export function createPlainText(): PlainText {
  /** The beginning of an escape sequence. */
  let rest = '';
  /** The line that is being drawn over; undefined: nothing is held. */
  let held: string | undefined;
  /** Something of the current line is out already: what is drawn over it stands on a line of its own. */
  let begun = false;
  let broken = false;
  /** A carriage return came: what follows takes the place of the line, unless it is its end. */
  let returned = false;

  function draw(text: string): string {
    let out = '';
    for (let from = 0; from < text.length; ) {
      const at = nextBreak(text, from);
      if (at > from) out += add(text.slice(from, at));
      if (text[at] === '\n') {
        out += `${release()}\n`;
        begun = returned = false;
      } else if (text[at] === '\r') {
        returned = true;
      }
      from = at + 1;
    }
    return out;
  }

  function add(part: string): string {
    if (returned) {
      returned = false;
      broken ||= held === undefined && begun;
      held = '';
    }
    if (held === undefined) {
      begun = true;
      return part;
    }
    held += part;
    return held.length > longestHeld ? release() : '';
  }

  function release(): string {
    if (held === undefined) return '';
    const line = `${broken ? '\n' : ''}${held}`;
    held = undefined;
    broken = false;
    begun = true;
    return line;
  }

  return {
    take(piece) {
      let text = rest + piece;
      rest = '';
      if (held === undefined && !returned && !special.test(text)) {
        if (text !== '') begun = !text.endsWith('\n');
        return text;
      }
      text = text.replace(sequence, '');
      const cut = cutSequence.exec(text);
      if (cut) {
        if (cut[0].length <= longestSequence) rest = cut[0];
        text = text.slice(0, cut.index);
      }
      return draw(calm(text));
    },
    end() {
      const last = calm(rest);
      rest = '';
      return draw(last) + release();
    },
  };
}

function nextBreak(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) return at;
  }
  return text.length;
}

/** Backspaces take a character back, form feeds break the line, the bell is silent, the rest shows that it was there. */
function calm(text: string): string {
  let plain = text.replaceAll('\u0007', '').replaceAll('\f', '\n');
  if (plain.includes('\b')) {
    plain = plain.replace(/[^\n\b]\u0008/g, '').replaceAll('\b', '');
  }
  return plain.replace(harmful, '\ufffd');
}
