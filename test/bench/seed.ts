/**
 * Sessions that were had before: written through the real journal into a data folder, so that an app started on
 * it finds them as its own. For the bench and for end-to-end tests that need much of something.
 */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openJournal } from '../../main/konsole/journal/journal';
import type { Journal, NewEvent } from '../../main/konsole/journal/types';
import type { SessionEventBody } from '../../preload/contract/events';
import type { Session } from '../../preload/contract/shapes';
import { startClock, tick, timingAt } from '../../preload/contract/timing';
import type { TurnClock } from '../../preload/contract/shapes';

/** What one turn of a seeded session consists of, in order. */
export interface SeedTurn {
  text: string;
  parts: readonly SeedPart[];
}

export type SeedPart =
  | { kind: 'text' | 'thinking'; pieces: readonly string[] }
  /** A tool call with what it wrote. */
  | { kind: 'tool'; tool: string; input: unknown; summary: string; output: readonly string[] };

export interface SeedSession {
  id: string;
  title: string;
  turns: Iterable<SeedTurn>;
  workspace?: string;
  model?: string;
  /** When its last turn ended, epoch ms: the latest session is the one that a window opens with. */
  endedAt?: number;
}

export interface Seeded {
  /** By session: how many events its channel has. */
  events: ReadonlyMap<string, number>;
}

/** One append to the journal holds at most so many events, and so many appends are on their way at once. */
const appendEvents = 500;
const appendsAtOnce = 4;
/** Between two events, ms: a turn of 50 000 events took a few minutes. */
const tempo = 5;

/** `worker` is the built journal-worker.cjs. The app must not run on this home meanwhile. */
export async function seedHome(
  home: string,
  worker: string,
  sessions: Iterable<SeedSession>,
): Promise<Seeded> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const journal = await openJournal({
    file: join(home, 'konsole.db'),
    worker,
    clock: { now: Date.now },
    newEpoch: () => randomBytes(10).toString('hex'),
  });
  try {
    const events = new Map<string, number>();
    for (const session of sessions) events.set(session.id, await seedSession(journal, session));
    return { events };
  } finally {
    await journal.close();
  }
}

/** Resolves with how many events its channel has. */
export async function seedSession(journal: Journal, seed: SeedSession): Promise<number> {
  const bodies = [...bodiesOf(seed)];
  const first = (seed.endedAt ?? Date.now()) - bodies.length * tempo;
  const session = sessionOf(seed, first);
  const channel = `session/${seed.id}`;
  const events: NewEvent[] = [
    { channel, body: { type: 'session.created', at: first, session } },
    { channel: 'index', body: { type: 'session.listed', at: first, session } },
    ...bodies.map((make, index) => ({ channel, body: make(first + (index + 1) * tempo) })),
  ];
  const at = first + (bodies.length + 1) * tempo;
  const listed = { ...session, updatedAt: at };
  events.push({ channel: 'index', body: { type: 'session.listed', at, session: listed } });

  const waiting = new Set<Promise<unknown>>();
  for (let from = 0; from < events.length; from += appendEvents) {
    const append = journal.append({
      events: events.slice(from, from + appendEvents),
      lane: 'main',
      durability: 'batch',
    });
    const done: Promise<unknown> = append.finally(() => waiting.delete(done));
    waiting.add(done);
    if (waiting.size >= appendsAtOnce) await Promise.race(waiting);
  }
  await Promise.all(waiting);
  return bodies.length + 1;
}

type Making = (at: number) => SessionEventBody;

function sessionOf(seed: SeedSession, at: number): Session {
  const { id, title, workspace, model = 'fake/claude-opus-5-5' } = seed;
  return {
    id,
    kind: 'main',
    title,
    ...(workspace === undefined ? {} : { workspace }),
    model,
    status: 'idle',
    approvals: 0,
    createdAt: at,
    updatedAt: at,
  };
}

function* bodiesOf({ id, turns, model = 'fake/claude-opus-5-5' }: SeedSession): Generator<Making> {
  let number = 0;
  for (const { text, parts } of turns) {
    number += 1;
    const turn = `${id}-${number}`;
    let clock: TurnClock | undefined;
    const timed =
      (make: Making): Making =>
      (at) => {
        const body = make(at);
        clock = clock ? tick(clock, body) : startClock(at);
        return body;
      };
    yield (at) => ({ type: 'turn.queued', at, turn, text });
    yield timed((at) => ({ type: 'turn.started', at, turn, attempt: 1, model }));
    yield timed((at) => ({ type: 'turn.first', at, turn, ms: tempo }));
    let count = 0;
    for (const part of parts) {
      count += 1;
      for (const make of partOf(part, turn, `${turn}-${count}`)) yield timed(make);
    }
    yield (at) => ({
      type: 'turn.finished',
      at,
      turn,
      status: 'completed',
      usage: { inputTokens: 900, outputTokens: 120, cacheReadTokens: 0, cacheWriteTokens: 0 },
      timing: timingAt(clock ?? startClock(at), at),
    });
  }
}

function* partOf(part: SeedPart, turn: string, block: string): Generator<Making> {
  if (part.kind !== 'tool') {
    yield* blockOf(part.kind, turn, block, part.pieces);
    yield (at) => ({ type: 'block.closed', at, block, ms: tempo, status: 'done' });
    return;
  }
  const { tool, input, summary, output } = part;
  yield (at) => ({ type: 'block.opened', at, turn, block, kind: 'tool', name: tool });
  yield (at) => ({ type: 'block.appended', at, block, off: 0, text: JSON.stringify(input) });
  yield (at) => ({ type: 'block.closed', at, block, ms: tempo, status: 'done' });
  yield (at) => ({ type: 'tool.started', at, block, tool, input, summary });
  yield* blockOf('output', turn, `${block}o`, output, block);
  yield (at) => ({ type: 'block.closed', at, block: `${block}o`, ms: tempo, status: 'done' });
  const ms = output.length * tempo;
  yield (at) => ({ type: 'tool.finished', at, block, status: 'ok', ms, summary });
}

function* blockOf(
  kind: 'text' | 'thinking' | 'output',
  turn: string,
  block: string,
  pieces: readonly string[],
  parent?: string,
): Generator<Making> {
  const belongs = parent === undefined ? {} : { parent };
  yield (at) => ({ type: 'block.opened', at, turn, block, kind, ...belongs });
  let off = 0;
  for (const text of pieces) {
    const here = off;
    off += text.length;
    yield (at) => ({ type: 'block.appended', at, block, off: here, text });
  }
}
