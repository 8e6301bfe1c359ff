/** Merging appends for a reader, within a size: one message stays small whatever a provider floods. */
import type { Appended, KonsoleEvent } from '../../preload/contract/events';
import { mergePair } from '../../preload/contract/merge';

/** A merged append grows no more once it holds this much text, in UTF-16 units. */
const fullChars = 16_000;

export function mergeWithin(left: KonsoleEvent, right: KonsoleEvent): Appended | undefined {
  if (left.type !== 'block.appended' || left.text.length >= fullChars) return undefined;
  return mergePair(left, right);
}

/** `reduce(merged) == reduce(raw)`; order is kept, only neighbours merge (I1). */
export function mergeAll(events: readonly KonsoleEvent[]): KonsoleEvent[] {
  const merged: KonsoleEvent[] = [];
  for (const event of events) {
    const last = merged.at(-1);
    const pair = last && mergeWithin(last, event);
    if (pair) merged[merged.length - 1] = pair;
    else merged.push(event);
  }
  return merged;
}
