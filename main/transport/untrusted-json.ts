/** JSON from outside: bounded in depth before it is built, in UTF-8, and without a way into prototypes. */

const utf8 = new TextDecoder('utf-8', { fatal: true });

export type ReadJson = { value: unknown } | { why: string };

/** `deepest`: arrays and objects within each other. `why` never quotes what was sent. */
export function readJson(bytes: Buffer, deepest: number): ReadJson {
  if (nests(bytes, deepest)) return { why: `may nest ${deepest} levels deep, no deeper` };
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(bytes));
  } catch {
    // What exactly is wrong is in the hands of who sent it; the parser's words would quote the text.
    return { why: 'has to be JSON in UTF-8' };
  }
  if (namesPrototype(value)) return { why: 'may have no property named "__proto__"' };
  return { value };
}

const quote = 0x22;
const backslash = 0x5c;

/** Before parsing: deeper than this is never built. Brackets inside strings do not count. */
function nests(bytes: Buffer, most: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inString) {
      if (byte === backslash) at += 1;
      else if (byte === quote) inString = false;
    } else if (byte === quote) inString = true;
    else if (byte === 0x5b || byte === 0x7b) {
      depth += 1;
      if (depth > most) return true;
    } else if (byte === 0x5d || byte === 0x7d) depth -= 1;
  }
  return false;
}

/** JSON makes it an own property, and a careless merge further in would make it a prototype. */
function namesPrototype(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Object.hasOwn(value, '__proto__')) return true;
  return Object.values(value).some(namesPrototype);
}
