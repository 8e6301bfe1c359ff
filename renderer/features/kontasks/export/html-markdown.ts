/** HTML as markdown: headings, lists, tables, code, links and emphasis; of everything else the text. Needs a DOM. */

/** Marks within a line stand for themselves. */
const escaped = (text: string) => text.replace(/([\\`*_[\]<>|])/g, '\\$1');
const dropped = new Set('script style template noscript iframe object svg head title'.split(' '));
const blocks = new Set(
  (
    'address article aside blockquote body center dd details div dl dt figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main ' +
    'nav ol p pre section summary table ul'
  ).split(' '),
);
/** Deeper than anybody writes: what is below stands there as text. */
const deepest = 200;

export function htmlToMarkdown(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  return blocksOf(body, 0).join('\n\n');
}

/** Paragraphs and what else stands by itself, each without a line break at its ends. */
function blocksOf(parent: Node, depth: number): string[] {
  const done: string[] = [];
  let line = '';
  const flush = () => {
    const text = tidy(line);
    if (text !== '') done.push(text.replace(/^(#{1,6}|[-+>]|\d+[.)])(?=\s)/gm, '\\$1'));
    line = '';
  };
  for (const node of parent.childNodes) {
    if (isElement(node) && blocks.has(node.localName)) {
      flush();
      done.push(...blockOf(node, depth + 1));
    } else line += inline(node, depth);
  }
  flush();
  return done;
}

const tidy = (text: string) =>
  text
    .replace(/[ \t\r\f]*\n[ \t\r\f]*/g, '\n')
    .replace(/[ \t]+/g, ' ')
    .trim();

const isElement = (node: Node): node is Element => node.nodeType === Node.ELEMENT_NODE;

function blockOf(element: Element, depth: number): string[] {
  if (depth > deepest) return [escaped(element.textContent ?? '').trim()].filter(Boolean);
  const name = element.localName;
  const level = /^h([1-6])$/.exec(name)?.[1];
  if (level !== undefined) {
    const title = tidy(inlineOf(element, depth)).replace(/\n/g, ' ');
    return title === '' ? [] : [`${'#'.repeat(Number(level))} ${title}`];
  }
  if (name === 'hr') return ['---'];
  if (name === 'pre') return [fenced(element.textContent ?? '')];
  if (name === 'table') return tableOf(element, depth);
  if (name === 'ul' || name === 'ol') return listOf(element, name === 'ol', depth);
  const inner = blocksOf(element, depth);
  if (name !== 'blockquote') return inner;
  return inner.length === 0 ? [] : [inner.join('\n\n').replace(/^/gm, '> ').replace(/ +$/gm, '')];
}

/** A fence that is longer than any in the code. */
function fenced(code: string): string {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}\n${code.replace(/^\n/, '').trimEnd()}\n${fence}`;
}

function listOf(list: Element, numbered: boolean, depth: number): string[] {
  const items = [...list.children].map((item, at) => {
    const mark = numbered ? `${at + 1}. ` : '- ';
    const inner = item.localName === 'li' ? blocksOf(item, depth) : blockOf(item, depth);
    return mark + inner.join('\n').replace(/\n/g, `\n${' '.repeat(mark.length)}`);
  });
  return items.length === 0 ? [] : [items.join('\n')];
}

function tableOf(table: Element, depth: number): string[] {
  const rows = [...table.querySelectorAll('tr')]
    .filter((row) => row.closest('table') === table)
    .map((row) => [...row.children].map((cell) => tidy(inlineOf(cell, depth)).replace(/\n/g, ' ')));
  const width = Math.max(0, ...rows.map((row) => row.length));
  const [head, ...rest] = rows;
  if (!head || width === 0) return [];
  const lineOf = (cells: readonly string[]) =>
    `| ${Array.from({ length: width }, (_, at) => cells[at] ?? '').join(' | ')} |`;
  const rule = `|${' --- |'.repeat(width)}`;
  return [[lineOf(head), rule, ...rest.map(lineOf)].join('\n')];
}

function inlineOf(parent: Node, depth: number): string {
  return [...parent.childNodes].map((node) => inline(node, depth)).join('');
}

function inline(node: Node, depth: number): string {
  if (node.nodeType === Node.TEXT_NODE)
    return escaped((node.textContent ?? '').replace(/\s+/g, ' '));
  if (!isElement(node) || dropped.has(node.localName)) return '';
  if (depth > deepest) return escaped(node.textContent ?? '');
  const inner = () => inlineOf(node, depth + 1);
  switch (node.localName) {
    case 'br':
      return '\n';
    case 'b':
    case 'strong':
      return marked('**', inner());
    case 'i':
    case 'em':
      return marked('*', inner());
    case 's':
    case 'del':
    case 'strike':
      return marked('~~', inner());
    case 'code':
    case 'kbd':
    case 'samp':
    case 'tt':
      return code(node.textContent ?? '');
    case 'a': {
      const href = node.getAttribute('href') ?? '';
      const words = inner();
      return /^(?:https?:\/\/|mailto:)[^\s<>()]+$/i.test(href) ? `[${words}](${href})` : words;
    }
    case 'img':
      return escaped(node.getAttribute('alt') ?? '');
    default:
      // A block within a line: its words stay apart from those around it.
      return blocks.has(node.localName) ? ` ${inner()} ` : inner();
  }
}

/** Marks stand at the words, not at the spaces around them. */
function marked(mark: string, inner: string): string {
  const words = inner.trim();
  if (words === '') return inner;
  const before = inner.slice(0, inner.length - inner.trimStart().length);
  return `${before}${mark}${words}${mark}${inner.slice(inner.trimEnd().length)}`;
}

function code(text: string): string {
  const words = text.replace(/\s+/g, ' ').trim();
  if (words === '') return '';
  const longest = Math.max(0, ...(words.match(/`+/g) ?? []).map((run) => run.length));
  const tick = '`'.repeat(longest + 1);
  const room = words.startsWith('`') || words.endsWith('`') ? ' ' : '';
  return `${tick}${room}${words}${room}${tick}`;
}
