/**
 * The text of a page: headings, lists, links, tables and code as Markdown, without scripts, styles and navigation. One
 * pass over the page with no recursion and no regular expression that can go back: whatever a page is made of, the time
 * grows with its length alone. Pure.
 */
import { attribute, decodeEntities, nextToken, skipRaw } from './html-tokens';

export interface PageText {
  title: string;
  text: string;
}

/** Their content is no markup and never shown. */
const raw = new Set(['script', 'style', 'iframe', 'noembed', 'noframes', 'textarea', 'xmp']);
const hidden = new Set([
  'nav',
  'svg',
  'template',
  'noscript',
  'object',
  'canvas',
  'math',
  'select',
]);
const paragraphs = new Set(
  (
    'p div section article main header footer aside ul ol dl table form figure blockquote details ' +
    'fieldset address h1 h2 h3 h4 h5 h6 pre body'
  ).split(' '),
);
const lines = new Set(['tr', 'dt', 'dd', 'caption', 'figcaption', 'summary', 'option', 'li']);
/** Deeper lists are not indented further. */
const deepest = 8;
const maxHref = 500;

export function htmlToText(html: string, address: URL): PageText {
  const page = convert(html, address, hidden);
  // A navigation that is never closed has taken the page with it.
  return page.text === '' ? convert(html, address, new Set(['svg', 'template'])) : page;
}

function convert(html: string, address: URL, hides: ReadonlySet<string>): PageText {
  const out = createOut();
  const lists: { ordered: boolean; item: number }[] = [];
  let base = address;
  let title = '';
  let hiding = 0;
  let cells = 0;
  for (let at = 0; ; ) {
    const token = nextToken(html, at);
    if (!token) break;
    at = token.end;
    if (token.kind === 'text') {
      if (hiding === 0) out.text(decodeEntities(token.text));
      continue;
    }
    const { name, close } = token;
    if (!close && (raw.has(name) || name === 'title')) {
      const end = skipRaw(html, name, at);
      if (name === 'title' && title === '') {
        title = decodeEntities(html.slice(at, end)).replace(/\s+/g, ' ').trim();
      }
      at = end;
      continue;
    }
    if (hides.has(name)) hiding = Math.max(0, hiding + (close ? -1 : token.empty ? 0 : 1));
    if (hiding > 0) continue;
    if (paragraphs.has(name)) out.lines(lists.length > 0 ? 1 : 2);
    else if (lines.has(name)) out.lines(1);
    switch (name) {
      case 'base':
        base = resolve(attribute(token.attributes, 'href'), address) ?? base;
        break;
      case 'h1':
      case 'h2':
      case 'h3':
      case 'h4':
      case 'h5':
      case 'h6':
        out.mark(close ? '' : `${'#'.repeat(Number(name[1]))} `);
        break;
      case 'ul':
      case 'ol':
        if (close) lists.pop();
        else lists.push({ ordered: name === 'ol', item: 0 });
        if (lists.length === 0) out.lines(2);
        break;
      case 'li': {
        const list = lists.at(-1);
        if (list && !close) list.item += 1;
        const indent = '  '.repeat(Math.min(Math.max(0, lists.length - 1), deepest));
        out.mark(close ? '' : `${indent}${list?.ordered ? `${list.item}.` : '-'} `);
        break;
      }
      case 'tr':
        cells = 0;
        break;
      case 'td':
      case 'th':
        if (!close && cells++ > 0) out.inline(' | ');
        break;
      case 'br':
        out.lines(1);
        break;
      case 'hr':
        out.lines(2);
        out.text('---');
        out.lines(2);
        break;
      case 'pre':
        out.pre(!close);
        break;
      case 'code':
        out.inline('`', true);
        break;
      case 'a':
        out.link(close ? undefined : resolve(attribute(token.attributes, 'href'), base)?.href);
        break;
      case 'img': {
        const alt = decodeEntities(attribute(token.attributes, 'alt') ?? '').trim();
        if (alt !== '') out.text(`[picture: ${alt}]`);
      }
    }
  }
  return { title, text: out.end() };
}

/** An address that can be fetched; undefined for a place on the same page, and for all else. */
function resolve(href: string | undefined, base: URL): URL | undefined {
  const text = decodeEntities(href ?? '').trim();
  if (text === '' || text.startsWith('#') || text.length > maxHref) return undefined;
  try {
    const url = new URL(text, base);
    return /^https?:$/.test(url.protocol) ? url : undefined;
  } catch {
    return undefined;
  }
}

/** Collects text with the breaks between it: white space is folded, except within `pre`. */
function createOut() {
  const parts: string[] = [];
  let breaks = 0;
  let marker = '';
  let space = false;
  let inPre = false;
  let link: { href: string; from: number } | undefined;

  function put(text: string): void {
    if (breaks > 0 && parts.length > 0) parts.push('\n'.repeat(breaks));
    else if (space && parts.length > 0 && marker === '') parts.push(' ');
    if (marker !== '') parts.push(marker);
    breaks = 0;
    marker = '';
    space = false;
    parts.push(text);
  }

  function endLink(): void {
    if (!link) return;
    const { href, from } = link;
    link = undefined;
    const label = parts.splice(from).join('');
    const words = label.replace(/\s+/g, ' ').trim();
    const before = label.slice(0, label.length - label.trimStart().length);
    if (words !== '') parts.push(`${before}[${words}](${href})`);
  }

  const out = {
    text(text: string): void {
      if (inPre) return text === '' ? undefined : put(text);
      const folded = text.replace(/[ \t\r\n\f\u00a0]+/g, ' ');
      const words = folded.trim();
      if (folded.startsWith(' ')) space = true;
      if (words === '') return;
      put(words);
      space = folded.endsWith(' ');
    },
    /** At least so many line breaks before what comes next. */
    lines(count: number): void {
      if (inPre) return;
      breaks = Math.max(breaks, count);
      space = false;
    },
    /** Stands before the next text, at the start of its line. */
    mark(text: string): void {
      marker = text;
    },
    /** Stays on the line it is in; `tight`: without space around it, and not in a block of code. */
    inline(text: string, tight = false): void {
      if (inPre && tight) return;
      put(text);
    },
    pre(begins: boolean): void {
      if (begins === inPre) return;
      if (begins) {
        put('```\n');
        inPre = true;
        return;
      }
      inPre = false;
      if (!parts.at(-1)?.endsWith('\n')) parts.push('\n');
      parts.push('```');
      breaks = 2;
    },
    /** Begins a link, which ends one that is open; undefined only ends it. */
    link(href: string | undefined): void {
      endLink();
      if (href !== undefined && !inPre) link = { href, from: parts.length };
    },
    end(): string {
      endLink();
      out.pre(false);
      return parts.join('').trim();
    },
  };
  return out;
}
