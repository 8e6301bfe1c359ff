/** The bytes of a file of kontasks, read to a list of values that nobody has looked at yet. Pure. */
import { KonsoleError } from '../../../preload/contract/errors';
import { limits } from '../../../preload/contract/limits';

/** Kontasks that one import may have. */
export const mostKontasks = 100_000;
/** Deeper than this nothing is built at all; one kontask may be far less deep. */
const deepest = 1_000;
/** Commas: about as many values there are, and each takes memory whatever it is. */
const mostValues = 8_000_000;

const mb = limits.blobBytes / 1024 / 1024;

/** Throws a `KonsoleError`, `invalid` or `too-large`, with what is wrong with the file as a whole. */
export function readKontasks(bytes: Uint8Array): unknown[] {
  if (bytes.length > limits.blobBytes) {
    throw new KonsoleError('too-large', `A file may have ${mb} MB at most: split it.`);
  }
  const text = textOf(bytes);
  if (text.trim() === '') {
    throw new KonsoleError('invalid', 'The file is empty: choose a JSON file of kontasks.');
  }
  checkSize(bytes);
  return listOf(parsed(text));
}

/** Of what a command brought along, or a file held: at most `mostKontasks`. */
export function bounded(values: unknown[]): unknown[] {
  if (values.length <= mostKontasks) return values;
  throw new KonsoleError(
    'too-large',
    `There are ${values.length} kontasks, and at most ${mostKontasks} come in at once: split the file.`,
  );
}

/** One kontask, a list of them, or what `kontask.export` answers. */
function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return bounded(value);
  if (typeof value === 'object' && value !== null && !Object.hasOwn(value, 'id')) {
    const { kontasks } = value as { kontasks?: unknown };
    if (Object.hasOwn(value, 'kontasks') && Array.isArray(kontasks)) return bounded(kontasks);
  }
  return [value];
}

function textOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const is16 = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  try {
    if (!is16 && !bytes.includes(0)) return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Then it is the same as with a NUL in it.
  }
  const what = is16 ? 'UTF-16' : 'no text in UTF-8';
  throw new KonsoleError(
    'invalid',
    `The file is ${what}: save it as JSON in UTF-8, and import that.`,
  );
}

const quote = 0x22;
const backslash = 0x5c;

/** Before parsing, so that nothing is built of what only wants to fill the memory. */
function checkSize(bytes: Uint8Array): void {
  let depth = 0;
  let values = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inString) {
      if (byte === backslash) at += 1;
      else if (byte === quote) inString = false;
    } else if (byte === quote) inString = true;
    else if (byte === 0x2c) values += 1;
    else if (byte === 0x5b || byte === 0x7b) depth += 1;
    else if (byte === 0x5d || byte === 0x7d) depth -= 1;
    if (depth > deepest) {
      const message = `The file nests more than ${deepest} objects and lists: it is no file of kontasks.`;
      throw new KonsoleError('invalid', message);
    }
    if (values > mostValues) {
      throw new KonsoleError('too-large', 'The file has too many values: split it.');
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new KonsoleError('invalid', whyNot(text, error instanceof Error ? error.message : ''));
  }
}

/** The parser's own words quote the file, so its place alone is taken from them. */
function whyNot(text: string, said: string): string {
  const place = /at position (\d+)/.exec(said)?.[1];
  const at = place === undefined ? text.length : Number(place);
  const looksRight = /^\s*[[{]/.test(text);
  if (looksRight && at >= text.trimEnd().length) {
    return 'The file ends in the middle: it was cut off. Get it whole, and import it again.';
  }
  if (/^\s*</.test(text)) return 'The file is HTML or XML, not JSON: export the kontasks as JSON.';
  if (!looksRight) return 'The file is not JSON: it has to begin with { or [.';
  const before = text.slice(0, at).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return `The file is not JSON: something is wrong at line ${before.length}, column ${column}. Correct it there, and import it again.`;
}
