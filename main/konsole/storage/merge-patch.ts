/** A patch of JSON: objects merge, arrays and plain values replace, null removes a key. Pure; hostile keys are refused. */
import { KonsoleError } from '../../../preload/contract/errors';

export type JsonObject = { [key: string]: unknown };

/** Deeper than any setting is; a payload past it is not worth walking. */
const maxDepth = 20;
const refusedKeys: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns a new value; neither argument changes. Throws `invalid` naming the key. */
export function mergePatch(target: JsonObject, patch: JsonObject, path: string[] = []): JsonObject {
  if (path.length > maxDepth) {
    throw new KonsoleError('invalid', `${path.slice(0, 3).join('.')}… is nested too deep.`);
  }
  const merged: JsonObject = { ...target };
  for (const key of Object.keys(patch)) {
    const at = [...path, key];
    if (refusedKeys.has(key)) {
      throw new KonsoleError(
        'invalid',
        `${at.join('.')}: "${key}" cannot be the name of a setting.`,
      );
    }
    const value = patch[key];
    if (value === undefined) continue;
    if (value === null) {
      delete merged[key];
    } else if (isJsonObject(value)) {
      const before = merged[key];
      merged[key] = mergePatch(isJsonObject(before) ? before : {}, value, at);
    } else {
      refuseHostile(value, at);
      merged[key] = value;
    }
  }
  return merged;
}

function refuseHostile(value: unknown, path: string[]): void {
  if (!Array.isArray(value)) return;
  // Merged into nothing, an object of the list is checked and copied by the same rules.
  value.forEach((item: unknown, index) => {
    const at = [...path, String(index)];
    if (isJsonObject(item)) mergePatch({}, item, at);
    else if (at.length <= maxDepth) refuseHostile(item, at);
  });
}
