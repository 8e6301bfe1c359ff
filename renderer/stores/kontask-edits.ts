/** Edits of a kontask by field: what a patch makes of it, and which fields two people changed differently. Pure. */
import type { Kontask, KontaskPatch } from '../../preload/contract/shapes';

/** A field that somebody else changed meanwhile. An absent value: it was taken away, or is to be. */
export interface FieldConflict {
  /** `title`, `context.output`. */
  path: string;
  mine: unknown;
  theirs: unknown;
}

/** One level, of the context one level more; `null` takes away. */
export function patchKontask(kontask: Kontask, patch: KontaskPatch): Kontask {
  const { context: inner, ...fields } = patch;
  const next = merged(kontask, fields);
  if (inner === null) delete next.context;
  else if (isRecord(inner)) next.context = merged(kontask.context ?? {}, inner);
  return next as Kontask;
}

function merged(before: object, patch: Record<string, unknown>): Record<string, unknown> {
  const removed = Object.keys(patch).filter((name) => patch[name] === null);
  const kept = Object.entries(before).filter(([name]) => !removed.includes(name));
  const set = Object.entries(patch).filter(([, value]) => value !== null);
  return Object.fromEntries([...kept, ...set]);
}

/** Field paths that a patch names. */
export function pathsOf(patch: KontaskPatch): string[] {
  return Object.entries(patch).flatMap(([name, value]) =>
    name === 'context' && isRecord(value)
      ? Object.keys(value).map((inner) => `context.${inner}`)
      : [name],
  );
}

export function valueAt(whole: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((value, name) => (isRecord(value) ? value[name] : undefined), whole);
}

/** The part of a patch that is about these fields. */
export function patchOf(patch: KontaskPatch, paths: readonly string[]): KontaskPatch {
  const wanted = pathsOf(patch).filter((path) => paths.includes(path));
  const part: Record<string, unknown> = {};
  const context: Record<string, unknown> = {};
  for (const path of wanted) {
    if (path.startsWith('context.')) context[path.slice('context.'.length)] = valueAt(patch, path);
    else part[path] = valueAt(patch, path);
  }
  return Object.keys(context).length > 0 ? { ...part, context } : part;
}

/** Fields that are now neither what they were when the edit began nor what it wants. */
export function conflictsOf(patch: KontaskPatch, was: Kontask, now: Kontask): FieldConflict[] {
  return pathsOf(patch).flatMap((path) => {
    const wanted = valueAt(patch, path);
    const mine = wanted === null ? undefined : wanted;
    const theirs = valueAt(now, path);
    const settled = isSame(theirs, valueAt(was, path)) || isSame(theirs, mine);
    return settled ? [] : [{ path, mine, theirs }];
  });
}

/** As JSON says it: the order of names does not matter. */
export function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b)) return false;
    return a.length === b.length && a.every((value, at) => isSame(value, b[at]));
  }
  if (!isRecord(a) || !isRecord(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSame(a[name], b[name]))
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
