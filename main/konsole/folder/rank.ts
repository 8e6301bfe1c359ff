/**
 * How well a path fits what a person typed. Pure. Best first: a base name that begins so, then beginnings of words, then
 * the text anywhere, then its letters in their order; the base name before the folders, the shorter path first.
 */

/**
 * Smaller is better; undefined: it does not fit, or worse than `worst`. `query` is as `asQuery` makes it, `lower` the path
 * in lower case.
 */
export function fit(
  path: string,
  lower: string,
  query: string,
  worst = Number.POSITIVE_INFINITY,
): number | undefined {
  if (query === '') return depth(path);
  if (!inOrder(lower, query)) return undefined;
  const from = query.includes('/') ? 0 : lower.lastIndexOf('/') + 1;
  const base = lower.slice(from);
  if (base === query) return 0;
  if (base.startsWith(query)) return 1;
  // What follows costs more, and among a hundred thousand files most need not be looked at so closely.
  if (worst < 2) return undefined;
  if (wordStarts(path.length === lower.length ? path.slice(from) : base, base, query)) return 2;
  if (base.includes(query)) return 3;
  if (lower.includes(query)) return 4;
  return inOrder(base, query) ? 5 : 6;
}

/** What was typed, as paths are compared with: lower case, `/` between folders, no spaces. */
export function asQuery(typed: string): string {
  return typed
    .trim()
    .toLowerCase()
    .replaceAll('\\', '/')
    .replace(/^\.?\/+/, '')
    .replace(/\s+/g, '');
}

/** True when all letters of `query` stand in `text`, in their order. */
function inOrder(text: string, query: string): boolean {
  let at = 0;
  for (let n = 0; n < query.length; n += 1) {
    at = text.indexOf(query.charAt(n), at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** Longer queries are no row of initials. */
const longestInitials = 40;

/** True when `query` is made of beginnings of words: `mw`, `mawi` and `window` of `main-window.ts` or `MainWindow.ts`. */
function wordStarts(text: string, lower: string, query: string): boolean {
  if (query.length > longestInitials) return false;
  // How much of the query is used up, by every way to read the text so far: right here, or somewhere before.
  let here = new Set<number>();
  const before = new Set<number>([0]);
  for (let at = 0; at < lower.length; at += 1) {
    const next = new Set<number>();
    const take = (used: number) => {
      if (query.charAt(used) === lower.charAt(at)) next.add(used + 1);
    };
    for (const used of here) take(used);
    if (startsWord(text, at)) for (const used of before) take(used);
    if (next.has(query.length)) return true;
    for (const used of next) before.add(used);
    here = next;
  }
  return false;
}

function startsWord(text: string, at: number): boolean {
  const char = text.charAt(at);
  const last = text.charAt(at - 1);
  if (!/[\p{L}\p{N}]/u.test(char)) return false;
  if (at === 0 || !/[\p{L}\p{N}]/u.test(last)) return true;
  return /\p{Lu}/u.test(char) && !/\p{Lu}/u.test(last);
}

function depth(path: string): number {
  let folders = 0;
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) folders += 1;
  return folders;
}

/** The best few of many, without ever sorting all. */
export interface Best {
  add(path: string, rank: number): void;
  /** What is worse than this rank would not be among them. */
  worst(): number;
  paths(): string[];
}

export function createBest(limit: number): Best {
  const kept: { path: string; rank: number }[] = [];
  const isBefore = (a: { path: string; rank: number }, b: { path: string; rank: number }) =>
    a.rank !== b.rank
      ? a.rank < b.rank
      : a.path.length !== b.path.length
        ? a.path.length < b.path.length
        : a.path < b.path;
  return {
    add(path, rank) {
      const one = { path, rank };
      const last = kept.at(-1);
      if (kept.length >= limit && last && !isBefore(one, last)) return;
      let at = kept.length;
      for (let other = kept[at - 1]; other && isBefore(one, other); other = kept[at - 1]) at -= 1;
      kept.splice(at, 0, one);
      if (kept.length > limit) kept.pop();
    },
    worst: () => (kept.length < limit ? Number.POSITIVE_INFINITY : (kept.at(-1)?.rank ?? 0)),
    paths: () => kept.map(({ path }) => path),
  };
}
