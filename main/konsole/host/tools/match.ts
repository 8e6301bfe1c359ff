/**
 * Finds the one place that an edit means, and makes the new content. Pure. Works on bytes, one character each (latin1),
 * so that whatever lies outside the place stays as it is, byte for byte, whatever its encoding. Never a guess: what
 * fits no place or several is told, not done.
 */

/** Contents as `latin1` of their bytes. */
export interface Edit {
  old: string;
  new: string;
  all: boolean;
}

export type How = 'exact' | 'trailing' | 'indentation';

/** Where the new text stands in the new content, in bytes. */
export interface Span {
  start: number;
  end: number;
}

export type Edited =
  | { ok: true; content: string; how: How; spans: Span[] }
  | { ok: false; why: 'missing' }
  /** `lines`: where the places are, the first ones of `count`. */
  | { ok: false; why: 'several'; how: How; count: number; lines: number[] };

const bom = '\u00ef\u00bb\u00bf';
/** More places than anybody wants to hear of; only where all are meant, all are found. */
const mostHits = 10_000;

/** `edit.old` is not empty. */
export function applyEdit(content: string, edit: Edit): Edited {
  const text = fold(content);
  const old = plain(edit.old);
  const fresh = plain(edit.new);
  const found = findPlaces(text.body, old, fresh, edit.all);
  if (found.places.length === 0) return { ok: false, why: 'missing' };
  const { how, places } = found;
  if (places.length > 1 && !(edit.all && how === 'exact')) {
    const lines = places.slice(0, 20).map(({ start }) => lineAt(text.body, start));
    return { ok: false, why: 'several', how, count: places.length, lines };
  }
  const ending = endingOf(content);
  const parts: string[] = [];
  const spans: Span[] = [];
  let at = 0;
  let length = 0;
  for (const place of places) {
    const [start, end] = [text.real(place.start), text.real(place.end)];
    const within = content.slice(start, end);
    const written = place.written.replaceAll(
      '\n',
      within.includes('\n') ? endingOf(within) : ending,
    );
    parts.push(content.slice(at, start), written);
    length += start - at;
    spans.push({ start: length, end: length + written.length });
    length += written.length;
    at = end;
  }
  parts.push(content.slice(at));
  return { ok: true, content: parts.join(''), how, spans };
}

/** A place in the folded text, and what is written there. */
interface Found {
  start: number;
  end: number;
  written: string;
}

/** The first way of looking that finds anything; the looser ones look at whole lines. */
function findPlaces(
  body: string,
  old: string,
  fresh: string,
  all: boolean,
): { how: How; places: Found[] } {
  const exact = all
    ? occurrences(body, old, old.length, Number.POSITIVE_INFINITY)
    : occurrences(body, old, 1);
  if (exact.length > 0 || all || !/[^ \t\n]/.test(old)) {
    const places = exact.map((start) => ({ start, end: start + old.length, written: fresh }));
    return { how: 'exact', places };
  }
  const trailing = findLines(body, old, fresh, withoutEnd);
  if (trailing.length > 0) return { how: 'trailing', places: trailing };
  const places = findLines(body, old, fresh, trimmed, (lines, asked) => shift(lines, asked, fresh));
  return { how: 'indentation', places };
}

const isBlank = (unit: number) => unit === 32 || unit === 9;

/** Not by a pattern: one that looks for an end tries again from each blank of a long line. */
function withoutEnd(line: string): string {
  let end = line.length;
  while (end > 0 && isBlank(line.charCodeAt(end - 1))) end -= 1;
  return line.slice(0, end);
}

const trimmed = (line: string) => withoutEnd(line).replace(/^[ \t]+/, '');

/** Where whole lines are the same once each was made alike; `write` may say that they are not, after all. */
function findLines(
  body: string,
  old: string,
  fresh: string,
  alike: (line: string) => string,
  write: (lines: string[], asked: string[]) => string | undefined = () => fresh,
): Found[] {
  const lines = body.split('\n');
  const endsWithBreak = old.endsWith('\n');
  const asked = (endsWithBreak ? old.slice(0, -1) : old).split('\n');
  const keys = lines.map(alike);
  const askedKeys = asked.map(alike);
  const known = new Set(keys);
  if (!askedKeys.every((key) => known.has(key))) return [];
  const hits = occurrences(`\n${keys.join('\n')}\n`, `\n${askedKeys.join('\n')}\n`, 1);
  if (hits.length === 0) return [];
  // A hit lies where the key of its first line begins in the joined text of all.
  const starts = startsOf(lines);
  const lineOf = new Map(startsOf(keys).map((start, line) => [start, line]));
  const found: Found[] = [];
  for (const hit of hits) {
    const first = lineOf.get(hit);
    if (first === undefined) continue;
    const last = first + asked.length;
    const written = write(lines.slice(first, last), asked);
    if (written === undefined) continue;
    const start = starts[first] ?? 0;
    const endOfText = (starts[last] ?? 0) - 1;
    const hasBreak = endsWithBreak && last < lines.length;
    // The last line of a file without a break at its end gets none.
    const kept = endsWithBreak && !hasBreak && written.endsWith('\n');
    found.push({
      start,
      end: hasBreak ? endOfText + 1 : endOfText,
      written: kept ? written.slice(0, -1) : written,
    });
  }
  return found;
}

/** Where each line begins in the joined text, and where one after the last would. */
function startsOf(lines: readonly string[]): number[] {
  const starts = [0];
  let at = 0;
  for (const { length } of lines) {
    at += length + 1;
    starts.push(at);
  }
  return starts;
}

/** The new text, indented as the file is; undefined where its lines do not all differ from what was asked in the same way. */
function shift(
  lines: readonly string[],
  asked: readonly string[],
  fresh: string,
): string | undefined {
  const indents = asked.flatMap((line, at): [string, string][] =>
    trimmed(line) === '' ? [] : [[indentOf(line), indentOf(lines[at] ?? '')]],
  );
  const [ours, theirs] = indents[0] ?? ['', ''];
  const more = theirs.length >= ours.length;
  const [long, short] = more ? [theirs, ours] : [ours, theirs];
  if (!long.endsWith(short)) return undefined;
  const prefix = long.slice(0, long.length - short.length);
  const uniform = indents.every(([mine, there]) =>
    more ? there === prefix + mine : mine === prefix + there,
  );
  if (!uniform) return undefined;
  const shifted = fresh.split('\n').map((line) => {
    if (trimmed(line) === '') return line;
    if (more) return prefix + line;
    return line.startsWith(prefix) ? line.slice(prefix.length) : undefined;
  });
  return shifted.includes(undefined) ? undefined : shifted.join('\n');
}

const indentOf = (line: string) => /^[ \t]*/.exec(line)?.[0] ?? '';

function occurrences(text: string, needle: string, step: number, most = mostHits): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(needle); at !== -1 && found.length < most; ) {
    found.push(at);
    at = text.indexOf(needle, at + step);
  }
  return found;
}

/** Without its mark at the beginning and with plain line breaks; `real` leads back to the content's own offsets. */
function fold(content: string): { body: string; real(at: number): number } {
  const skipped = content.startsWith(bom) ? bom.length : 0;
  const rest = content.slice(skipped);
  if (!rest.includes('\r\n')) return { body: rest, real: (at) => at + skipped };
  const body = rest.replaceAll('\r\n', '\n');
  /** Of each break that was two characters, its place in the folded text. */
  const breaks: number[] = [];
  for (let at = rest.indexOf('\r\n'); at !== -1; at = rest.indexOf('\r\n', at + 2)) {
    breaks.push(at - breaks.length);
  }
  const real = (at: number) => at + skipped + countBelow(breaks, at);
  return { body, real };
}

/** How many of the ascending numbers are below `at`. */
function countBelow(sorted: readonly number[], at: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

const plain = (text: string) =>
  (text.startsWith(bom) ? text.slice(bom.length) : text).replaceAll('\r\n', '\n');

/** The more frequent one. */
function endingOf(content: string): string {
  const windows = content.split('\r\n').length - 1;
  return windows * 2 > content.split('\n').length - 1 ? '\r\n' : '\n';
}

export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
  }
  return line;
}
