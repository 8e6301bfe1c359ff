/** A cheap measure of what came over IPC, before any schema looks at it: plain data only, bounded in size and depth. */
import { KonsoleError } from '../../preload/contract/errors';

/** No command nests deeper than this; a schema never sees what does. */
export const maxDepth = 64;

/**
 * Throws `too-large` or `invalid`. `maxBytes` is held against the JSON size, estimated from below
 * (a character counts one byte), and the walk ends as soon as it is passed. Shared parts count each
 * time, so that a small graph which unfolds to a huge tree is caught; a cycle is too deep.
 */
export function checkPayload(value: unknown, maxBytes: number): void {
  const waiting: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
  let bytes = 0;
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value: part, depth } = next;
    if (depth > maxDepth)
      throw new KonsoleError(
        'invalid',
        `The request is nested too deep: at most ${maxDepth} levels.`,
      );
    const children = childrenOf(part);
    bytes += children ? 2 : sizeOf(part);
    for (const [key, child] of children ?? []) {
      bytes += key.length + 1;
      if (bytes > maxBytes) break;
      waiting.push({ value: child, depth: depth + 1 });
    }
    if (bytes > maxBytes) {
      const mb = Math.round(maxBytes / (1024 * 1024));
      throw new KonsoleError(
        'too-large',
        `The request is too large: at most ${mb} MB. Put it in a file.`,
      );
    }
  }
}

function sizeOf(part: unknown): number {
  switch (typeof part) {
    case 'string':
      return part.length + 2;
    case 'number':
    case 'boolean':
    case 'undefined':
      return 4;
    case 'object':
      if (part === null) return 4;
      break;
    default:
      break;
  }
  throw new KonsoleError('invalid', 'The request carries something that is not plain data.');
}

/** Entries of an array or a plain object; undefined for anything else. */
function childrenOf(part: unknown): Iterable<[string, unknown]> | undefined {
  if (typeof part !== 'object' || part === null) return undefined;
  if (Array.isArray(part)) return arrayEntries(part);
  const proto: unknown = Object.getPrototypeOf(part);
  return proto === Object.prototype || proto === null ? Object.entries(part) : undefined;
}

function* arrayEntries(list: unknown[]): Generator<[string, unknown]> {
  for (const item of list) yield ['', item];
}
