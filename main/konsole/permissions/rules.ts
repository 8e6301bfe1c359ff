/**
 * What a rule matches. How one is written is in the contract; here are its meanings:
 *
 * - `bash(…)` speaks of one command in the form of `ShellCommand.text`: words that need no quotes stand without them,
 *   others in single quotes. To allow, a ` * ` that stands alone is any words, at the end also none; a `*` that
 *   touches a word stays within it, so `git diff*` is `git difftool` but not `git difftool -x rm`. `\*` is a star.
 *   A rule with `*` never allows a redirection into a file, a variable set in front, a name that is filled in, nor
 *   what runs other commands by words that the rule does not spell (see wrappers.ts). To deny, `*` is anything.
 * - Paths are matched as .gitignore does, from the workspace. A pattern that begins with `/` or a drive allows only
 *   what lies outside of it, and denies both.
 * - `web_fetch(docs.rs)`, `web_fetch(*.docs.rs)`, `web_fetch(https://docs.rs/std/*)`: the host is compared whole.
 */
import ignore from 'ignore';
import {
  parseRule,
  type Rule,
  ruleTools,
  type WebPattern,
  webPattern,
} from '../../../preload/contract/rules';
import type { ShellCommand } from './shell';
import type { Wanted } from './types';
import { baseName, isWrapper } from './wrappers';

export { ruleProblem } from '../../../preload/contract/rules';

type Purpose = 'allow' | 'deny';

/** Rules of these tools bind a call: `read` all that looks, `edit` and `write` each other, as both change files. */
function binds(rule: Rule, wanted: Wanted): boolean {
  switch (wanted.kind) {
    case 'read':
      return rule.tool === 'read' || rule.tool === wanted.tool;
    case 'write':
      return rule.tool === 'edit' || rule.tool === 'write';
    case 'shell':
      return rule.tool === 'bash';
    case 'web':
      return rule.tool === 'web_fetch';
  }
}

/** The rules that speak of this kind of call; what is no rule speaks of nothing. */
export function rulesFor(texts: readonly string[], wanted: Wanted): Rule[] {
  return texts.flatMap((text) => {
    const rule = parseRule(text);
    return 'problem' in rule || !binds(rule, wanted) ? [] : [rule];
  });
}

export const writeRule = ({ tool, pattern }: Rule) =>
  pattern === undefined ? tool : `${tool}(${pattern})`;

/** Of a call that is no shell line. */
export function matches(
  rule: Rule,
  wanted: Exclude<Wanted, { kind: 'shell' }>,
  purpose: Purpose,
): boolean {
  if (rule.pattern === undefined) return true;
  if (wanted.kind === 'web') return matchesUrl(rule.pattern, wanted.url, purpose);
  return matchesPath(rule.pattern, wanted, purpose);
}

/** Patterns that a read denial names, for whoever lists and searches: as in .gitignore, from the workspace. */
export function denyReadPatterns(deny: readonly string[]): string[] {
  return deny.flatMap((text) => {
    const rule = parseRule(text);
    return 'problem' in rule || rule.tool !== 'read' ? [] : [rule.pattern ?? '**'];
  });
}

function matchesPath(
  pattern: string,
  { path, outside }: { path: string; outside: boolean },
  purpose: Purpose,
) {
  const isWhole = /^(?:[\\/]|[a-zA-Z]:[\\/])/.test(pattern);
  if (purpose === 'allow' && isWhole !== outside) return false;
  const slashed = path.replaceAll('\\', '/').replace(/^\/+/, '');
  const plain = slashed.split('/').filter((part) => part !== '' && part !== '.');
  // The folder itself is no path within it; and `..` was resolved by whoever made the call.
  if (plain.length === 0 || plain.includes('..')) return purpose === 'deny' && pattern === '**';
  const rooted = /^[a-zA-Z]:/.test(pattern) ? `/${pattern.replaceAll('\\', '/')}` : pattern;
  // A name in capitals may be the same file on this disk: that must not help it past a denial.
  return ignore({ ignorecase: purpose === 'deny' })
    .add(rooted)
    .ignores(plain.join('/'));
}

function matchesUrl(pattern: string, address: string, purpose: Purpose): boolean {
  const rule = webPattern(pattern);
  const url = plainUrl(address);
  if (rule === undefined || url === undefined) return false;
  if (rule.host === '') return true;
  if (rule.scheme !== undefined && rule.scheme !== url.protocol) return false;
  // Without a scheme or a star a denial means what lies below the domain too.
  const isBelow = url.host.endsWith(`.${rule.host}`);
  const isHost = rule.below ? isBelow : url.host === rule.host || (purpose === 'deny' && isBelow);
  return isHost && matchesAddress(rule, url);
}

function matchesAddress({ path }: WebPattern, url: URL): boolean {
  return path === undefined || anything(path).test(`${url.pathname}${url.search}`);
}

/** Undefined for what is no plain http address: with a name before the host a person misreads it. */
export function plainUrl(address: string): URL | undefined {
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    return undefined;
  }
  const isPlain = /^https?:$/.test(url.protocol) && url.username === '' && url.password === '';
  if (!isPlain || url.hostname === '') return undefined;
  if (url.hostname.endsWith('.')) url.hostname = url.hostname.replace(/\.+$/, '');
  return url;
}

/** Whether a variable or a substitution decides about a word of it: the same text may be another command the next time. */
export function varies({ words, argv }: ShellCommand): boolean {
  return argv.some((word, at) => word === undefined && /[$`]|[<>]\(/.test(words[at] ?? ''));
}

/** Whether one command of a line may run by this rule. */
export function allowsCommand({ pattern }: Rule, command: ShellCommand): boolean {
  if (pattern === undefined || pattern === '*') return true;
  const words = pattern.split(' ');
  // The same text with a variable in it may be another command.
  if (!hasStar(pattern)) {
    return unescaped(pattern) === command.text && !varies(command);
  }
  if (command.writes || command.assigns || command.hidden || !command.literalName) return false;
  const spelled = words.filter((word) => !hasStar(word)).map(unescaped);
  const isSpelled = command.needs.every((word, index) =>
    // What makes the first word a wrapper has to be the first word.
    index === 0 && word === command.words[0]
      ? spelled[0] === word && !hasStar(words[0] ?? '')
      : spelled.includes(word),
  );
  return isSpelled && withinWords(pattern).test(command.text);
}

/** Whether this rule denies the command, also by another path, behind `sudo` and its like, or in capitals. */
export function deniesCommand({ pattern }: Rule, command: ShellCommand): boolean {
  if (pattern === undefined) return true;
  const test = anything(pattern, 'iu');
  return readings(command).some((text) => test.test(text));
}

function readings({ text, words, argv }: ShellCommand): string[] {
  const [name] = argv;
  const starts = name !== undefined && runs(name) ? words.keys() : [0];
  const found = [text];
  for (const start of starts) {
    const own = words[start];
    if (own === undefined) continue;
    const rest = words.slice(start + 1);
    found.push([own, ...rest].join(' '), [baseName(argv[start] ?? own), ...rest].join(' '));
  }
  return found;
}

const runs = (name: string) =>
  isWrapper(name) || /^(?:find|fd|npm|pnpm|yarn|git)$/.test(baseName(name));

/** One exact rule for a command; a star in it is a star. */
export function exactRule(command: ShellCommand): string {
  return `bash(${command.text.replace(/[\\*]/g, '\\$&')})`;
}

/** One exact rule for a path; what .gitignore reads as a sign stands behind a backslash. */
export function exactPathRule(tool: string, path: string): string | undefined {
  const name = Object.hasOwn(ruleTools, tool) ? tool : 'read';
  const slashed = path.replaceAll('\\', '/');
  const rule = `${name}(${slashed.replace(/[*?[\]!#\s]/g, '\\$&')})`;
  return 'problem' in parseRule(rule) ? undefined : rule;
}

const hasStar = (text: string) => /(?:^|[^\\])(?:\\\\)*\*/.test(text);
const unescaped = (text: string) => text.replace(/\\([\\*])/g, '$1');
const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** A star is anything; ` *` at the end also nothing. */
function anything(pattern: string, flags = 'u'): RegExp {
  const body = pieces(pattern).map((piece) => (piece === '*' ? '[^]*' : literal(unescaped(piece))));
  return optionalEnd(pattern, body, '[^]*', flags);
}

/** A star that touches a word stays in it. */
function withinWords(pattern: string): RegExp {
  const parts = pieces(pattern);
  const body = parts.map((piece, index) => {
    if (piece !== '*') return literal(unescaped(piece));
    const before = parts[index - 1];
    const after = parts[index + 1];
    const isAlone = (before ?? ' ').endsWith(' ') && (after ?? ' ').startsWith(' ');
    return isAlone ? '[^]*' : '[^ ]*';
  });
  return optionalEnd(pattern, body, '[^]*', 'u');
}

function optionalEnd(pattern: string, body: string[], any: string, flags: string): RegExp {
  const last = body.at(-2);
  if (body.at(-1) !== any || last === undefined || !pattern.endsWith(' *')) {
    return new RegExp(`^${body.join('')}$`, flags);
  }
  const start = [...body.slice(0, -2), last.slice(0, -1)].join('');
  return new RegExp(`^${start}(?: ${any})?$`, flags);
}

/** Stars and what stands between them; several stars in a row are one. */
function pieces(pattern: string): string[] {
  return [...pattern.matchAll(/\*+|(?:\\[\\*]|[^*])+/gu)].map(([text]) =>
    text.startsWith('*') ? '*' : text,
  );
}
