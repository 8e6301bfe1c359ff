/** Lines of a file as tools show them: numbered. Pure. */
import { cutText } from '../../../../preload/contract/text';

export const row = (line: number, text: string): string => `${String(line).padStart(6)}\t${text}`;

export const countLines = (lines: number): string =>
  `${lines.toLocaleString('en')} line${lines === 1 ? '' : 's'}`;

const around = 3;
const mostRows = 40;
const mostChars = 300;

/** The lines from `first` to `last` and three on each side, the middle left out where they are many. */
export function region(lines: readonly string[], first: number, last: number): string[] {
  const from = Math.max(1, first - around);
  const to = Math.min(lines.length, last + around);
  const show = (line: number) =>
    row(line, cutText((lines[line - 1] ?? '').replace(/\r$/, ''), mostChars));
  const rows: string[] = [];
  const half = mostRows / 2;
  const cut = to - from + 1 > mostRows;
  for (let line = from; line <= to; line += 1) {
    if (cut && line === from + half) {
      rows.push(`     …\t(${countLines(to - from + 1 - mostRows)} not shown)`);
      line = to - half + 1;
    }
    rows.push(show(line));
  }
  return rows;
}
