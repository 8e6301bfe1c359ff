/** Text that may be cut: offsets are UTF-16 units and never lie inside a surrogate pair. No zod. */

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff;

/** The largest offset ≤ `at` that does not lie inside a surrogate pair. */
export function safeOffset(text: string, at: number): number {
  if (at <= 0) return 0;
  if (at >= text.length) return text.length;
  return isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at)) ? at - 1 : at;
}

/** At most `max` units from the start, whole pairs only, with an ellipsis if something was cut. */
export function cutText(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, safeOffset(text, max - 1))}…`;
}

/**
 * Splits what may be sent now from a trailing high surrogate that must wait for its other half.
 * A host calls it on every delta, so that no `off` ever lies inside a pair.
 */
export function holdHalfPair(text: string): { send: string; hold: string } {
  if (text.length > 0 && isHigh(text.charCodeAt(text.length - 1))) {
    return { send: text.slice(0, -1), hold: text.slice(-1) };
  }
  return { send: text, hold: '' };
}

/** One line for lists and titles: white space folded, control and format characters (bidi, zero-width, tags) gone. */
export function oneLine(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .replace(/\p{Cf}/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/**
 * Text as it really is: tabs and line breaks stay, every other control and format character (escape sequences, bidi,
 * zero-width, tags) is written as its code, so that what is read is what would run.
 */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu, (mark) => {
    if (mark === '\n' || mark === '\t') return mark;
    const code = mark.codePointAt(0) ?? 0;
    return `\\u{${code.toString(16)}}`;
  });
}
