/**
 * About how many pages a PDF has, without reading it as one: what a linearized one says of itself (ISO 32000-1, annex F), else
 * its page objects, also those in compressed object streams (7.5.7). Never throws. Pure.
 */
import { inflateSync } from 'node:zlib';

/** Of all object streams together, inflated, bytes: what is hidden behind more is not counted. */
const mostInflated = 64 * 1024 * 1024;
/** A real one has a stream for some hundred objects. */
const mostStreams = 10_000;

const pageObject = /\/Type\s*\/Page(?![A-Za-z])/g;
const objectStream = /\/Type\s*\/ObjStm(?![A-Za-z])/g;
/** From the end of the mark of an object stream to its first byte. */
const toBytes = /[^]{0,400}?>>\s*stream\r?\n/y;

/** At least 1. */
export function pdfPages(bytes: Buffer): number {
  const text = bytes.toString('latin1');
  const linear = /<<[^>]*\/Linearized[^>]*>>/.exec(text.slice(0, 1024))?.[0];
  const told = Number(/\/N\s+(\d{1,6})/.exec(linear ?? '')?.[1] ?? 0);
  if (told > 0) return told;
  let pages = count(text);
  let left = mostInflated;
  objectStream.lastIndex = 0;
  for (let tried = 0; tried < mostStreams && left > 0; tried += 1) {
    const mark = objectStream.exec(text);
    if (!mark) break;
    toBytes.lastIndex = mark.index;
    if (!toBytes.test(text)) continue;
    const end = text.indexOf('endstream', toBytes.lastIndex);
    if (end < 0) break;
    const inside = inflated(bytes.subarray(toBytes.lastIndex, end), left);
    pages += count(inside);
    left -= inside.length;
    objectStream.lastIndex = end;
  }
  return Math.max(1, pages);
}

const count = (text: string): number => text.match(pageObject)?.length ?? 0;

/** Empty for what is no Flate stream: packed otherwise, or locked. */
function inflated(bytes: Buffer, most: number): string {
  try {
    return inflateSync(bytes, { maxOutputLength: most }).toString('latin1');
  } catch {
    return '';
  }
}
