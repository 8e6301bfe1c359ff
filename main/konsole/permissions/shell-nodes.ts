/** Questions about a node of a parsed line that several files here ask. Pure. */
import type { Node } from 'web-tree-sitter';

/** Where a node really begins: the first token of some takes the blanks before it along. */
export function begin(node: Node, line: string): number {
  let at = node.startIndex;
  while (at < node.endIndex && /[ \t\n]/.test(line[at] ?? '') && node.type !== 'string_content')
    at += 1;
  return at;
}

/** The text of quotes or of a here-document between what is run or put in; without the quotes. */
export function slices(node: Node, line: string): string[] {
  const isString = node.type === 'string';
  let at = begin(node, line) + (isString ? 1 : 0);
  const found: string[] = [];
  for (const child of node.namedChildren) {
    if (!/expansion|substitution/.test(child.type)) continue;
    found.push(line.slice(at, begin(child, line)));
    at = child.endIndex;
  }
  found.push(line.slice(at, node.endIndex - (isString ? 1 : 0)));
  return found;
}

/** Signs and keywords of a node, and of what is counted or compared in it. */
export function operators(node: Node): string[] {
  const own = node.children.flatMap((child) =>
    child.isNamed ? (child.type.endsWith('_expression') ? operators(child) : []) : [child.type],
  );
  return node.type === 'test_command' ? own.filter((one) => one !== '[' && one !== ']') : own;
}

export function within(node: Node, type: string): boolean {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.type === type) return true;
    if (at.type.endsWith('substitution')) return false;
  }
  return false;
}

export function isWithinSubstitution(node: Node): boolean {
  for (let at = node.parent; at !== null; at = at.parent)
    if (at.type.endsWith('substitution')) return true;
  return false;
}

export function isWithinBackquotes(node: Node): boolean {
  for (let at = node.parent; at !== null; at = at.parent) {
    if (at.type === 'command_substitution' && at.text.trimStart().startsWith('`')) return true;
  }
  return false;
}
