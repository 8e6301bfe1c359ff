/** A unified diff as rows with line numbers, and how many lines it adds and removes. Pure. */

export type DiffRow =
  | { kind: 'file'; text: string }
  | { kind: 'gap'; text: string }
  | { kind: 'note'; text: string }
  | { kind: 'add'; text: string; after: number }
  | { kind: 'remove'; text: string; before: number }
  | { kind: 'same'; text: string; before: number; after: number };

export interface Diff {
  rows: DiffRow[];
  added: number;
  removed: number;
}

const hunkHead = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/;

export const looksLikeDiff = (text: string): boolean =>
  /^@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@/m.test(text) && /^--- /m.test(text);

/**
 * Within a hunk its head says how many lines belong to it, so a removed line "-- a" is never taken for the head of a
 * file. What is no diff is shown as it is: nothing is left out.
 */
export function readDiff(text: string): Diff {
  const rows: DiffRow[] = [];
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const diff: Diff = { rows, added: 0, removed: 0 };
  let before = 0;
  let after = 0;
  let leftBefore = 0;
  let leftAfter = 0;
  let from: string | undefined;
  for (const line of lines) {
    const sign = line[0] ?? ' ';
    const rest = line.slice(1);
    if (sign === '\\' && before > 0) {
      rows.push({ kind: 'note', text: rest.trim() });
    } else if (sign === '-' && leftBefore > 0) {
      rows.push({ kind: 'remove', text: rest, before });
      before += 1;
      leftBefore -= 1;
      diff.removed += 1;
    } else if (sign === '+' && leftAfter > 0) {
      rows.push({ kind: 'add', text: rest, after });
      after += 1;
      leftAfter -= 1;
      diff.added += 1;
    } else if ((sign === ' ' || line === '') && leftBefore > 0 && leftAfter > 0) {
      rows.push({ kind: 'same', text: rest, before, after });
      before += 1;
      after += 1;
      leftBefore -= 1;
      leftAfter -= 1;
    } else if (line.startsWith('--- ')) {
      from = nameIn(line);
    } else if (line.startsWith('+++ ') && from !== undefined) {
      rows.push({ kind: 'file', text: fileWords(from, nameIn(line)) });
      from = undefined;
    } else {
      const head = hunkHead.exec(line);
      if (head) {
        before = Number(head[1]);
        leftBefore = Number(head[2] ?? 1);
        after = Number(head[3]);
        leftAfter = Number(head[4] ?? 1);
        rows.push({ kind: 'gap', text: head[5] ?? '' });
      } else if (!/^(?:Index: |=+$|diff --git |index [0-9a-f]+\.\.)/.test(line)) {
        rows.push({ kind: 'note', text: line });
      }
    }
  }
  return diff;
}

/** Of `--- path<tab>date`. */
const nameIn = (line: string): string => (line.slice(4).split('\t')[0] ?? '').trim();

function fileWords(before: string, after: string): string {
  const [was, is] = [plain(before, 'a/'), plain(after, 'b/')];
  if (before === '/dev/null') return `${is} · new file`;
  if (after === '/dev/null') return `${was} · deleted`;
  return was === is ? is : `${was} → ${is}`;
}

const plain = (name: string, prefix: string): string =>
  name.startsWith(prefix) ? name.slice(prefix.length) : name;
