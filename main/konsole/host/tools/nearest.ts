/** Where a text that was not found may have been meant: a hint to read there again, never to edit there. Pure. */

/** More lines, and longer ones, are not looked at: a hint must not take longer than the edit. */
const mostLines = 20_000;
const mostChars = 200;
/** Less alike than this is another line. */
const enough = 0.6;

/** Line numbers, best first, at most three; undefined where the file is too long to look through. */
export function nearestLines(content: string, old: string): number[] | undefined {
  const asked = old.split('\n', mostLines).map(plain);
  const lines = content.split('\n', mostLines + 1).map(plain);
  if (lines.length > mostLines) return undefined;
  // The longest line says most about the place.
  const at = asked.reduce(
    (best, line, n) => (line.length > (asked[best]?.length ?? 0) ? n : best),
    0,
  );
  const told = asked[at] ?? '';
  if (told === '') return [];
  const pairs = pairsOf(told);
  return lines
    .map((line, n) => ({ line: n + 1 - at, like: line === told ? 1 : likeness(pairs, told, line) }))
    .filter(({ like }) => like >= enough)
    .sort((a, b) => b.like - a.like || a.line - b.line)
    .slice(0, 3)
    .map(({ line }) => Math.max(1, line));
}

const plain = (line: string) => line.trim().replace(/\s+/g, ' ').slice(0, mostChars);

function pairsOf(text: string): Map<string, number> {
  const pairs = new Map<string, number>();
  for (let at = 0; at + 1 < text.length; at += 1) {
    const pair = text.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  return pairs;
}

/** How many neighbouring characters two lines share, 0 to 1 (Dice's coefficient). */
function likeness(pairs: ReadonlyMap<string, number>, told: string, line: string): number {
  const total = told.length + line.length - 2;
  // Lines of very different length share too little, whatever they share.
  if (total <= 0 || Math.min(told.length, line.length) * 3 < Math.max(told.length, line.length))
    return 0;
  let shared = 0;
  for (const [pair, count] of pairsOf(line)) shared += Math.min(count, pairs.get(pair) ?? 0);
  return (2 * shared) / total;
}
