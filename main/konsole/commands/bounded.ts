/** Looks at a command's params before anything else does: how deep, how large, and only what JSON can hold. Pure. */
import { KonsoleError } from '../../../preload/contract/errors';
import { limits } from '../../../preload/contract/limits';

/** No command needs more levels than this. */
const maxDepth = 64;

/** Throws `invalid` or `too-large`. Walks without recursion, so depth cannot hurt it. */
export function checkBounds(params: unknown): void {
  const open: { value: unknown; depth: number }[] = [{ value: params, depth: 0 }];
  let bytes = 0;
  const add = (more: number) => {
    bytes += more;
    if (bytes <= limits.commandBytes) return;
    throw new KonsoleError(
      'too-large',
      `A command may have ${limits.commandBytes / 1024 / 1024} MB at most. Put what is larger in a file.`,
    );
  };
  for (let entry = open.pop(); entry; entry = open.pop()) {
    const { value, depth } = entry;
    add(sizeOf(value));
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= maxDepth) {
      throw new KonsoleError(
        'invalid',
        `The params are nested more than ${maxDepth} levels deep. Send them flat, as docs/protocol.md shows.`,
      );
    }
    if (Array.isArray(value)) {
      add(value.length);
      for (const one of value) open.push({ value: one, depth: depth + 1 });
      continue;
    }
    for (const name of Object.keys(value)) {
      add(Buffer.byteLength(name) + 4);
      open.push({ value: (value as Record<string, unknown>)[name], depth: depth + 1 });
    }
  }
}

function sizeOf(value: unknown): number {
  switch (typeof value) {
    case 'string':
      return Buffer.byteLength(value) + 2;
    case 'object':
      return plain(value) ? 2 : refuse();
    case 'bigint':
    case 'function':
    case 'symbol':
      return refuse();
    default:
      return 4;
  }
}

function plain(value: object | null): boolean {
  if (value === null || Array.isArray(value)) return true;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function refuse(): never {
  throw new KonsoleError('invalid', 'The params hold something that is not JSON. Send plain JSON.');
}
