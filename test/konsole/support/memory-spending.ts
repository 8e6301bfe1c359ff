/** What turns cost, summed from events in memory: the plain way, for the memory journal and to compare with. */
import type { SpendingQuery } from '../../../main/konsole/journal/types';
import type { KonsoleEvent } from '../../../preload/contract/events';
import type { Spending } from '../../../preload/contract/shapes';

type Finished = Extract<KonsoleEvent, { type: 'turn.finished' }>;

/** `exists` tells whether the session that the query names is there. */
export function memorySpending(
  events: readonly KonsoleEvent[],
  query: SpendingQuery,
  exists: (query: SpendingQuery) => boolean = ({ session }) => session !== undefined,
): { session?: Spending; days: Spending[] } {
  const ends = new Map<string, Finished>();
  for (const event of events) {
    if (event.type !== 'turn.finished') continue;
    const key = `${event.channel} ${event.turn}`;
    if (!ends.has(key)) ends.set(key, event);
  }
  const paid = [...ends.values()].filter(({ usage }) => tokensOf(usage) > 0);
  const days = query.days.map(({ from, to }) =>
    sumOf(paid.filter(({ at }) => at >= from && at < to)),
  );
  if (!exists(query)) return { days };
  const channel = `session/${query.session}`;
  return { session: sumOf(paid.filter((event) => event.channel === channel)), days };
}

const tokensOf = (usage: Finished['usage']) =>
  usage.inputTokens + usage.outputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;

function sumOf(ends: readonly Finished[]): Spending {
  const sum = (part: (usage: Finished['usage']) => number) =>
    ends.reduce((total, { usage }) => total + part(usage), 0);
  return {
    turns: ends.length,
    inputTokens: sum((usage) => usage.inputTokens),
    outputTokens: sum((usage) => usage.outputTokens),
    cacheReadTokens: sum((usage) => usage.cacheReadTokens),
    cacheWriteTokens: sum((usage) => usage.cacheWriteTokens),
    costUsd: sum((usage) => usage.costUsd ?? 0),
    unpriced: sum((usage) => (usage.costUsd === undefined ? 1 : 0)),
  };
}
