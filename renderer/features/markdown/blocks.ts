/**
 * Reads a growing answer a piece at a time: what can no longer change is frozen, in groups of blocks and in
 * parts of one long block, and only the open tail is lexed again. Any chunking gives what reading the whole
 * text at once gives.
 */
import type { Links, Token } from 'marked';
import { followsOn, lexFrom, noCarry } from './carry';
import type { Carry } from './carry';
import { closedBlocks, cutInside, longWindow, shortWindow, windowAt } from './cut';
import { changedLabels, fillInlines, mergeLinks, relinker } from './links';
import { lexBlocks } from './lexer';
import type { Inline, LexedBlock } from './lexer';

/** A block, or a piece of one that is too long to be read again with each word. */
export interface Part {
  token: Token;
  /** Grows when link definitions changed what it shows. */
  revision: number;
  inlines: Inline[];
  /** What stands between the text of the part before and this one: code may be cut inside a line. */
  glue: '' | '\n';
}

/** One block to show. Two whose parts have the same `token.raw`, `token.type` and `revision` look the same. */
export interface BlockItem {
  /** Its place in the answer, which never changes: the React key. */
  index: number;
  /** More than one for a long table or long code; their rows and lines follow each other. */
  parts: readonly Part[];
  /** It goes on from the block before without room between: the next piece of a long list, quote, paragraph. */
  follows: boolean;
}

export type BlockGroup = readonly BlockItem[];

export interface Reading {
  /** The text as it came, and with `\n` line ends. */
  source: string;
  text: string;
  /** Everything to show, tail included; a group that did not change is the same array. */
  groups: readonly BlockGroup[];
  /** The text up to here is frozen. */
  frozenEnd: number;
  frozen: readonly BlockItem[];
  /** How what follows `frozenEnd` goes on from before it. */
  carry: Carry;
  /** Definitions in the frozen part, and all that hold now. */
  frozenLinks: Links;
  links: Links;
  revision: number;
  /** There is more to read: it was stopped before the end. */
  behind: boolean;
}

/** What one call has read so far: blocks, cells, items, lines of prose that are new, and characters. */
interface Fresh {
  weight: number;
  length: number;
}

/**
 * Blocks of a group, and the characters after which it takes no more: small enough that rebuilding the last
 * one, and laying out one that comes into sight, costs little; large enough that few groups are compared.
 */
const groupSize = 16;
const groupLength = 2_000;

const noLinks = Object.freeze(Object.create(null)) as Links;

export const nothingRead: Reading = {
  source: '',
  text: '',
  groups: [],
  frozenEnd: 0,
  frozen: [],
  carry: noCarry,
  frozenLinks: noLinks,
  links: noLinks,
  revision: 0,
  behind: false,
};

/** `\r\n` and `\r` are `\n`; only what is new is looked at. */
function normalizeOn(from: Reading, source: string): string {
  let more = source.slice(from.source.length);
  if (!more.includes('\r') && from.text === from.source) return source;
  if (from.source.endsWith('\r') && more.startsWith('\n')) more = more.slice(1);
  return from.text + more.replace(/\r\n?/g, '\n');
}

/** One step of reading: blocks, of which the first `closed` can no longer change, and where those end. */
interface Step {
  blocks: LexedBlock[];
  closed: number;
  end: number;
  carry: Carry;
  /** Definitions in the closed blocks, and in all of them. */
  closedLinks: Links;
  links: Links;
  /** The blocks reach to the end of the text. */
  isLast: boolean;
}

function nextStep(text: string, pos: number, carry: Carry): Step {
  for (const size of [shortWindow, longWindow]) {
    if (text.length - pos < size) break;
    const piece = carry.prefix + windowAt(text, pos, size);
    const { blocks, links } = lexFrom(piece, carry);
    const step = closedStep(piece, blocks, links, pos, carry);
    if (step) return { ...step, blocks: blocks.slice(0, step.closed), isLast: false };
    const cut = cutInside(blocks, piece, carry, size === longWindow);
    if (!cut) continue;
    const end = pos + cut.end;
    const taken = lexFrom(carry.prefix + text.slice(pos, end), carry);
    const all = { closed: taken.blocks.length, closedLinks: taken.links };
    return { ...taken, ...all, end, carry: cut.carry, isLast: false };
  }
  const piece = carry.prefix + text.slice(pos);
  const { blocks, links } = lexFrom(piece, carry);
  const step = closedStep(piece, blocks, links, pos, carry);
  // What is left may be long enough to be cut, as it would be had it come later.
  if (step) return { ...step, isLast: text.length - step.end < shortWindow };
  return { blocks, closed: 0, end: pos, carry, closedLinks: noLinks, links, isLast: true };
}

function closedStep(
  piece: string,
  blocks: LexedBlock[],
  links: Links,
  pos: number,
  carry: Carry,
): Omit<Step, 'isLast'> | undefined {
  const { count, end } = closedBlocks(blocks, piece);
  if (count === 0) return undefined;
  // Only what the closed blocks define: a definition after them may still change.
  const defines = Object.keys(links).length > 0;
  const closedLinks = defines ? lexBlocks(piece.slice(0, end)).links : noLinks;
  const at = pos + end - carry.prefix.length;
  return { blocks, closed: count, end: at, carry: noCarry, closedLinks, links };
}

/**
 * What is shown for `source`, given what was read before. Starts anew when `source` does not go on from there.
 * Once `isEnough` says so (told how much is new) it stops, and says that it is behind; reading on then takes it up again.
 */
export function readOn(
  before: Reading,
  source: string,
  isEnough: (fresh: Fresh) => boolean = () => false,
): Reading {
  if (source === before.source && !before.behind) return before;
  const from = source.startsWith(before.source) ? before : nothingRead;
  const text = normalizeOn(from, source);
  const frozen = [...from.frozen];
  const fresh: Part[] = [];
  let { frozenEnd: pos, carry, frozenLinks } = from;
  let tail: LexedBlock[] = [];
  let links = frozenLinks;
  let behind = false;
  for (let isLast = false; !isLast && !behind; ) {
    const step = nextStep(text, pos, carry);
    place(frozen, step.blocks.slice(0, step.closed), carry, fresh);
    frozenLinks = mergeLinks(frozenLinks, step.closedLinks);
    ({ end: pos, carry, isLast } = step);
    if (isLast) tail = step.blocks.slice(step.closed);
    links = isLast ? mergeLinks(frozenLinks, step.links) : frozenLinks;
    behind = !isLast && isEnough({ weight: weightOf(fresh), length: pos - from.frozenEnd });
  }
  const shown = [...frozen];
  place(shown, tail, carry, fresh);
  const changed = changedLabels(from.links, links);
  const revision = changed.length > 0 ? from.revision + 1 : from.revision;
  for (const part of fresh) part.revision = revision;
  fillInlines(fresh, links, changed.length > 0 ? [] : tailOf(from));
  const renew = changed.length > 0 ? relinker(fresh, changed, links, revision) : undefined;
  return {
    source,
    text,
    groups: groupsOf(renew ? shown.map(renew) : shown, from.groups),
    frozenEnd: pos,
    frozen: renew ? frozen.map(renew) : frozen,
    carry,
    frozenLinks,
    links,
    revision,
    behind,
  };
}

const weightOf = (parts: readonly Part[]) =>
  parts.reduce((sum, { inlines }) => sum + 1 + inlines.length, 0);

/** Adds the blocks that are shown; the first may go on from the last of `items`. */
function place(items: BlockItem[], blocks: LexedBlock[], carry: Carry, fresh: Part[]): void {
  let goingOn: Carry = carry;
  for (const { token, inlines } of blocks) {
    if (token.type === 'space' || token.type === 'def') continue;
    const glue = goingOn.midLine ? '' : '\n';
    const part: Part = { token, revision: 0, inlines, glue };
    fresh.push(part);
    const last = items.at(-1);
    if (last && goingOn.kind === token.type && (token.type === 'code' || token.type === 'table')) {
      items[items.length - 1] = { ...last, parts: [...last.parts, part] };
    } else {
      items.push({ index: items.length, parts: [part], follows: followsOn(goingOn, token) });
    }
    goingOn = noCarry;
  }
}

/** The parts that are still open, whose inline tokens may serve again. */
function tailOf(reading: Reading): readonly Part[] {
  const from = Math.max(0, reading.frozen.length - 1);
  const first = reading.groups.findLastIndex((group) => (group[0]?.index ?? 0) <= from);
  return reading.groups
    .slice(Math.max(0, first))
    .flatMap((group) => group.flatMap(({ index, parts }) => (index < from ? [] : parts.slice(-2))));
}

/** One of `before` that holds the same blocks is kept; which are together is decided by those blocks alone. */
function groupsOf(items: readonly BlockItem[], before: readonly BlockGroup[]): BlockGroup[] {
  const groups: BlockGroup[] = [];
  for (let start = 0; start < items.length; start += groups.at(-1)?.length ?? 1) {
    const was = before[groups.length];
    const isSame = was?.every((item, at) => item === items[start + at]) ?? false;
    const isFull = groups.length < before.length - 1;
    if (was && isSame && isFull) groups.push(was);
    else {
      const group = groupFrom(items, start);
      groups.push(was && isSame && was.length === group.length ? was : group);
    }
  }
  return groups;
}

function groupFrom(items: readonly BlockItem[], start: number): BlockGroup {
  let length = 0;
  let end = start;
  for (; end < items.length && end < start + groupSize && length < groupLength; end += 1) {
    length += lengthOf(items[end]);
  }
  return items.slice(start, end);
}

/** Characters of its source. */
export const lengthOf = (item: BlockItem | undefined): number =>
  item?.parts.reduce((sum, { token }) => sum + token.raw.length, 0) ?? 0;
