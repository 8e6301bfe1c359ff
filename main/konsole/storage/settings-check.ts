/** Reads raw settings by their schema: a wrong value is reported and its default used, everything else stands. Pure. */
import type { z } from 'zod';
import { type Settings, settings as schema } from '../../../preload/contract/settings';
import { unusableProxy } from '../../../preload/contract/ways';
import { isJsonObject, type JsonObject } from './merge-patch';

export interface Problem {
  /** Dotted path, `providers.1.baseUrl` for one; empty for the file as a whole. */
  field: string;
  message: string;
}

export interface Checked {
  settings: Settings;
  problems: Problem[];
}

type Path = readonly PropertyKey[];

const dotted = (path: Path) => path.map(String).join('.');

/** Each round takes at least one wrong value out; past this the whole is given up. */
const maxRounds = 1_000;

export function checkSettings(raw: JsonObject): Checked {
  let value: unknown = raw;
  const problems: Problem[] = [];
  for (let round = 0; round < maxRounds; round += 1) {
    const parsed = schema.safeParse(value);
    if (parsed.success) return { settings: parsed.data, problems };
    const [issue] = parsed.error.issues;
    if (!issue) break;
    const path = issue.path;
    // What is missing makes what it is missing in wrong: that goes, and its default comes.
    const wrong = present(value, path) ? path : path.slice(0, -1);
    const instead = isProxy(wrong) && at(value, wrong) ? unusableProxy : undefined;
    problems.push({ field: dotted(path), message: tell(issue, wrong, instead) });
    if (wrong.length === 0) break;
    value = without(value, wrong, instead);
  }
  return { settings: schema.parse({}), problems };
}

/** The first problem of `merged` that the patch has made or touched; what was wrong elsewhere before stays. */
export function firstNewProblem(
  merged: JsonObject,
  patch: JsonObject,
  before: readonly Problem[],
): Problem | undefined {
  const known = new Set(before.map((problem) => problem.field));
  return checkSettings(merged).problems.find(
    ({ field }) => touches(patch, field.split('.')) || !known.has(field),
  );
}

function touches(patch: unknown, path: readonly string[]): boolean {
  const [key, ...rest] = path;
  if (key === undefined) return true;
  if (!isJsonObject(patch)) return true;
  return Object.hasOwn(patch, key) && touches(patch[key], rest);
}

const isProxy = ([list, , field, ...more]: Path) =>
  list === 'providers' && field === 'proxy' && more.length === 0;

function tell(issue: z.core.$ZodIssue, wrong: Path, instead: unknown): string {
  const message = issue.message.replace(/^Invalid (input|option): /, '');
  if (instead !== undefined)
    return `${message}. Nothing is asked of this provider until this is mended.`;
  // An item of a list has no default: it is taken out.
  const until = typeof wrong.at(-1) === 'number' ? 'It is left out' : 'Its default is used';
  return `${message}. ${until} until this is mended.`;
}

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((held, key) => (held as Record<PropertyKey, unknown>)[key], value);
}

function present(value: unknown, path: Path): boolean {
  let at = value;
  for (const key of path) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return false;
    at = (at as Record<PropertyKey, unknown>)[key];
  }
  return true;
}

/** A copy without what lies at `path`, or with what is to stand there instead; an item of a list leaves no gap. */
function without(value: unknown, path: Path, instead?: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const index = Number(key);
    return rest.length === 0
      ? value.toSpliced(index, 1)
      : value.with(index, without(value[index], rest, instead));
  }
  const copy: Record<PropertyKey, unknown> = { ...value };
  if (rest.length > 0) copy[key] = without(copy[key], rest, instead);
  else if (instead === undefined) delete copy[key];
  else copy[key] = instead;
  return copy;
}
