/** Owns what link definitions mean for text that was read before them, and the inline tokens of what is new. */
import type { Links, Token } from 'marked';
import type { BlockItem, Part } from './blocks';
import { inlineReader } from './lexer';

/** A label as the lexer folds it: `[Foo  Bar]` and `[foo bar]` are the same. */
const foldLabel = (label: string): string => label.toLowerCase().replace(/\s+/g, ' ');

/** The first definition of a label holds. */
export function mergeLinks(first: Links, second: Links): Links {
  for (const _any in second) {
    return Object.assign(Object.create(null) as Links, second, first);
  }
  return first;
}

export function changedLabels(before: Links, after: Links): string[] {
  if (before === after) return [];
  const labels = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...labels].filter((label) => {
    const was = before[label];
    const is = after[label];
    return was?.href !== is?.href || was?.title !== is?.title;
  });
}

/** Fills the inline tokens of `parts`; what reads as in `before`, by the same definitions, takes over its tokens. */
export function fillInlines(parts: readonly Part[], links: Links, before: readonly Part[]): void {
  const known = new Map<string, Token[]>();
  for (const { inlines } of before) {
    for (const { src, tokens, lead } of inlines) known.set(src, tokens.slice(lead));
  }
  const read = inlineReader(links);
  for (const { inlines } of parts) {
    for (const inline of inlines) {
      const same = known.get(inline.src);
      if (same) inline.tokens.push(...same);
      else read(inline);
    }
  }
}

/** Reads what names a link whose definition came or changed again, `fresh` parts excepted. */
export function relinker(
  fresh: readonly Part[],
  changed: readonly string[],
  links: Links,
  revision: number,
): (item: BlockItem) => BlockItem {
  const isFresh = new Set(fresh);
  const read = inlineReader(links);
  const renewed = new Map<Part, Part>();
  const items = new Map<BlockItem, BlockItem>();
  const renewPart = (part: Part): Part => {
    if (isFresh.has(part)) return part;
    const known = renewed.get(part);
    if (known) return known;
    const touched = part.inlines.filter(({ src }) => names(src, changed));
    for (const inline of touched) read(inline);
    const next = touched.length > 0 ? { ...part, revision } : part;
    renewed.set(part, next);
    return next;
  };
  return (item) => {
    const known = items.get(item);
    if (known) return known;
    const parts = item.parts.map(renewPart);
    const next = parts.every((part, at) => part === item.parts[at]) ? item : { ...item, parts };
    items.set(item, next);
    return next;
  };
}

function names(src: string, labels: readonly string[]): boolean {
  if (!src.includes('[')) return false;
  const folded = foldLabel(src);
  return labels.some((label) => folded.includes(label));
}
