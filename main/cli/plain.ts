/**
 * Text of models and tools as a terminal may be given it: nothing in it moves the cursor, sets a title or writes the
 * clipboard. Without a state, so that it holds however the text is cut. Pure.
 */
import { cutText, oneLine } from '../../preload/contract/text';

/** Keeps line feeds and tabs; every other control character goes, those of eight bits (C1) too. */
export function plain(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}

/** For a title, a summary or an id within a line: at most `max` units. */
export function plainLine(text: string, max = 200): string {
  return cutText(oneLine(text), max);
}

/** One line of JSON. */
export const jsonLine = (value: unknown): string => `${harmless(JSON.stringify(value))}\n`;

/** JSON as a person reads it and a file holds it. */
export const jsonText = (value: unknown): string => `${harmless(JSON.stringify(value, null, 2))}\n`;

/** What JSON leaves as it is and a terminal would obey is written as its code. */
function harmless(json: string): string {
  return json.replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
