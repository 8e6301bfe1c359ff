/** Two things that a shell reads in its own way: what ends a here-document, and what an expansion does. Pure. */
import type { Node } from 'web-tree-sitter';
import { bodyText } from './shell-grammar';
import { begin, isWithinBackquotes, operators, within } from './shell-nodes';

/** A body has to end where a shell ends it, and to begin on the line after. */
export function hereDocument(node: Node, line: string): string | undefined {
  const one = (type: string) => node.children.filter((child) => child.type === type);
  const [start] = one('heredoc_start');
  const [body] = one('heredoc_body');
  const [end] = one('heredoc_end');
  if (!start || !end) return 'a here-document does not end';
  if (node.childrenForFieldName('argument').length > 0) return 'words follow a here-document';
  if (isWithinBackquotes(node)) return 'a here-document stands within backquotes';
  const word = line.slice(begin(start, line), start.endIndex).replace(/^['"]|['"]$/g, '');
  const lineEnd = line.indexOf('\n', start.endIndex);
  const rest = line.slice(start.endIndex, lineEnd);
  if (/['"\\`#]|<</.test(rest)) return 'more than a plain command follows a here-document';
  const closing = begin(end, line);
  const strip = node.children.some((child) => child.type === '<<-');
  const bare = (text: string) => (strip ? text.replace(/^\t+/, '') : text);
  const inside = line.slice(lineEnd + 1, closing).split('\n');
  const isClosed =
    bare(line.slice(line.lastIndexOf('\n', closing - 1) + 1).split('\n')[0] ?? '') === word &&
    line.slice(closing, end.endIndex) === word;
  if (!isClosed || bare(inside.pop() ?? '') !== '') return 'a here-document does not end plainly';
  if (inside.some((text) => bare(text) === word)) return 'a here-document does not end plainly';
  const isQuoted = line[begin(start, line)] !== word[0];
  const isRun = !isQuoted && inside.some((text) => text.endsWith('\\'));
  const isAbove = body === undefined || (body.startIndex >= lineEnd && body.endIndex <= closing);
  if (isRun || !isAbove) return 'a here-document does not end plainly';
  // Judged by the line itself: the grammar leaves out what it takes for blanks, and backquotes.
  const filled = body?.namedChildren.filter((child) => child.type !== 'heredoc_content') ?? [];
  const texts: string[] = [];
  let at = lineEnd + 1;
  for (const child of filled) {
    texts.push(line.slice(at, begin(child, line)));
    at = child.endIndex;
  }
  texts.push(line.slice(at, closing));
  const isPlain = isQuoted ? filled.length === 0 : texts.every((text) => bodyText.test(text));
  return isPlain ? undefined : 'a here-document is not plain';
}

export function expansion(node: Node, text: string): string | undefined {
  const signs = operators(node);
  if (signs.includes('@')) return '"${…@…}" can run what a variable holds';
  if (signs.includes('=') || signs.includes(':=')) return '"${…=…}" sets a variable';
  if (signs.includes('!')) return '"${!…}" reads a variable that is not named';
  if (text.includes('\n')) return 'an expansion goes over several lines';
  const isQuoted = node.children.some((child) =>
    /^(?:raw_string|ansi_c_string|array)$/.test(child.type),
  );
  const isNested = within(node, 'string') && node.children.some((child) => child.type === 'string');
  return isQuoted || isNested ? 'quotes within an expansion are not plain' : undefined;
}
