/** Which waiting appends go into the next transaction: quick ones first, order kept in every channel. Pure. */
import type { AppendMessage } from './messages';

/** One round keeps the disk no longer than it takes to write about this much (some ms). */
const roundRows = 256;
const roundChars = 256 * 1024;

export interface Split {
  round: AppendMessage[];
  rest: AppendMessage[];
}

/**
 * The quick appends, and before them whatever they must not overtake: an earlier append to a channel that
 * one of them writes to, and so on. Everything else waits one round.
 */
export function quickRound(waiting: readonly AppendMessage[]): Split {
  const chosen = new Set<AppendMessage>();
  const channels = new Set<string>();
  for (const append of waiting.toReversed()) {
    if (append.lane !== 'quick' && !append.rows.some((row) => channels.has(row.channel))) continue;
    chosen.add(append);
    for (const row of append.rows) channels.add(row.channel);
  }
  return bounded(
    waiting.filter((append) => chosen.has(append)),
    waiting,
  );
}

/** The oldest appends of any lane. */
export function nextRound(waiting: readonly AppendMessage[]): Split {
  return bounded(waiting, waiting);
}

/** The front of `candidates` that fits; at least one, so that an append of any size is written. */
function bounded(candidates: readonly AppendMessage[], waiting: readonly AppendMessage[]): Split {
  const round: AppendMessage[] = [];
  let rows = 0;
  let chars = 0;
  for (const append of candidates) {
    rows += append.rows.length;
    for (const row of append.rows) chars += row.body.length;
    if (round.length > 0 && (rows > roundRows || chars > roundChars)) break;
    round.push(append);
  }
  const taken = new Set(round);
  return { round, rest: waiting.filter((append) => !taken.has(append)) };
}
