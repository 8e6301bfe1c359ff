/**
 * Takes keys out of everything that is written down: known key shapes, fields whose name says so, and the exact
 * keys that were looked up in this run. Pure but for the set of known keys; bounded in depth and length.
 */
const shapes: readonly [RegExp, string][] = [
  [/\bsk-[A-Za-z0-9_-]{8,}/g, '[key]'],
  [/\bAIza[A-Za-z0-9_-]{20,}/g, '[key]'],
  [/\b(bearer)(\s+|%20)[^\s"',;]+/gi, '$1 [key]'],
  [/\b(x-api-key|x-goog-api-key|authorization)("?\s*[:=]\s*"?)(?!bearer)[^\s"',;]+/gi, '$1$2[key]'],
  [/\b((?:https?|socks\w*):\/\/)[^\s/@]+@/gi, '$1[key]@'],
];

const secretName = /^(.*[-_.])?(key|apikey|api_key|secret|token|password|authorization|cookie)$/i;

/** Longest text of one field; what is longer is cut and says so. UTF-16 units. */
const maxText = 8_000;
const maxDepth = 6;
const maxEntries = 60;
/** Shorter texts would tear holes into ordinary words. */
const minSecret = 6;

export interface Redactor {
  /** Remembers a key so that it is never written, whatever its shape. */
  hide(secret: string): void;
  text(text: string): string;
  fields(fields: Readonly<Record<string, unknown>>): Record<string, unknown>;
}

export function createRedactor(): Redactor {
  const secrets = new Set<string>();

  const text = (raw: string): string => {
    let clean = raw.length > maxText ? `${raw.slice(0, maxText)}… (${raw.length} characters)` : raw;
    for (const secret of secrets) {
      if (clean.includes(secret)) clean = clean.replaceAll(secret, '[key]');
      // A key that the cut went through.
      else if (raw.length > maxText) clean = clean.replaceAll(secret.slice(0, 12), '[key]');
    }
    for (const [shape, replacement] of shapes) clean = clean.replace(shape, replacement);
    return clean;
  };

  const value = (raw: unknown, depth: number): unknown => {
    if (typeof raw === 'string') return text(raw);
    if (raw === undefined) return undefined;
    if (raw === null || typeof raw === 'number' || typeof raw === 'boolean') return raw;
    if (typeof raw !== 'object') return `[${typeof raw}]`;
    if (raw instanceof Error) return text(raw.stack ?? raw.message);
    if (depth >= maxDepth) return '[deep]';
    if (Array.isArray(raw)) return raw.slice(0, maxEntries).map((entry) => value(entry, depth + 1));
    return object(raw as Record<string, unknown>, depth + 1);
  };

  const object = (raw: Readonly<Record<string, unknown>>, depth: number) => {
    const clean: [string, unknown][] = [];
    for (const [name, entry] of Object.entries(raw).slice(0, maxEntries)) {
      const hidden = typeof entry === 'string' && secretName.test(name);
      clean.push([text(name), hidden ? '[key]' : value(entry, depth)]);
    }
    return Object.fromEntries(clean);
  };

  return {
    hide(secret) {
      if (secret.length >= minSecret) secrets.add(secret);
    },
    text,
    fields: (fields) => object(fields, 0),
  };
}
