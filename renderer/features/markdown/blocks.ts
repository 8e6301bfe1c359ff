/**
 * Reads a growing answer a piece at a time: blocks that can no longer change are frozen in groups, and only
 * the open tail is lexed again. Any chunking gives what reading the whole text at once gives.
 */
import type { Links, Token } from 'marked';
import { changedLabels, foldLabel, inlineReader, lexBlocks, mergeLinks } from './lexer';
import type { Inline, LexedBlock } from './lexer';

/** One block to show. Two with the same `token.raw`, `token.type` and `revision` look the same. */
export interface BlockItem {
  /** Its place in the answer, which never changes: the React key. */
  index: number;
  token: Token;
  /** Grows when link definitions changed what it shows. */
  revision: number;
  inlines: Inline[];
}

export type BlockGroup = readonly BlockItem[];

export interface Reading {
  /** The text that was read, with `\n` line ends. */
  text: string;
  /** Everything to show, tail included; a group that did not change is the same array. */
  groups: readonly BlockGroup[];
  /** The text up to here is frozen. */
  frozenEnd: number;
  frozen: readonly BlockItem[];
  /** Definitions in the frozen part, and all that hold now. */
  frozenLinks: Links;
  links: Links;
  revision: number;
}

/** Small enough that rebuilding the last group costs nothing, large enough that few groups are compared. */
export const groupSize = 16;

const noLinks = Object.freeze(Object.create(null)) as Links;

export const nothingRead: Reading = {
  text: '',
  groups: [],
  frozenEnd: 0,
  frozen: [],
  frozenLinks: noLinks,
  links: noLinks,
  revision: 0,
};

const normalize = (text: string) => (text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text);

/** What is shown for `source`, given what was read before. Starts anew when `source` does not go on from there. */
export function readOn(before: Reading, source: string): Reading {
  const text = normalize(source);
  if (text === before.text) return before;
  const from = text.startsWith(before.text) ? before : nothingRead;
  const tail = text.slice(from.frozenEnd);
  const { blocks, links: tailLinks } = lexBlocks(tail);

  const cut = closedBlocks(blocks, tail);
  const links = mergeLinks(from.frozenLinks, tailLinks);
  const changed = changedLabels(from.links, links);
  const revision = changed.length > 0 ? from.revision + 1 : from.revision;
  fillTail(blocks, links, changed.length === 0 ? from : undefined);

  const kept = changed.length > 0 ? relink(from.frozen, changed, links, revision) : from.frozen;
  const shown = blocks.map((block, at) => ({ block, frozen: at < cut.count })).filter(isShown);
  const items = shown.map(
    ({ block }, at): BlockItem => ({
      index: kept.length + at,
      token: block.token,
      revision,
      inlines: block.inlines,
    }),
  );
  const frozenCount = shown.filter((entry) => entry.frozen).length;
  const frozen = frozenCount > 0 ? [...kept, ...items.slice(0, frozenCount)] : kept;
  return {
    text,
    groups: groupsOf(kept, items, kept === from.frozen ? from.groups : []),
    frozenEnd: from.frozenEnd + cut.end,
    frozen,
    frozenLinks: frozenLinksOf(from.frozenLinks, tailLinks, tail.slice(0, cut.end)),
    links,
    revision,
  };
}

/** Only what the frozen blocks define: a definition in the tail may still change. */
function frozenLinksOf(before: Links, tailLinks: Links, closed: string): Links {
  if (closed === '' || Object.keys(tailLinks).length === 0) return before;
  return mergeLinks(before, lexBlocks(closed).links);
}

const isShown = ({ block }: { block: LexedBlock }) =>
  block.token.type !== 'space' && block.token.type !== 'def';

/**
 * How many of these blocks no later text can change, and where they end. A block is closed when a blank line
 * ends it and the block after it has its first line complete: whether a list, a quote or a paragraph goes on is
 * decided by that line alone, and what reads past blank lines (an open fence, open HTML) has no block after it.
 */
function closedBlocks(blocks: readonly LexedBlock[], tail: string): { count: number; end: number } {
  const starts: number[] = [];
  let at = 0;
  for (const { token } of blocks) {
    starts.push(at);
    at += token.raw.length;
  }
  for (let index = blocks.length - 1; index > 0; index -= 1) {
    const start = starts[index] ?? 0;
    if (blocks[index]?.token.type === 'space') continue;
    if (tail.indexOf('\n', start) < 0) continue;
    if (/\n[ \t]*\n$/.test(tail.slice(Math.max(0, start - 200), start))) {
      return { count: index, end: start };
    }
  }
  return { count: 0, end: 0 };
}

/** Fills the inline tokens of the tail; what reads as before takes over the tokens of before. */
function fillTail(blocks: readonly LexedBlock[], links: Links, before: Reading | undefined): void {
  const known = new Map<string, Token[]>();
  const tailStart = before?.frozen.length ?? 0;
  for (const group of before?.groups.slice(Math.floor(tailStart / groupSize)) ?? []) {
    for (const item of group) {
      if (item.index < tailStart) continue;
      for (const { src, tokens, lead } of item.inlines) known.set(src, tokens.slice(lead));
    }
  }
  const read = inlineReader(links);
  for (const { inlines } of blocks) {
    for (const inline of inlines) {
      const same = known.get(inline.src);
      if (same) inline.tokens.push(...same);
      else read(inline);
    }
  }
}

/** Frozen blocks that name a link whose definition came or changed are read again. */
function relink(
  frozen: readonly BlockItem[],
  changed: readonly string[],
  links: Links,
  revision: number,
): readonly BlockItem[] {
  const read = inlineReader(links);
  let any = false;
  const next = frozen.map((item) => {
    const touched = item.inlines.filter(({ src }) => names(src, changed));
    if (touched.length === 0) return item;
    any = true;
    for (const inline of touched) read(inline);
    return { ...item, revision };
  });
  return any ? next : frozen;
}

function names(src: string, labels: readonly string[]): boolean {
  if (!src.includes('[')) return false;
  const folded = foldLabel(src);
  return labels.some((label) => folded.includes(label));
}

/** Groups of `kept` then `items`; full groups of `before` that still hold the same frozen items are kept. */
function groupsOf(
  kept: readonly BlockItem[],
  items: readonly BlockItem[],
  before: readonly BlockGroup[],
): BlockGroup[] {
  const full = Math.min(Math.floor(kept.length / groupSize), before.length);
  const groups = before.slice(0, full);
  const total = kept.length + items.length;
  for (let start = full * groupSize; start < total; start += groupSize) {
    const end = start + groupSize;
    groups.push([
      ...kept.slice(start, end),
      ...items.slice(Math.max(0, start - kept.length), Math.max(0, end - kept.length)),
    ]);
  }
  return groups;
}
