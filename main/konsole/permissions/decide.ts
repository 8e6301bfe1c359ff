/**
 * Whether a call may run, must not, or is asked about. A denial wins over every mode, rule and grant; a file that
 * decides what runs later is asked about in every mode; the rest is the mode, and the rules that widen it. Pure.
 */
import type { Permissions } from '../host/protocol';
import { protectedAs } from './protected';
import { shellRisk } from './risk';
import {
  varies,
  allowsCommand,
  deniesCommand,
  exactPathRule,
  exactRule,
  matches,
  plainUrl,
  rulesFor,
  writeRule,
} from './rules';
import type { ParsedShell, ShellCommand, ShellParser } from './shell';
import type { Verdict, Wanted } from './types';
import { baseName, passesOn } from './wrappers';

type Of<Kind extends Wanted['kind']> = Extract<Wanted, { kind: Kind }>;

/** Never throws; the same facts have always the same answer. */
export function decide(wanted: Wanted, permissions: Permissions, shell: ShellParser): Verdict {
  return wanted.kind === 'shell'
    ? decideShell(wanted, permissions, shell)
    : decideOther(wanted, permissions);
}

function decideOther(wanted: Exclude<Wanted, Of<'shell'>>, permissions: Permissions): Verdict {
  const denial = rulesFor(permissions.deny, wanted).find((rule) => matches(rule, wanted, 'deny'));
  if (denial) return { verdict: 'deny', why: denied(writeRule(denial)) };
  const isAllowed = rulesFor([...permissions.allow, ...permissions.grants], wanted).some((rule) =>
    matches(rule, wanted, 'allow'),
  );
  switch (wanted.kind) {
    case 'read':
      return decideRead(wanted, permissions, isAllowed);
    case 'write':
      return decideWrite(wanted, permissions, isAllowed);
    case 'web':
      return decideWeb(wanted, permissions, isAllowed);
  }
}

function decideRead(
  { tool, path, outside }: Of<'read'>,
  { mode }: Permissions,
  isAllowed: boolean,
): Verdict {
  if (!outside || isAllowed || mode === 'all') return { verdict: 'allow' };
  return {
    verdict: 'ask',
    risk: 'medium',
    rules: some(exactPathRule(tool, path)),
    why: outsideWhy,
  };
}

function decideWrite(
  { tool, path, outside }: Of<'write'>,
  { mode }: Permissions,
  isAllowed: boolean,
): Verdict {
  if (mode === 'plan') return { verdict: 'deny', why: planned('Files must not be changed') };
  const known = protectedAs(path);
  if (known !== undefined) {
    const why = `${known}, so it is asked about each time${outside ? '; it lies outside the folder' : ''}.`;
    return { verdict: 'ask', risk: 'high', rules: [], why };
  }
  if (isAllowed || mode === 'all' || (mode === 'edits' && !outside)) return { verdict: 'allow' };
  const rules = some(exactPathRule(tool === 'write' ? 'write' : 'edit', path));
  return outside
    ? { verdict: 'ask', risk: 'high', rules, why: outsideWhy }
    : { verdict: 'ask', risk: 'medium', rules };
}

function decideWeb({ url }: Of<'web'>, { mode }: Permissions, isAllowed: boolean): Verdict {
  if (isAllowed || mode === 'all') return { verdict: 'allow' };
  const plain = plainUrl(url);
  if (plain === undefined) {
    const why = 'It is no plain http or https address.';
    return { verdict: 'ask', risk: 'high', rules: [], why };
  }
  return {
    verdict: 'ask',
    risk: 'medium',
    rules: [`web_fetch(${plain.protocol}//${plain.host}/*)`],
  };
}

function decideShell(wanted: Of<'shell'>, permissions: Permissions, shell: ShellParser): Verdict {
  const { mode } = permissions;
  const parsed = shell(wanted.command);
  const deny = rulesFor(permissions.deny, wanted);
  const commands = parsed.ok ? parsed.commands : [];
  const denial = deny.find(
    (rule) =>
      rule.pattern === undefined || commands.some((command) => deniesCommand(rule, command)),
  );
  if (denial) return { verdict: 'deny', why: denied(writeRule(denial)) };
  if (mode === 'plan') return { verdict: 'deny', why: planned('Commands must not run') };
  const ask = (why?: string): Verdict => asked(wanted, parsed, why);
  if (!parsed.ok) {
    const why = `The line is not plain to read: ${parsed.why}.`;
    return mode === 'all' && deny.length === 0 ? { verdict: 'allow' } : ask(why);
  }
  const later = commands.map(writesProtected).find((what) => what !== undefined);
  if (later !== undefined) {
    return { ...asked(wanted, parsed, later), risk: 'high', rules: [] };
  }
  const isVeiled = commands.some(isVeiledCommand);
  if (isVeiled && deny.length > 0) {
    return ask('What it runs is only known when it runs, so the denials cannot be checked.');
  }
  if (mode === 'all') return { verdict: 'allow' };
  const allow = rulesFor([...permissions.allow, ...permissions.grants], wanted);
  const isAllowed = (command: ShellCommand) => allow.some((rule) => allowsCommand(rule, command));
  // A line without a command does nothing, but nobody wrote a rule for it.
  if (commands.length > 0 && commands.every(isAllowed)) return { verdict: 'allow' };
  return ask(isVeiled ? 'What it runs is only known when it runs.' : undefined);
}

const writers =
  /^(?:tee|cp|mv|rm|sed|perl|ln|chmod|dd|install|truncate|touch|patch|ed|rsync|unlink)$/;
const gitLooksAtSettings = /^(?:--get|--get-all|--get-regexp|--list|-l)$/;

/** Why a command is asked about in every mode: as far as its words tell, it changes what runs by itself later. */
function writesProtected({ argv, text, writes }: ShellCommand): string | undefined {
  const name = baseName(argv[0] ?? '');
  const [, order = '', option = ''] = argv;
  const setsGit = name === 'git' && order === 'config' && !gitLooksAtSettings.test(option);
  const setsPackage = name === 'npm' && order === 'pkg' && /^(?:set|delete|fix)$/.test(option);
  if (setsGit || setsPackage) return 'It changes settings that decide what runs later.';
  if (!writes && !writers.test(name)) return undefined;
  const words = text.split(/[\s'"<>|&;()]+/).filter((word) => word !== '');
  const what = words.map((word) => protectedAs(word)).find((found) => found !== undefined);
  return what === undefined ? undefined : `It may change ${what}, which decides what runs later.`;
}

/** `$x`, `sudo $x`, `sh -c "$x"`: no rule can tell what this is. */
function isVeiledCommand({ argv, literalName, hidden }: ShellCommand): boolean {
  return !literalName || hidden || (passesOn(argv[0] ?? '') && argv.includes(undefined));
}

function asked(
  wanted: Of<'shell'>,
  parsed: ParsedShell,
  why: string | undefined,
): Extract<Verdict, { verdict: 'ask' }> {
  const commands = parsed.ok ? parsed.commands : [];
  // What a variable or a substitution gives may be another thing the next time: no rule stands for all of it.
  const isPlain = commands.every(
    (command) =>
      command.literalName &&
      !command.writes &&
      !command.assigns &&
      !command.hidden &&
      !varies(command),
  );
  return {
    verdict: 'ask',
    risk: shellRisk(wanted.command, parsed, wanted.sandboxed),
    rules: isPlain ? [...new Set(commands.map(exactRule))] : [],
    ...(why === undefined ? {} : { why }),
    ...(parsed.ok ? { commands: commands.map((command) => command.text) } : {}),
  };
}

const outsideWhy = 'It lies outside the folder of this session.';
const some = (rule: string | undefined) => (rule === undefined ? [] : [rule]);

function denied(rule: string): string {
  return `The settings of Konsole deny this by the rule "${rule}". Do not try it in another way; do without it, or say what you would need.`;
}

function planned(what: string): string {
  return `${what} in plan mode. Describe the change instead, with the files and commands it takes; a person can then choose another mode.`;
}
