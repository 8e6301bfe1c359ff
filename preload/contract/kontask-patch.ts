/**
 * A patch of a kontask: one level deep, `null` takes a field away, and of `context` only what is named in it changes.
 * A field is named by its path: `title`, `context.output`. Pure; no zod, so that a window can show a change at once.
 */

type Fields = { readonly [name: string]: unknown };

const inContext = 'context.';
/** Set by name, it would be none of the object's fields. */
const refused = '__proto__';

export function isFields(value: unknown): value is { [name: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What becomes of `before`; neither argument changes. Whether the result is a kontask is not looked at. */
export function applyKontaskPatch<Whole extends Fields>(before: Whole, patch: Fields): Whole {
  const { context, ...rest } = patch;
  const after = merged(before, rest);
  if (isFields(context)) {
    after['context'] = merged(isFields(before['context']) ? before['context'] : {}, context);
  } else if (context === null) delete after['context'];
  else if (context !== undefined) after['context'] = context;
  // A patch may take away what a kontask must have: its shape is checked by whoever writes it down.
  return after as unknown as Whole;
}

function merged(before: Fields, patch: Fields): { [name: string]: unknown } {
  const after: { [name: string]: unknown } = { ...before };
  for (const [name, value] of Object.entries(patch)) {
    if (value === undefined || name === refused) continue;
    if (value === null) delete after[name];
    else after[name] = value;
  }
  return after;
}

/** The paths of all that a patch names. */
export function patchFields(patch: Fields): string[] {
  return Object.keys(patch).flatMap((name) => {
    const value = patch[name];
    if (value === undefined) return [];
    if (name !== 'context' || !isFields(value)) return [name];
    const within = Object.keys(value).filter((one) => value[one] !== undefined);
    return within.map((one) => inContext + one);
  });
}

/** The value at a path; undefined where there is none. */
export function fieldAt(kontask: Fields, path: string): unknown {
  if (!path.startsWith(inContext)) return own(kontask, path);
  const { context } = kontask;
  return isFields(context) ? own(context, path.slice(inContext.length)) : undefined;
}

const own = (fields: Fields, name: string) =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;

/** Of these paths those whose values differ. */
export function differingFields(left: Fields, right: Fields, paths: readonly string[]): string[] {
  return paths.filter((path) => !sameValue(fieldAt(left, path), fieldAt(right, path)));
}

/** The part of a patch that changes something, undefined when none does. */
export function effectivePatch(
  before: Fields,
  patch: Fields,
): { [name: string]: unknown } | undefined {
  const after = applyKontaskPatch(before, patch);
  const paths = new Set(differingFields(before, after, patchFields(patch)));
  if (paths.size === 0 && sameValue(before['context'], after['context'])) return undefined;
  const kept: { [name: string]: unknown } = {};
  for (const [name, value] of Object.entries(patch)) {
    if (name !== 'context' || !isFields(value)) {
      if (paths.has(name)) kept[name] = value;
      continue;
    }
    const within = Object.entries(value).filter(([one]) => paths.has(inContext + one));
    if (within.length > 0 || !isFields(before['context'])) kept[name] = Object.fromEntries(within);
  }
  return kept;
}

/** Equal as JSON, whatever the order of names. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (Object.is(left, right) || left === right) return true;
  if (Array.isArray(left) || Array.isArray(right)) {
    return (
      Array.isArray(left) &&
      Array.isArray(right) &&
      left.length === right.length &&
      left.every((one, index) => sameValue(one, right[index]))
    );
  }
  if (!isFields(left) || !isFields(right)) return false;
  const names = namesOf(left);
  return (
    names.length === namesOf(right).length &&
    names.every((name) => Object.hasOwn(right, name) && sameValue(left[name], right[name]))
  );
}

const namesOf = (fields: Fields) =>
  Object.keys(fields).filter((name) => fields[name] !== undefined);
