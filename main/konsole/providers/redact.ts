/** Keeps keys out of every text that leaves a provider: messages, logs, errors. Pure. */

const looksLikeKey = [
  /\bsk-[A-Za-z0-9_-]{8,}/g,
  // Google's, of the two kinds.
  /\bAIza[A-Za-z0-9_-]{20,}/g,
  /\bAQ\.[A-Za-z0-9_-]{20,}/g,
  /\b(Bearer|x-api-key:?)\s+[A-Za-z0-9._~+/=-]{8,}/gi,
];

/** Replaces the key itself, and whatever looks like one, by `[key]`. */
export function redact(text: string, key?: string): string {
  let clean = key && key.length >= 6 ? text.replaceAll(key, '[key]') : text;
  for (const pattern of looksLikeKey) clean = clean.replace(pattern, '[key]');
  return clean;
}
