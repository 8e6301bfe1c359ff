/**
 * Folding a session's events with the contract's reducers, in slices, so that no question waits for a long
 * one. Starts from the newest stored or remembered state; what it keeps is cut to the bound of a snapshot.
 */
import { KonsoleError } from '../../../preload/contract/errors';
import type { KonsoleEvent, SessionEvent } from '../../../preload/contract/events';
import { limits } from '../../../preload/contract/limits';
import {
  emptySession,
  queuedOf,
  reduceSession,
  type SessionState,
} from '../../../preload/contract/session-state';
import type { Queued, Turn } from '../../../preload/contract/shapes';
import { snapshotOf } from '../../../preload/contract/snapshot';
import type { Database, Row } from '../storage/sqlite';
import { createNumbering } from './numbering';
import { createPace } from './pace';

/** Rows read at once; each may hold some 32 KB. */
const sliceRows = 50;
/** A long fold is cut down in between, so that its memory stays bounded: after so many events, or UTF-16 units. */
const trimEvery = 2_000;
const trimChars = 8 * 1024 * 1024;
/** States remembered, each at most a snapshot's size. */
const remembered = 8;
/** Longest queue in a remembered state, UTF-16 units. */
const rememberedChars = 1024 * 1024;

export interface TurnRow {
  id: string;
  /** `pos` of the event that told its text. */
  told: number | undefined;
  started: number;
  finished: number | undefined;
  /** Its place in the session, from 1. */
  number: number;
}

export interface Folding {
  /** The state to fold on from: cut, with the whole queue. */
  state(channel: string, upTo: number): Promise<SessionState>;
  /** One turn, whole, with its opaque data; `channel` is the row id of its channel. */
  turn(channel: number, row: TurnRow): Promise<Turn | undefined>;
  /** The request of a turn, from the event at `told`, and when that was. */
  request(channel: number, turn: string, told: number): { text: string; at: number };
}

/** `{"pos":…,"channel":…,"seq":…, …body}` made of columns, without parsing the body. */
export function eventText(pos: number, channel: string, seq: number, body: string): string {
  return `{"pos":${pos},"channel":${JSON.stringify(channel)},"seq":${seq},${body.slice(1)}`;
}

/**
 * As the contract's mergePair, but in place: these events are nobody else's. Merged events fold to the same (I1), and
 * a stream of small appends is most of what there is.
 */
function mergeInto(left: SessionEvent, right: SessionEvent): boolean {
  if (left.type !== 'block.appended' || right.type !== 'block.appended') return false;
  if (left.block !== right.block || left.seq + 1 !== right.seq) return false;
  if (left.off + left.text.length !== right.off) return false;
  left.text += right.text;
  left.at = Math.max(left.at, right.at);
  left.pos = right.pos;
  left.seq = right.seq;
  return true;
}

/** A cut state that can be folded on from: unlike a snapshot it keeps the text of every queued message. */
function cutState(state: SessionState): SessionState {
  return { ...snapshotOf(state, limits.snapshotBytes), queue: state.queue };
}

export function createFolding(db: Database): Folding {
  const findChannel = db.prepare('SELECT id FROM channels WHERE name = ?');
  const events = db.prepare(
    `SELECT pos, seq, body FROM events WHERE channel = ? AND pos > ? AND pos <= ?
     ORDER BY pos LIMIT ${sliceRows}`,
  );
  const oneEvent = db.prepare('SELECT pos, seq, body FROM events WHERE pos = ? AND channel = ?');
  const stored = db.prepare(
    `SELECT body FROM snapshots WHERE channel = ? AND pos > ? AND pos <= ?
     ORDER BY pos DESC LIMIT 1`,
  );
  const numbering = createNumbering(db);
  /** Oldest use first. */
  const memory = new Map<string, SessionState>();
  /** The last fold of a channel that was asked for and has not ended. */
  const running = new Map<string, Promise<void>>();

  function channelId(name: string): number {
    const row = findChannel.get(name) as Row | undefined;
    if (!row) throw new KonsoleError('not-found', 'This session does not exist (any more).');
    return Number(row['id']);
  }

  function base(channel: string, id: number, upTo: number): SessionState {
    const known = memory.get(channel);
    const usable = known && known.pos <= upTo ? known : undefined;
    const newer = stored.get(id, usable?.pos ?? -1, upTo) as Row | undefined;
    if (newer) return numbering.fill(id, JSON.parse(String(newer['body'])) as SessionState);
    return usable ?? emptySession(channel.slice('session/'.length));
  }

  function remember(channel: string, state: SessionState): void {
    memory.delete(channel);
    if (state.queue.reduce((sum, entry) => sum + entry.text.length, 0) > rememberedChars) return;
    memory.set(channel, state);
    const oldest = memory.keys().next().value;
    if (memory.size > remembered && oldest !== undefined) memory.delete(oldest);
  }

  function toEvent(row: Row, channel: string): SessionEvent {
    const event = JSON.parse(String(row['body'])) as SessionEvent;
    event.pos = Number(row['pos']);
    event.channel = channel;
    event.seq = Number(row['seq']);
    return event;
  }

  async function fold(
    from: SessionState,
    channel: string,
    id: number,
    range: { after: number; upTo: number },
    trim: (state: SessionState) => SessionState,
  ): Promise<SessionState> {
    let state = from;
    let { after } = range;
    let untrimmed = 0;
    let chars = 0;
    const pace = createPace();
    for (;;) {
      const rows = events.all(id, after, range.upTo) as Row[];
      const read: SessionEvent[] = [];
      for (const row of rows) {
        const event = toEvent(row, channel);
        after = event.pos;
        chars += String(row['body']).length;
        const last = read.at(-1);
        if (!last || !mergeInto(last, event)) read.push(event);
        const wait = pace.pause();
        if (wait) await wait;
      }
      for (const event of read) {
        state = reduceSession(state, event);
        const wait = pace.pause();
        if (wait) await wait;
      }
      if (rows.length < sliceRows) return state;
      untrimmed += rows.length;
      if (untrimmed >= trimEvery || chars >= trimChars) {
        state = trim(state);
        untrimmed = 0;
        chars = 0;
      }
    }
  }

  async function foldState(channel: string, upTo: number): Promise<SessionState> {
    const id = channelId(channel);
    const from = base(channel, id, upTo);
    const folded = await fold(from, channel, id, { after: from.pos, upTo }, cutState);
    const cut = folded === from ? from : cutState(folded);
    remember(channel, cut);
    return cut;
  }

  /** One fold of a channel at a time: the next goes on from what the one before it remembered. */
  function state(channel: string, upTo: number): Promise<SessionState> {
    const before = running.get(channel) ?? Promise.resolve();
    const own = before.then(() => foldState(channel, upTo));
    const end = () => {
      if (running.get(channel) === ended) running.delete(channel);
    };
    const ended: Promise<void> = own.then(end, end);
    running.set(channel, ended);
    return own;
  }

  /** The queue's entry of a turn, with its files, and when it was told. */
  function told(channel: number, turn: string, pos: number): { entry: Queued; at: number } {
    const nothing = { entry: { turn, text: '' }, at: 0 };
    const found = oneEvent.get(pos, channel) as Row | undefined;
    const event: KonsoleEvent | undefined = found && toEvent(found, '');
    if (event?.type === 'turn.queued') return { entry: queuedOf(event), at: event.at };
    if (event?.type !== 'queue.changed') return nothing;
    const entry = event.queue.find((one) => one.turn === turn);
    return entry ? { entry, at: event.at } : nothing;
  }

  async function turn(channel: number, row: TurnRow): Promise<Turn | undefined> {
    const queue = row.told === undefined ? [] : [told(channel, row.id, row.told).entry];
    const from = { ...emptySession(''), queue };
    const range = {
      after: row.started - 1,
      upTo: row.finished ?? Number.MAX_SAFE_INTEGER,
    };
    const folded = await fold(from, '', channel, range, (whole) => whole);
    const found = folded.turns.find(({ id: one }) => one === row.id);
    // Folded by itself it counted from one.
    return found && { ...found, number: row.number };
  }

  function request(channel: number, turn: string, pos: number): { text: string; at: number } {
    const { entry, at } = told(channel, turn, pos);
    return { text: entry.text, at };
  }

  return { state, turn, request };
}
