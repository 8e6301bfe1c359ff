/** Keeps a long output whole in a file that `read` may read, and gives a model its beginning. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { safeOffset } from '../../../../preload/contract/text';

export const maxLines = 2000;
export const maxBytes = 50 * 1024;

/** The file's path; undefined when it could not be kept. `block` is the tool block that it belongs to. */
export async function keepWhole(
  outputs: string | undefined,
  block: string,
  text: string,
): Promise<string | undefined> {
  if (outputs === undefined || !/^[\w-]{1,64}$/.test(block)) return undefined;
  const file = join(outputs, `${block}.txt`);
  try {
    await mkdir(outputs, { recursive: true, mode: 0o700 });
    await writeFile(file, text, { mode: 0o600 });
    return file;
  } catch {
    // A full disk must not take from the model what it can be shown.
    return undefined;
  }
}

/** The first 2000 lines or 50 KB; characters are kept whole, and lines where there are some. Pure. */
export function beginning(text: string): { text: string; lines: number; cut: boolean } {
  let end = 0;
  let bytes = 0;
  let lines = 0;
  while (end < text.length && lines < maxLines) {
    const next = text.indexOf('\n', end);
    const upTo = next === -1 ? text.length : next + 1;
    // More units than bytes that are left: no need to count them.
    const fits = upTo - end <= maxBytes - bytes;
    const size = fits ? Buffer.byteLength(text.slice(end, upTo)) : Number.POSITIVE_INFINITY;
    if (bytes + size > maxBytes) {
      // One line that alone is too long is shown as far as it goes.
      if (lines === 0) end = firstBytes(text, maxBytes);
      break;
    }
    bytes += size;
    end = upTo;
    lines += 1;
  }
  return { text: text.slice(0, end), lines: Math.max(1, lines), cut: end < text.length };
}

/** An offset up to which text has at most `max` bytes, and nearly so many. */
function firstBytes(text: string, max: number): number {
  const read = new TextEncoder().encodeInto(text.slice(0, max), new Uint8Array(max)).read;
  return safeOffset(text, read);
}
