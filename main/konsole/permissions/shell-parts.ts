/** How what stands around the words of a command is written: variables that are set, and redirections. Pure. */
import type { Node } from 'web-tree-sitter';
import { quote, type Word } from './shell-words';

/** Why a line that was read cannot be judged; its message ends a sentence. */
export class Unclear extends Error {}

export function assignment(
  node: Node,
  word: (node: Node) => Word,
  slice: (node: Node) => string,
): string {
  const name = node.childForFieldName('name');
  const value = node.childForFieldName('value');
  if (name === null) throw new Unclear('a variable is set in a way that is not plain');
  if (value === null) return `${oneLine(slice(name))}=`;
  const sign = node.children.some((child) => child.type === '+=') ? '+=' : '=';
  const text =
    value.type === 'array'
      ? `(${value.namedChildren.map((child) => word(child).text).join(' ')})`
      : value.startIndex === value.endIndex
        ? ''
        : word(value).text;
  return `${oneLine(slice(name))}${sign}${text}`;
}

/** Nothing for what leads to nowhere or to another stream. */
export function redirection(
  node: Node,
  word: (node: Node) => Word,
  slice: (node: Node) => string,
): { text: string[]; writes: boolean } {
  if (node.type === 'heredoc_redirect') {
    const start = node.children.find((child) => child.type === 'heredoc_start');
    const sign = start && /^['"]/.test(slice(start)) ? "<<''" : '<<';
    return { text: [`${sign} ${quote(hereText(node))}`], writes: false };
  }
  const sign = node.children.find((child) => !child.isNamed)?.type ?? '';
  const [target] =
    node.type === 'herestring_redirect'
      ? node.namedChildren
      : node.childrenForFieldName('destination');
  if (!target) return { text: [], writes: false };
  const { text, value } = word(target);
  if (sign.endsWith('&') && /^(?:\d+|-)$/.test(value ?? '')) return { text: [], writes: false };
  if (/^\/dev\/(?:null|stdout|stderr)$/.test(value ?? '')) return { text: [], writes: false };
  const descriptor = node.children.find((child) => child.type === 'file_descriptor');
  // A shell opens a connection for a name below /dev/tcp.
  const writes =
    sign.includes('>') ||
    (sign.startsWith('<') && sign !== '<<<' && !/^(?!\/dev\/)/.test(value ?? '/dev/'));
  return { text: [`${descriptor ? slice(descriptor) : ''}${sign} ${text}`], writes };
}

/** All lines of a here-document. The node of its body may begin later, and is absent where it is empty. */
function hereText(node: Node): string {
  const end = node.children.find((child) => child.type === 'heredoc_end');
  const lines = node.text.slice(0, (end?.endIndex ?? node.endIndex) - node.startIndex).split('\n');
  return lines
    .slice(1, -1)
    .map((text) => `${text}\n`)
    .join('');
}

/** A loop sets its variable: `for PATH in …` would change what every command is. */
export function loopVariable(name: string) {
  if (!/^[a-z][a-z0-9]*$/.test(name.trim())) throw new Unclear(`a loop sets "${name.trim()}"`);
}

export function oneLine(text: string): string {
  if (text.includes('\n')) throw new Unclear('a test goes over several lines');
  return text.replace(/[ \t]+/g, ' ');
}
