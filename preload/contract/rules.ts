/**
 * How a rule of the settings is written: `tool` or `tool(pattern)`. What it matches is known in the engine alone
 * (main/konsole/permissions); here is only what makes it a rule, so that a window can tell as well. Pure, no zod.
 */

/** Rules of one kind bind each other's tools: see `tellsOf` in main/konsole/permissions/rules.ts. */
export const ruleTools = {
  read: 'path',
  glob: 'path',
  grep: 'path',
  edit: 'path',
  write: 'path',
  bash: 'shell',
  web_fetch: 'web',
} as const;

/**
 * The tool that an approval names which asks about money, and what "for this session" grants then: turns may pass their
 * budgets. No rule of the settings.
 */
export const budgetGrant = 'budget';

export type RuleTool = keyof typeof ruleTools;

export interface Rule {
  tool: RuleTool;
  /** Absent: every call of the tool. */
  pattern?: string;
}

/** The rule, or what is wrong with it and how to mend it. */
export function parseRule(text: string): Rule | { problem: string } {
  const parts = /^([^()\s]+)(?:\(([\s\S]*)\))?$/.exec(text.trim());
  const [, tool, pattern] = parts ?? [];
  if (tool === undefined) {
    return {
      problem: `"${text}" is no rule: write "tool" or "tool(pattern)", as "bash(git diff *)"`,
    };
  }
  if (!isTool(tool)) {
    const known = Object.keys(ruleTools).join(', ');
    return { problem: `"${tool}" is no tool that a rule can name: use one of ${known}` };
  }
  if (pattern === undefined) return { tool };
  const problem = pattern.trim() === '' ? empty(tool) : problems[ruleTools[tool]](pattern);
  return problem === undefined ? { tool, pattern } : { problem };
}

/** What is wrong with a rule and how to mend it; undefined for a good one. */
export function ruleProblem(text: string): string | undefined {
  const rule = parseRule(text);
  return 'problem' in rule ? rule.problem : undefined;
}

function isTool(name: string): name is RuleTool {
  return Object.hasOwn(ruleTools, name);
}

function empty(tool: string) {
  return `"${tool}()" names nothing: write "${tool}" for every call, or a pattern between the brackets`;
}

const problems = { path: pathProblem, shell: shellProblem, web: webProblem };

function pathProblem(pattern: string): string | undefined {
  if (pattern.startsWith('!')) {
    return `"${pattern}" must not begin with "!": a rule names what it binds, write the exception as a rule of its own`;
  }
  if (pattern.startsWith('#'))
    return `"${pattern}" begins with "#": write "\\#" for a name that does`;
  if (pattern.startsWith('~'))
    return `"${pattern}" begins with "~": write the whole path of the folder`;
  if (pattern.split(/[\\/]/).includes('..')) {
    return `"${pattern}" contains "..": write a path within the folder, or the whole path outside of it`;
  }
  return hasLooseBackslash(pattern) ? loose(pattern) : undefined;
}

function shellProblem(pattern: string): string | undefined {
  if (pattern !== pattern.trim()) {
    return `"${pattern}" begins or ends with a blank: no command does, leave it out`;
  }
  if (/[\n\r\0]/.test(pattern)) {
    return 'a rule for bash is one line: write one rule for each command';
  }
  return hasLooseBackslash(pattern) ? loose(pattern) : undefined;
}

function webProblem(pattern: string): string | undefined {
  return webPattern(pattern) === undefined
    ? `"${pattern}" is neither a domain ("docs.rs", "*.docs.rs") nor an address whose domain stands there in full ("https://docs.rs/*")`
    : undefined;
}

/** A backslash at the end takes the `*` or the closing bracket away from whoever reads on. */
function hasLooseBackslash(pattern: string) {
  return /(?:^|[^\\])(?:\\\\)*\\$/.test(pattern);
}

function loose(pattern: string) {
  return `"${pattern}" ends with a single backslash: write "\\\\" for a backslash, "\\*" for a star`;
}

export interface WebPattern {
  /** `https:` or `http:`; absent: both. */
  scheme?: string;
  /** Host with its port where it is not the scheme's own, lower-case. */
  host: string;
  /** `*.docs.rs`: what lies below the domain. */
  below: boolean;
  /** Path with query, with `*`; absent: everything of the host. */
  path?: string;
}

/** Undefined for what names no host in full: a `*` in it would match a host of somebody else. */
export function webPattern(pattern: string): WebPattern | undefined {
  const parts = /^(?:(https?):\/\/)?(\*\.)?([^/*?#@\s\\]+)(\/.*)?$/i.exec(pattern);
  const [, scheme, star, host, path] = parts ?? [];
  if (pattern === '*') return { host: '', below: true };
  if (host === undefined || (scheme === undefined && path !== undefined)) return undefined;
  const url = parsed(`${scheme ?? 'https'}://${host}/`);
  if (url === undefined || url.username !== '' || url.pathname !== '/') return undefined;
  return {
    ...(scheme === undefined ? {} : { scheme: `${scheme.toLowerCase()}:` }),
    host: url.host,
    below: star !== undefined,
    ...(path === undefined || path === '/*' ? {} : { path }),
  };
}

function parsed(address: string): URL | undefined {
  try {
    return new URL(address);
  } catch {
    return undefined;
  }
}
