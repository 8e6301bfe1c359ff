/** A page as tags and the text between them. What is never closed is text or nothing; nothing is looked for twice. Pure. */

export type HtmlToken =
  | { kind: 'text'; text: string; end: number }
  | { kind: 'tag'; name: string; close: boolean; empty: boolean; attributes: string; end: number };

/** The token that begins at `at`; comments and declarations are left out. Undefined at the end. */
export function nextToken(html: string, at: number): HtmlToken | undefined {
  let from = at;
  while (from < html.length) {
    if (html[from] !== '<') return textFrom(html, from, from);
    if (html.startsWith('<!--', from)) {
      const end = html.indexOf('-->', from + 4);
      if (end === -1) return undefined;
      from = end + 3;
      continue;
    }
    const close = html[from + 1] === '/';
    const begin = from + (close ? 2 : 1);
    const first = html[begin] ?? '';
    if (/[a-z]/i.test(first)) return tagFrom(html, begin, close);
    if (!close && first !== '!' && first !== '?') return textFrom(html, from, from + 1);
    const end = html.indexOf('>', begin);
    if (end === -1) return undefined;
    from = end + 1;
  }
  return undefined;
}

function textFrom(html: string, from: number, search: number): HtmlToken {
  const next = html.indexOf('<', search);
  const end = next === -1 ? html.length : next;
  return { kind: 'text', text: html.slice(from, end), end };
}

/** A tag that is never closed takes the rest: there is nothing after it. */
function tagFrom(html: string, begin: number, close: boolean): HtmlToken {
  let at = begin;
  while (at < html.length && !/[\s/>]/.test(html[at] ?? '')) at += 1;
  const name = html.slice(begin, Math.min(at, begin + 32)).toLowerCase();
  const attributesFrom = at;
  let value = false;
  for (; at < html.length; at += 1) {
    const mark = html[at];
    if (mark === '>') break;
    // Only a value is quoted; a quote elsewhere is a slip of whoever wrote the page.
    if (value && (mark === '"' || mark === "'")) {
      const end = html.indexOf(mark, at + 1);
      at = end === -1 ? html.length : end;
    }
    if (mark !== undefined && !/\s/.test(mark)) value = mark === '=';
  }
  const attributes = html.slice(attributesFrom, at);
  return {
    kind: 'tag',
    name,
    close,
    empty: attributes.endsWith('/'),
    attributes,
    end: Math.min(html.length, at + 1),
  };
}

/** Where the end tag of an element begins whose content is no markup; the end of the page when there is none. */
export function skipRaw(html: string, name: string, at: number): number {
  const closing = new RegExp(`</${name}`, 'gi');
  closing.lastIndex = at;
  return closing.exec(html)?.index ?? html.length;
}

/** The value of an attribute in the text of a tag. */
export function attribute(attributes: string, wanted: string): string | undefined {
  const each = /([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
  // Longer ones are data, and what is looked for stands in front of them.
  for (const found of attributes.slice(0, 4096).matchAll(each)) {
    if (found[1]?.toLowerCase() === wanted) return found[2] ?? found[3] ?? found[4] ?? '';
  }
  return undefined;
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
  copy: '©',
  reg: '®',
  trade: '™',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  bull: '•',
  middot: '·',
  times: '×',
  deg: '°',
  euro: '€',
  pound: '£',
  sect: '§',
  para: '¶',
  larr: '←',
  rarr: '→',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  ntilde: 'ñ',
  shy: '',
  zwnj: '',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
};

/** Those that are common; another stays as it is written. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{1,8});/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return Object.hasOwn(named, name) ? (named[name] ?? whole) : whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    const real = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
    return real ? String.fromCodePoint(code) : '\ufffd';
  });
}
