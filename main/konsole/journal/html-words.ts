/** The words of an output, for the search: of HTML without its tags, of any other text all. One way through it. Pure. */

/** What is taken for a tag: a name of another kind may be code in a text (`Array<string>`). */
const elements = new Set(
  (
    'a abbr address area article aside audio b base bdi bdo big blockquote body br button canvas caption center cite ' +
    'code col colgroup data datalist dd del details dfn dialog div dl dt em embed fieldset figcaption figure font ' +
    'footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd label legend li link main map ' +
    'mark math menu meta meter nav noscript object ol optgroup option output p param picture pre progress q rp rt ruby ' +
    's samp script section select slot small source span strike strong style sub summary sup svg table tbody td ' +
    'template textarea tfoot th thead time title tr track tt u ul var video wbr ' +
    'circle defs ellipse g line path polygon polyline rect text tspan use'
  ).split(' '),
);
/** Their content is no text. */
const raw = new Set(['script', 'style']);
/** Inside a word; every other tag parts two words. */
const inline = new Set(
  'a abbr b big code em font i ins kbd mark s small span strong sub sup u'.split(' '),
);
const longestName = 12;

const entities: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' },
  ...{ auml: 'ä', ouml: 'ö', uuml: 'ü', Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', szlig: 'ß' },
  ...{ eacute: 'é', egrave: 'è', agrave: 'à', ccedil: 'ç', ntilde: 'ñ', shy: '' },
};

export function wordsOfOutput(text: string): string {
  const parts: string[] = [];
  let from = 0;
  let tags = 0;
  for (let at = text.indexOf('<'); at !== -1; at = text.indexOf('<', at)) {
    const tag = tagAt(text, at);
    if (!tag) {
      at += 1;
      continue;
    }
    tags += 1;
    parts.push(text.slice(from, at));
    if (!inline.has(tag.name)) parts.push(' ');
    from = raw.has(tag.name) && !tag.close ? endOfRaw(text, tag.name, tag.end) : tag.end;
    at = from;
  }
  parts.push(text.slice(from));
  const words = parts.join('');
  // A text without a tag means its signs as they are.
  return tags === 0 ? words : words.replace(/&(#x?[0-9a-f]{1,6}|[a-z]{1,8});/gi, letterOf);
}

/** The tag, comment or declaration that begins here. */
function tagAt(
  text: string,
  at: number,
): { name: string; close: boolean; end: number } | undefined {
  if (text.startsWith('<!--', at)) return closed(text, '-->', at + 4, '', false);
  const close = text[at + 1] === '/';
  if (text.startsWith('<!doctype', at) || text.startsWith('<!DOCTYPE', at)) {
    return closed(text, '>', at, '', false);
  }
  const begin = at + (close ? 2 : 1);
  const name = /^[a-z][a-z0-9-]*/i.exec(text.slice(begin, begin + longestName))?.[0].toLowerCase();
  if (name === undefined || !elements.has(name)) return undefined;
  return closed(text, '>', begin + name.length, name, close);
}

/** What nothing closes takes the rest: there is no text after it. */
function closed(text: string, by: string, from: number, name: string, close: boolean) {
  const found = text.indexOf(by, from);
  return { name, close, end: found === -1 ? text.length : found + by.length };
}

function endOfRaw(text: string, name: string, from: number): number {
  const closing = new RegExp(`</${name}`, 'gi');
  closing.lastIndex = from;
  return closing.exec(text)?.index ?? text.length;
}

function letterOf(whole: string, name: string): string {
  if (!name.startsWith('#'))
    return Object.hasOwn(entities, name) ? (entities[name] ?? whole) : whole;
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  const real = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return real ? String.fromCodePoint(code) : ' ';
}
