/**
 * Whether a parsed line says what a shell would read. The grammar is forgiving where a shell is not: it takes
 * `$(…)` for text in a pattern, a line break for a blank, a carriage return for the end of a word. Whatever could hide
 * a command in that way is refused here, so that the line asks. Pure.
 */
import type { Node } from 'web-tree-sitter';
import { expansion, hereDocument } from './shell-distrust';
import {
  commentsIn,
  glued,
  known,
  leafText,
  quotedText,
  reserved,
  sameLine,
  wordish,
} from './shell-grammar';
import { begin, isWithinSubstitution, operators, slices, within } from './shell-nodes';

/** Beyond this a line is not judged: no person could read it either. */
export const limits = { nodes: 20_000, depth: 100 };

/** Blanks that only look like one, marks that turn text around, signs that a terminal obeys. */
const unseen = /[^\P{Z} ]|[^\P{Cc}\n\t]|\p{Cf}|\p{Cs}|\p{Co}|\p{Cn}/u;

/** Why the line must not be trusted to the tree; undefined where it may be. */
export function distrust(root: Node, line: string): string | undefined {
  if (unseen.test(line)) return 'it contains signs that cannot be seen';
  let count = 0;
  let counts = false;
  let bait = false;
  const look = (node: Node, parent: Node | undefined, depth: number): string | undefined => {
    count += 1;
    if (count > limits.nodes || depth > limits.depth) return 'it is too deep or too long';
    if (node.isError || node.isMissing) return 'it is no complete shell command';
    const at = begin(node, line);
    const text = line.slice(at, node.endIndex);
    if (node.isNamed && !known.has(node.type)) {
      return node.type === 'function_definition'
        ? 'it defines a function, which could take the name of any command'
        : `it uses ${node.type.replaceAll('_', ' ')}`;
    }
    if (!node.isNamed && (text === '``' || text === '$`')) return 'it contains stray backquotes';
    counts ||= isCounting(node, line);
    bait ||= hidesText(node, text);
    if (node.childCount === 0) return leaf(node, parent, text, line, at);
    const why = special(node, text, line) ?? gaps(node, line);
    if (why !== undefined) return why;
    for (const child of node.children) {
      const found = look(child, node, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const why = look(root, undefined, 0);
  if (why !== undefined) return why;
  // `x='a[$(rm y)]'; echo $((x))` runs rm: counting reads the text of a variable once more.
  return counts && bait ? 'it counts with text that a shell would run' : undefined;
}

function leaf(node: Node, parent: Node | undefined, text: string, line: string, at: number) {
  const before = line[at - 1] ?? ' ';
  if (node.type === 'comment') {
    const isPlain =
      parent !== undefined &&
      commentsIn.has(parent.type) &&
      /[\s;]/.test(before) &&
      line[at - 2] !== '\\' &&
      !isWithinSubstitution(node);
    return isPlain ? undefined : 'it contains a comment where a shell may read none';
  }
  if (node.type === 'file_descriptor' && !/[\s;&|(]/.test(before)) return 'a number touches a word';
  if (node.type === 'word' && text.startsWith('#') && parent?.type !== 'concatenation') {
    return 'it contains a comment where a shell may read none';
  }
  const allowed = leafText[node.type];
  if (allowed !== undefined && !allowed.test(text))
    return `it contains ${quoted(text)}, which is not plain`;
  const isPattern = node.type === 'regex' || node.type === 'word';
  // Its text first: who a node's parent is takes longer to find the more neighbours it has.
  if (isPattern && /[{}()'"]/.test(text) && within(node, 'expansion')) {
    return 'it replaces text in a way that is not plain';
  }
  return undefined;
}

function special(node: Node, text: string, line: string): string | undefined {
  switch (node.type) {
    case 'command': {
      const name = node.childForFieldName('name');
      const subshell = node.children.some((child) => child.type === 'subshell');
      if (subshell) return 'a bracket follows a word';
      const [first, second] = name === null ? [] : wordsFrom(node, name, line);
      const isReserved =
        reserved.has(first ?? '') || (first === 'time' && reserved.has(second ?? ''));
      return isReserved ? `"${first}" begins something that is not plain` : undefined;
    }
    case 'command_substitution':
      return text.startsWith('`') && text.includes('\\')
        ? 'it contains a backslash within backquotes'
        : undefined;
    case 'expansion':
      return expansion(node, text);
    case 'file_redirect':
      return node.childrenForFieldName('destination').length > 1
        ? 'words follow the file of a redirection'
        : undefined;
    case 'test_command':
      return text.startsWith('[[') || !operators(node).some((one) => /^[<>&|()]+$/.test(one))
        ? undefined
        : 'a shell reads signs between "[" and "]" as its own';
    case 'heredoc_redirect':
      return hereDocument(node, line);
    case 'string':
      return slices(node, line).every((one) => quotedText.test(one))
        ? undefined
        : 'quotes are not plain';
    default:
      return undefined;
  }
}

function gaps(node: Node, line: string): string | undefined {
  if (node.type === 'string' || node.type === 'heredoc_body') return undefined;
  const isWhole = node.type === 'program';
  let at = isWhole ? 0 : node.startIndex;
  let before: Node | undefined;
  for (const child of node.children) {
    const from = begin(child, line);
    const why = gap(node, line.slice(at, from));
    if (why !== undefined) return why;
    const touches = before !== undefined && from === before.endIndex;
    if (touches && before?.type === '$' && node.type !== 'simple_expansion') {
      return 'quotes follow a bare "$"';
    }
    if (
      touches &&
      !glued.has(node.type) &&
      wordish.has(child.type) &&
      wordish.has(before?.type ?? '')
    ) {
      return 'words touch each other';
    }
    before = child;
    at = child.endIndex;
  }
  return gap(node, line.slice(at, isWhole ? line.length : node.endIndex));
}

function gap(node: Node, text: string): string | undefined {
  if (text === '') return undefined;
  const joined = text.replaceAll('\\\n', '');
  if (!/^[ \t\n]*$/.test(joined))
    return `it contains ${quoted(text.trim())} where a shell reads something else`;
  if (joined === '' || glued.has(node.type)) return 'a word is broken over two lines';
  // A single here-document ends its statement with its last line.
  return sameLine.has(node.type) && joined.includes('\n')
    ? 'a line ends within a command'
    : undefined;
}

/** Counting with a variable takes its text for an expression, in which `a[$(…)]` runs. */
function isCounting(node: Node, line: string): boolean {
  if (node.type === 'arithmetic_expansion' || node.type === 'subscript') return hasNames(node);
  if (node.type === 'compound_statement' || node.type === 'c_style_for_statement') {
    return line.slice(begin(node, line), node.endIndex).includes('((') && hasNames(node);
  }
  if (node.type === 'expansion') return operators(node).includes(':');
  return node.type === 'test_operator' && /^-(?:eq|ne|lt|le|gt|ge|v|R)$/.test(node.text.trim());
}

function hidesText(node: Node, text: string): boolean {
  if (node.type === 'for_statement') return true;
  if (node.type === 'raw_string' || node.type === 'ansi_c_string')
    return /[`$]/.test(text.slice(2));
  return node.childCount === 0 && node.isNamed && /\\[`$]/.test(text);
}

function hasNames(node: Node): boolean {
  return (
    node.descendantsOfType(['variable_name', 'simple_expansion', 'expansion', 'raw_string'])
      .length > 0
  );
}

function wordsFrom(command: Node, name: Node, line: string): string[] {
  const rest = command.childrenForFieldName('argument');
  return [name, ...rest].map((node) => line.slice(begin(node, line), node.endIndex));
}

const quoted = (text: string) => JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
