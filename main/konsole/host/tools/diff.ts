/** What would change in a file, as a unified diff for a person to judge. Pure. */
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { isBinary, sizeText } from './file-state';

/** Larger contents are not compared: a diff of them helps nobody. */
const comparedBytes = 2 * 1024 * 1024;
/** A comparison that takes longer shows one change from the first line that differs to the last. */
const comparingMs = 500;
const context = 3;

/** `before` undefined: the file is new; `null`: it is there, and too large to be held. */
export function diffOf(path: string, before: Buffer | null | undefined, after: Buffer): string {
  const old = before ?? Buffer.alloc(0);
  if (before === null) return sizes(path, 'a very large file', after);
  if (isBinary(old)) return sizes(path, `${sizeText(old.byteLength)} of binary data`, after);
  if (old.byteLength > comparedBytes || after.byteLength > comparedBytes) {
    return sizes(path, before ? sizeText(old.byteLength) : 'no file', after);
  }
  const from = before === undefined ? '/dev/null' : path;
  const [was, is] = sameEnds(old.toString('utf8'), after.toString('utf8'));
  const options = { context, timeout: comparingMs, headerOptions: FILE_HEADERS_ONLY };
  return (
    createTwoFilesPatch(from, path, was, is, undefined, undefined, options) ??
    oneHunk(from, path, was, is)
  );
}

const sizes = (path: string, was: string, after: Buffer) =>
  `--- ${path}\n+++ ${path}\n(not compared: ${was} before, ${sizeText(after.byteLength)} after)\n`;

/** Where every line ends the Windows way before and after, that is not shown; where it changes, it is. */
function sameEnds(was: string, is: string): [string, string] {
  const lone = /(?<!\r)\n/;
  if (lone.test(was) || lone.test(is) || !was.includes('\r\n')) return [was, is];
  return [was.replaceAll('\r\n', '\n'), is.replaceAll('\r\n', '\n')];
}

/** All from the first line that differs to the last as one change. */
export function oneHunk(from: string, to: string, was: string, is: string): string {
  const [a, b] = [linesOf(was), linesOf(is)];
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head < most && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < most - head && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const start = Math.max(0, head - context);
  const after = Math.min(tail, context);
  const rows = [
    ...a.slice(start, head).map((line) => ` ${line}`),
    ...a.slice(head, a.length - tail).map((line) => `-${line}`),
    ...b.slice(head, b.length - tail).map((line) => `+${line}`),
    ...a.slice(a.length - tail, a.length - tail + after).map((line) => ` ${line}`),
  ];
  const span = ({ length }: string[]) => {
    const count = length - tail + after - start;
    return `${count === 0 ? start : start + 1},${count}`;
  };
  return `--- ${from}\n+++ ${to}\n@@ -${span(a)} +${span(b)} @@\n${rows.join('\n')}\n`;
}

/** Each without its break; a last one that has none says so, as diffs do. */
function linesOf(text: string): string[] {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  return last === '' ? lines : [...lines, `${last}\n\\ No newline at end of file`];
}
