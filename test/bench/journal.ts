/**
 * What the bench does with a journal: opens one, fills it with sessions of any length, appends in batches,
 * reads back. Times are ms as `performance.now()` has them; folders are the caller's.
 */
import { join } from 'node:path';
import { openJournal } from '../../main/konsole/journal/journal';
import type { Journal, NewEvent } from '../../main/konsole/journal/types';
import type { Session, Snapshot } from '../../preload/contract/shapes';

/** Some 60 characters, as a host sends them in a busy stream. */
const piece = 'some words of an answer that streams in, and a few more of it. ';
/** Batches that are on their way at once, as those of several hosts are. */
const inFlight = 8;

export interface BenchJournal {
  folder: string;
  /** Path of the built journal-worker.cjs. */
  worker: string;
}

let epochs = 0;

export function openBenchJournal({ folder, worker }: BenchJournal): Promise<Journal> {
  return openJournal({
    file: join(folder, 'konsole.db'),
    worker,
    clock: { now: () => Date.now() },
    newEpoch: () => `bench${process.pid.toString(36)}x${(epochs += 1)}`,
  });
}

const on = (session: string, body: NewEvent['body']): NewEvent => ({
  channel: `session/${session}`,
  body,
});

export async function createBenchSession(journal: Journal, id: string): Promise<void> {
  const session: Session = {
    id,
    kind: 'main',
    title: `Session ${id}`,
    model: 'demo/demo',
    status: 'idle',
    approvals: 0,
    createdAt: 1,
    updatedAt: 1,
  };
  await journal.append({
    events: [
      on(id, { type: 'session.created', at: 1, session }),
      { channel: 'index', body: { type: 'session.listed', at: 1, session } },
    ],
    lane: 'main',
    durability: 'batch',
  });
}

/** A turn of about `count` events, with blocks of `blockEvents` each; not finished unless asked for. */
export function* turnEvents(
  session: string,
  turn: string,
  count: number,
  { blockEvents = 200, finish = true }: { blockEvents?: number; finish?: boolean } = {},
): Generator<NewEvent> {
  yield on(session, { type: 'turn.queued', at: 2, turn, text: `Question ${turn}` });
  yield on(session, { type: 'turn.started', at: 2, turn, attempt: 1, model: 'demo/demo' });
  let written = finish ? 3 : 2;
  for (let n = 0; written < count; n += 1) {
    const block = `${turn}b${n}`;
    yield on(session, { type: 'block.opened', at: 3, turn, block, kind: 'text' });
    let off = 0;
    for (let m = 0; m < blockEvents - 2 && written < count - 2; m += 1) {
      yield on(session, { type: 'block.appended', at: 3, block, off, text: piece });
      off += piece.length;
      written += 1;
    }
    yield on(session, { type: 'block.closed', at: 4, block, ms: 1, status: 'done' });
    written += 2;
  }
  if (!finish) return;
  yield on(session, {
    type: 'turn.finished',
    at: 5,
    turn,
    status: 'completed',
    usage: { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 },
    timing: {
      totalMs: 3,
      ttfeMs: 1,
      thinkingMs: 0,
      respondingMs: 2,
      toolExecutionMs: 0,
      approvalMs: 0,
      retryMs: 0,
      otherMs: 0,
      toolCallCount: 0,
      ttfePct: 33,
      thinkingPct: 0,
      toolsPct: 0,
    },
  });
}

export interface Rate {
  events: number;
  ms: number;
  perSecond: number;
}

const rateOf = (events: number, ms: number): Rate => ({
  events,
  ms,
  perSecond: Math.round((events / ms) * 1000),
});

/** Appends all of `events` in batches of `size`, a few batches at once. */
export async function appendBatched(
  journal: Journal,
  events: Iterable<NewEvent>,
  size = 64,
): Promise<Rate> {
  const batches: NewEvent[][] = [];
  let batch: NewEvent[] = [];
  for (const event of events) {
    batch.push(event);
    if (batch.length < size) continue;
    batches.push(batch);
    batch = [];
  }
  if (batch.length > 0) batches.push(batch);
  const count = batches.reduce((sum, one) => sum + one.length, 0);
  let next = 0;
  const began = performance.now();
  const lane = async () => {
    for (let one = batches[next++]; one; one = batches[next++]) {
      await journal.append({ events: one, lane: 'main', durability: 'batch' });
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return rateOf(count, performance.now() - began);
}

/** Reads everything of a session from its first event. */
export async function replayWhole(journal: Journal, session: string): Promise<Rate> {
  const began = performance.now();
  const channels = [{ channel: `session/${session}`, after: 0 }];
  let count = 0;
  for await (const slice of journal.replay({ channels, upTo: journal.head() }))
    count += slice.length;
  return rateOf(count, performance.now() - began);
}

/** What attaching without a cursor waits for. */
export async function openSnapshot(
  journal: Journal,
  session: string,
): Promise<{ ms: number; bytes: number }> {
  const began = performance.now();
  const snapshot = (await journal.snapshot(`session/${session}`, journal.head())) as Snapshot;
  return {
    ms: performance.now() - began,
    bytes: Buffer.byteLength(JSON.stringify(snapshot)),
  };
}
