/** Finds every command in a shell line, wherever it stands, and writes each in the one form that rules speak of. */
import type { Node } from 'web-tree-sitter';
import { begin } from './shell-nodes';
import { assignment, loopVariable, oneLine, redirection, Unclear } from './shell-parts';
import { distrust } from './shell-trust';
import { quote, readWord, type Word } from './shell-words';
import { baseName, isWrapper, mustSpell, shells } from './wrappers';

export interface ShellCommand {
  /**
   * One line: `git commit -m 'two words'`. Assignments stand in front, redirections behind; those that lead to
   * another stream or to nowhere are left out. A command within is written as `$(…)` here and is in the list too.
   */
  text: string;
  /** As in `text`, name first, without assignments and redirections. */
  words: readonly string[];
  /** What the program gets; absent where the shell fills something in. */
  argv: readonly (string | undefined)[];
  /** False where the name is filled in. Without words there is none: a redirection or an assignment alone. */
  literalName: boolean;
  /** A redirection makes or changes a file. */
  writes: boolean;
  /** Variables are set, for it or for what follows. */
  assigns: boolean;
  /** It runs a text as commands that could not be read. */
  hidden: boolean;
  /** Words that a rule with `*` has to spell before it may allow this. */
  needs: readonly string[];
}

export type ParsedShell = { ok: true; commands: ShellCommand[] } | { ok: false; why: string };

/** Never throws. The same line has the same answer, but for one that took too long. */
export type ShellParser = (line: string) => ParsedShell;

/** Characters of a line that is judged. */
export const longestLine = 20_000;
/**
 * Signs that join or nest commands. The grammar takes seconds over some lines of very many, and once it mends what it
 * cannot read it asks nobody whether it may go on.
 */
const mostSigns = 4_000;
const signs = /[|;&\n(){}<>[`]/g;
/** `sh -c "sh -c …"`: so many lines within lines are read. */
const deepest = 4;

/** `treeOf` gives undefined for what it could not parse within bounds; `read` must be done with the tree when it returns. */
export function shellParser(
  treeOf: <T>(line: string, read: (root: Node) => T) => T | undefined,
): ShellParser {
  const parse = (line: string, depth: number): ParsedShell => {
    if (line.length > longestLine) return { ok: false, why: 'it is too long' };
    if ((line.match(signs)?.length ?? 0) > mostSigns) {
      return { ok: false, why: 'it is too deep or too long' };
    }
    if (depth > deepest) return { ok: false, why: 'it nests too many shells' };
    const parsed = treeOf(line, (root) => readTree(root, line));
    if (parsed === undefined) return { ok: false, why: 'it is too deep or too long' };
    if (!parsed.ok) return parsed;
    const commands: ShellCommand[] = [];
    for (const command of parsed.commands) {
      const script = scriptOf(command);
      commands.push(script === 'hidden' ? { ...command, hidden: true } : command);
      if (script === undefined || script === 'hidden') continue;
      const inner = parse(script.line, depth + 1);
      if (!inner.ok) return inner;
      commands.push(...inner.commands);
    }
    return { ok: true, commands };
  };
  return (line) => parse(line, 0);
}

function readTree(root: Node, line: string): ParsedShell {
  const why = distrust(root, line);
  if (why !== undefined) return { ok: false, why };
  try {
    return { ok: true, commands: commandsIn(root, line) };
  } catch (error) {
    if (error instanceof Unclear) return { ok: false, why: error.message };
    throw error;
  }
}

/** The line that a shell or `eval` is given to run, also behind `sudo` and its like. */
function scriptOf({ argv }: ShellCommand): { line: string } | 'hidden' | undefined {
  const [name] = argv;
  if (name === undefined) return undefined;
  if (baseName(name) === 'eval') return joined(argv.slice(1));
  const last = isWrapper(name) ? argv.length : 1;
  const at = argv.findIndex((word, index) => index < last && shells.has(baseName(word ?? '')));
  if (at < 0) return undefined;
  const option = argv.findIndex(
    (word, index) => index > at && /^-[a-zA-Z]*c[a-zA-Z]*$/.test(word ?? ''),
  );
  if (option < 0) return argv.length === at + 1 ? 'hidden' : undefined;
  const script = argv.findIndex((word, index) => index > option && !/^[-+]/.test(word ?? ''));
  return script < 0 ? 'hidden' : joined(argv.slice(script, script + 1));
}

function joined(words: readonly (string | undefined)[]): { line: string } | 'hidden' {
  return words.includes(undefined) ? 'hidden' : { line: words.join(' ') };
}

/**
 * All commands below a node, outer ones first. `written`: substitutions, each written once however deep it lies;
 * `isText`: without what stands in these, as the commands around them show it.
 */
function commandsIn(
  top: Node,
  line: string,
  written = new Map<number, string>(),
  isText = false,
): ShellCommand[] {
  const found: ShellCommand[] = [];
  /** Redirections that stand behind a list but belong to its last command. */
  const later = new Map<number, Node[]>();
  const inner = (node: Node): string => {
    const known = written.get(node.id);
    if (known !== undefined) return known;
    const text = commandsIn(node, line, written, true)
      .map((command) => command.text)
      .join('; ');
    written.set(node.id, text);
    return text;
  };
  const word = (node: Node) => readWord(node, line, inner);
  const slice = (node: Node) => line.slice(begin(node, line), node.endIndex);
  const add = (
    words: readonly Word[],
    before: readonly Node[],
    redirects: readonly Node[],
    rest = {},
  ) => {
    const behind = redirects.map((node) => redirection(node, word, slice));
    const texts = words.map((one) => one.text);
    const [name = ''] = texts;
    // A quoted name with `=` in it is a name; unquoted it would be read as an assignment.
    if (name.includes('=') && words[0]?.value === name) texts[0] = `'${name}'`;
    const argv = words.map((one) => one.value);
    found.push({
      text: [
        ...before.map((node) => assignment(node, word, slice)),
        ...texts,
        ...behind.flatMap((one) => one.text),
      ].join(' '),
      words: texts,
      argv,
      literalName: argv.length === 0 || argv[0] !== undefined,
      writes: behind.some((one) => one.writes),
      assigns: before.length > 0,
      hidden: false,
      needs: mustSpell(
        argv,
        texts,
        words.map((one) => one.open),
      ),
      ...rest,
    });
  };
  const visit = (node: Node, parent: Node | undefined): void => {
    const children = node.children;
    const named = (type: RegExp) =>
      children.filter((child) => child.isNamed && type.test(child.type));
    switch (node.type) {
      case 'command': {
        const skipped = /^(?:variable_assignment|(?:file|heredoc|herestring)_redirect|comment)$/;
        const words = children
          .filter((child) => !skipped.test(child.type))
          .map((child) => plain(child, word));
        const redirects = [...named(/_redirect$/), ...(later.get(node.id) ?? [])];
        add(words, named(/^variable_assignment$/), redirects);
        break;
      }
      case 'declaration_command':
      case 'unset_command': {
        const words = children.map((child) =>
          child.type === 'variable_assignment'
            ? { text: assignment(child, word, slice), open: false }
            : plain(child, word),
        );
        add(words, [], later.get(node.id) ?? [], { assigns: true });
        break;
      }
      case 'test_command':
      case 'compound_statement': {
        const text = slice(node);
        if (node.type === 'compound_statement' && !text.startsWith('((')) break;
        const sign = text.startsWith('[') ? (/^\[+/.exec(text)?.[0] ?? '[') : '((';
        const words = [sign, oneLine(text.slice(sign.length)).trim()].map((one) => ({
          text: one,
          value: one,
          open: false,
        }));
        // No word of it is a word for a shell; what it counts with was looked at before.
        add(words, [], later.get(node.id) ?? [], { needs: [sign], assigns: sign === '((' });
        break;
      }
      case 'variable_assignments':
        add([], children, later.get(node.id) ?? []);
        break;
      case 'variable_assignment':
        if (parent?.type === 'c_style_for_statement') loopVariable(slice(node).split('=')[0] ?? '');
        else if (
          !/^(?:command|declaration_command|variable_assignments)$/.test(parent?.type ?? '')
        ) {
          add([], [node], later.get(node.id) ?? []);
        }
        break;
      case 'for_statement': {
        const name = node.childForFieldName('variable');
        loopVariable(name === null ? '' : slice(name));
        break;
      }
      case 'redirected_statement': {
        const redirects = named(/_redirect$/).flatMap((one) => [one, ...within(one)]);
        const body = node.childForFieldName('body');
        const last = body === null ? undefined : lastCommand(body);
        if (last) later.set(last.id, [...redirects, ...(later.get(last.id) ?? [])]);
        else if (redirects.some((one) => redirection(one, word, slice).text.length > 0))
          add([], [], redirects);
        break;
      }
    }
    for (const child of children) {
      if (!isText || !child.type.endsWith('_substitution')) visit(child, node);
    }
  };
  for (const child of top.children) visit(child, top);
  return found;
}

/** Of a list or a pipeline a redirection behind it belongs to the last command. */
function lastCommand(body: Node): Node | undefined {
  if (/^(?:list|pipeline|negated_command)$/.test(body.type)) {
    const last = body.namedChildren.findLast((child) => child.type !== 'comment');
    return last && lastCommand(last);
  }
  return /^(?:command|declaration_command|unset_command|test_command|variable_assignments?)$/.test(
    body.type,
  )
    ? body
    : undefined;
}

/** `cat <<A > f`: what stands behind the start of a here-document belongs to the same command. */
function within(node: Node): Node[] {
  return node.type === 'heredoc_redirect'
    ? node.children.filter((child) => /^(?:file|herestring)_redirect$/.test(child.type))
    : [];
}

/** `$`, `==` and the words that begin a declaration are no nodes with a name. */
function plain(node: Node, word: (node: Node) => Word): Word {
  if (node.isNamed && node.type !== 'variable_name' && node.type !== 'regex') return word(node);
  const value = node.text.trim();
  return { text: quote(value), value, open: false };
}
