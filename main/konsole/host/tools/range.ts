/** A range of lines, collected from pieces of text: numbered, and cut where it would fill a context. Pure. */
import { cutText, safeOffset } from '../../../../preload/contract/text';
import { countLines, row } from './rows';
import { failed, type ToolResult } from './tool';

export const maxLines = 2000;
const maxBytes = 50 * 1024;
/** Longer lines are cut: minified code and data have lines that fill a context. */
const maxLineChars = 2000;

/** Collects the lines of a range from pieces of text; `take` is true once it has all. */
export function createRange(first: number, wanted: number) {
  const shown: string[] = [];
  let bytes = 0;
  let line = 1;
  let rest = '';
  let restChars = 0;
  let full: 'lines' | 'bytes' | undefined;
  let cut = false;

  function end(): void {
    const inRange = line >= first;
    if (inRange && shown.length >= wanted) full = 'lines';
    else if (inRange) add();
    if (!full) line += 1;
    rest = '';
    restChars = 0;
  }

  function add(): void {
    const text = rest.endsWith('\r') ? rest.slice(0, -1) : rest;
    const long = restChars > maxLineChars;
    const numbered = row(line, long ? `${text}… (line of ${restChars} characters)` : text);
    const size = Buffer.byteLength(numbered) + 1;
    if (bytes + size > maxBytes && shown.length > 0) {
      full = 'bytes';
      return;
    }
    cut ||= long;
    bytes += size;
    shown.push(numbered);
  }

  return {
    take(text: string): boolean {
      for (let at = 0; at < text.length && !full; ) {
        const next = text.indexOf('\n', at);
        const upTo = next === -1 ? text.length : next;
        // Only the start of a long line is kept.
        if (rest.length < maxLineChars && line >= first) {
          const room = maxLineChars - rest.length;
          rest += text.slice(at, Math.min(upTo, at + safeOffset(text.slice(at, upTo), room)));
        }
        restChars += upTo - at;
        if (next !== -1) end();
        at = upTo + 1;
      }
      return full !== undefined;
    },
    result(asked: string): ToolResult {
      if (!full && restChars > 0) end();
      const last = first + shown.length - 1;
      if (shown.length === 0) {
        return failed(
          `"${asked}" has ${line - 1} lines; line ${first} is past its end.`,
          'past the end',
        );
      }
      if (full) shown.push('', `(More follows: read on with offset ${last + 1}.)`);
      const count = countLines(last - first + 1);
      const summary = first > 1 ? `${count} from line ${first}` : count;
      const result: ToolResult = {
        ok: true,
        text: shown.join('\n'),
        summary: cutText(summary, 100),
      };
      return full || cut ? { ...result, truncated: true } : result;
    },
  };
}
