/** What the output of a kontask is: HTML, markdown or plain text. Read from the text alone, by the first signs. Pure; no zod. */

export type OutputKind = 'html' | 'markdown' | 'plain';

/** So much of the beginning decides; a document of megabytes is of one kind. UTF-16 units. */
const looked = 64 * 1024;

const blockTags =
  'address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 ' +
  'h5 h6 head header hr html li link main meta nav ol p pre section style summary svg table tbody td tfoot th thead title tr ul';
const inlineTags =
  'a abbr b bdi bdo big br button cite code data del dfn em font i img input ins kbd label mark q s samp script small span ' +
  'strong sub sup time tt u var wbr';
const knownTags = new Set(`${blockTags} ${inlineTags}`.split(' '));
const voidTags = new Set('br hr img input link meta wbr'.split(' '));
/** Within these, `<` is text. */
const rawTags = new Set(['style', 'script', 'title']);

/** HTML when it is a document, or begins with a tag and has most of its words in tags; markdown when it has a sign of it. */
export function outputKind(text: string): OutputKind {
  const start = text.slice(0, looked).replace(/^(?:\s|\ufeff|<!--[\s\S]*?-->)+/, '');
  if (/^<!doctype\s+html\b/i.test(start) || /^<html(?:\s[^<]*)?>/i.test(start)) return 'html';
  if (isMarkup(start)) return 'html';
  return isMarkdown(start) ? 'markdown' : 'plain';
}

const tag =
  /<(\/?)([A-Za-z][A-Za-z0-9]*)((?:\s+|\/)(?:"[^"]*"|'[^']*'|[^"'<>])*)?>|<!--[\s\S]*?-->/g;

function isMarkup(start: string): boolean {
  const first = /^<([A-Za-z][A-Za-z0-9]*)[\s>/]/.exec(start)?.[1];
  if (first === undefined || !isKnown(first)) return false;
  let inside = 0;
  let outside = 0;
  let depth = 0;
  let closed = 0;
  let tags = 0;
  let at = 0;
  let raw: string | undefined;
  const count = (words: string) => {
    const size = words.replace(/\s+/g, '').length;
    if (depth > 0) inside += size;
    else outside += size;
  };
  for (const found of start.matchAll(tag)) {
    const [whole, slash, name = '', rest = ''] = found;
    const lower = name.toLowerCase();
    if (raw !== undefined && !(slash && lower === raw)) continue;
    if (name !== '' && !isKnown(name)) continue;
    if (raw === undefined) count(start.slice(at, found.index));
    at = found.index + whole.length;
    if (name === '') continue;
    tags += 1;
    raw = undefined;
    if (slash) {
      depth = Math.max(0, depth - 1);
      closed += 1;
    } else if (!voidTags.has(lower) && !rest.endsWith('/')) {
      depth += 1;
      if (rawTags.has(lower)) raw = lower;
    }
  }
  if (raw === undefined) count(start.slice(at));
  return tags > 1 && closed > 0 && inside >= outside;
}

/** `<Button>` and `<T>` are code: HTML is written in small letters, or all in capitals. */
function isKnown(name: string): boolean {
  const isOneCase = name === name.toLowerCase() || (name.length > 1 && name === name.toUpperCase());
  return isOneCase && knownTags.has(name.toLowerCase());
}

/** Any of these is one: what reads like it in plain text loses nothing when it is shown as markdown. */
const signs = [
  /^#{1,6}\s+\S/m,
  /^(?:```|~~~)/m,
  /^\s*\|?\s*:?-{3,}:?\s*\|/m,
  /\*\*\S[^*\n]*\*\*/,
  /__\S[^_\n]*__(?!\w)/,
  /`[^`\n]+`/,
  /!?\[[^\]\n]+\]\((?:[a-z]+:|#|\/|\.)[^)\s]*\)/i,
  /^\s{0,3}(?:[-*+]|\d{1,3}[.)])\s+\S.*\n(?:.*\n)*?\s{0,3}(?:[-*+]|\d{1,3}[.)])\s+\S/m,
  /^\s{0,3}[-*+]\s+\[[ xX]\]\s/m,
  /^>\s+\S/m,
  /^\$\$\s*$/m,
];

const isMarkdown = (start: string): boolean => signs.some((sign) => sign.test(start));
