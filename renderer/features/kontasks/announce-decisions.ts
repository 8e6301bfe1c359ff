/** A screen reader is told when a kontask comes to need a decision. */
import { useEffect } from 'react';
import { useIndex } from '../../stores/index-store';
import type { IndexView } from '../../stores/index-store';
import { announce } from '../../ui/announce';

export function useDecisionAnnouncements(): void {
  useEffect(
    () =>
      useIndex.subscribe((now, before) => {
        const sentence = decisionSentence(now, before);
        if (sentence !== undefined) announce(sentence);
      }),
    [],
  );
}

type Known = Pick<IndexView, 'asking' | 'needDecision' | 'loaded'>;

/** What is there when the window opens is no news. Of many at once their number is told. */
export function decisionSentence(now: Known, before: Known): string | undefined {
  if (!before.loaded || now.asking === before.asking) return undefined;
  const known = new Set(before.asking.map(({ id }) => id));
  // One that was beyond those that are named, and is named now, is not new.
  const come = Math.min(
    now.asking.filter(({ id }) => !known.has(id)).length,
    Math.max(1, now.needDecision - before.needDecision),
  );
  const newest = now.asking.find(({ id }) => !known.has(id));
  if (!newest || now.needDecision < before.needDecision) return undefined;
  if (come === 1) return `Decision needed: ${newest.title}`;
  return `${now.needDecision - before.needDecision} decisions needed`;
}
