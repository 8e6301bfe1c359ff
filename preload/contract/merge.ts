/** Merging consecutive appends to one block: what a slow or remote reader gets in place of many events. No zod. */
import type { Appended, KonsoleEvent } from './events';

/** The merged event covers `first..seq` and has the last `pos` and the later `at`; undefined when the two cannot merge. */
export function mergePair(left: KonsoleEvent, right: KonsoleEvent): Appended | undefined {
  if (left.type !== 'block.appended' || right.type !== 'block.appended') return undefined;
  if (left.channel !== right.channel || left.block !== right.block) return undefined;
  if (left.seq + 1 !== (right.first ?? right.seq)) return undefined;
  if (left.off + left.text.length !== right.off) return undefined;
  // A clock may have been set back between the two; a fold of both has seen the later time.
  const at = Math.max(left.at, right.at);
  const text = left.text + right.text;
  return { ...right, at, first: left.first ?? left.seq, off: left.off, text };
}

/** `reduce(merged) == reduce(raw)` (I1). Order is kept; only neighbours merge. */
export function merge(events: readonly KonsoleEvent[]): KonsoleEvent[] {
  const merged: KonsoleEvent[] = [];
  for (const event of events) {
    const last = merged.at(-1);
    const pair = last && mergePair(last, event);
    if (pair) merged[merged.length - 1] = pair;
    else merged.push(event);
  }
  return merged;
}
