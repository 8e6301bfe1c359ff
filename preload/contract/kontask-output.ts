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

function isMarkup(start: string): boolean {
  const first = /^<([A-Za-z][A-Za-z0-9]*)[\s>/]/.exec(start)?.[1];
  if (first === undefined || !isKnown(first)) return false;
  let inside = 0;
  let outside = 0;
  let depth = 0;
  let closed = 0;
  let tags = 0;
  let from = 0;
  let raw: string | undefined;
  const count = (words: string) => {
    const size = words.replace(/\s+/g, '').length;
    if (depth > 0) inside += size;
    else outside += size;
  };
  for (const { name, at, end, isEnd, isEmpty } of marksIn(start)) {
    if (raw !== undefined && !(isEnd && name === raw)) continue;
    if (raw === undefined) count(start.slice(from, at));
    from = end;
    if (name === '') continue;
    tags += 1;
    raw = undefined;
    if (isEnd) {
      depth = Math.max(0, depth - 1);
      closed += 1;
    } else if (!voidTags.has(name) && !isEmpty) {
      depth += 1;
      if (rawTags.has(name)) raw = name;
    }
  }
  if (raw === undefined) count(start.slice(from));
  return tags > 1 && closed > 0 && inside >= outside;
}

/** A tag of HTML, its name in small letters, or a comment, which has none. */
interface Mark {
  name: string;
  at: number;
  end: number;
  isEnd: boolean;
  isEmpty: boolean;
}

/** One way through the text: what was looked at is not looked at again, so that no text takes long. */
function* marksIn(text: string): Generator<Mark> {
  const begin = /<(\/?)([A-Za-z][A-Za-z0-9]*)/y;
  let comments = true;
  for (let at = text.indexOf('<'); at !== -1; ) {
    let next = at + 1;
    if (text.startsWith('<!--', at)) {
      const end: number = comments ? text.indexOf('-->', at + 4) : -1;
      comments = end !== -1;
      if (comments) {
        next = end + 3;
        yield { name: '', at, end: next, isEnd: false, isEmpty: false };
      }
    } else {
      begin.lastIndex = at;
      const [whole = '', slash = '', name = ''] = begin.exec(text) ?? [];
      if (whole !== '') {
        const { end, isClosed } = tagEnd(text, at + whole.length);
        if (isClosed && isKnown(name)) {
          const isEmpty = text[end - 2] === '/';
          yield { name: name.toLowerCase(), at, end, isEnd: slash !== '', isEmpty };
        }
        next = end;
      }
    }
    at = text.indexOf('<', next);
  }
}

/** Where a tag ends whose name ends here; one that is not closed, where that is seen. */
function tagEnd(text: string, from: number): { end: number; isClosed: boolean } {
  if (!/[\s/>]/.test(text[from] ?? '')) return { end: from, isClosed: false };
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '>') return { end: at + 1, isClosed: true };
    if (sign === '<') return { end: at, isClosed: false };
    if (sign !== '"' && sign !== "'") continue;
    const close = text.indexOf(sign, at + 1);
    if (close === -1) break;
    at = close;
  }
  return { end: text.length, isClosed: false };
}

/** `<Button>` and `<T>` are code: HTML is written in small letters, or all in capitals. */
function isKnown(name: string): boolean {
  const isOneCase = name === name.toLowerCase() || (name.length > 1 && name === name.toUpperCase());
  return isOneCase && knownTags.has(name.toLowerCase());
}

/**
 * Any of these in a line is one: what reads like it in plain text loses nothing when it is shown as markdown. None of them
 * can go back over what it has read more than a little: a line may be as long as the text.
 */
const signs = [
  /^#{1,6}\s+\S/,
  /^(?:```|~~~)/,
  /\*\*\S[^*]*\*\*/,
  /__\S[^_]*__(?!\w)/,
  /`[^`]+`/,
  /\[[^[\]]+\]\((?:[a-z]{1,20}:|#|\/|\.)[^)\s]{0,2000}\)/i,
  /^\s{0,3}[-*+]\s+\[[ xX]\](?:\s|$)/,
  /^>\s+\S/,
  /^\$\$\s*$/,
];
/** The line below the head of a table, without the space before it. */
const tableLine = /^\|?\s*:?-{3,}:?\s*\|/;
/** Two of them are a list; one may be a sentence that begins with a number. */
const listLine = /^\s{0,3}(?:[-*+]|\d{1,3}[.)])\s+\S/;

function isMarkdown(start: string): boolean {
  let listLines = 0;
  return start.split(/[\n\r\u2028\u2029]/).some((line) => {
    if (signs.some((sign) => sign.test(line)) || tableLine.test(line.trimStart())) return true;
    if (listLine.test(line)) listLines += 1;
    return listLines > 1;
  });
}
