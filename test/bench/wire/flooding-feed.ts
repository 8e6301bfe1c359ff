/**
 * Put before the hub of the built app: the journal's own feed, and with it turns that are nowhere else. It does what the
 * one who listens at `control` (a Unix socket) says, a line of JSON each:
 * `{sessions}` begins a turn in each of them, `{seconds, perSecond}` then appends so often a second to each, at even times.
 * Each is answered with a line; the last with when the first session's appends were committed, ms of `process.hrtime`.
 */
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { Feed } from '../../../main/konsole/types';
import type {
  IndexEvent,
  IndexEventBody,
  KonsoleEvent,
  SessionEvent,
  SessionEventBody,
} from '../../../preload/contract/events';
import { reduceIndex } from '../../../preload/contract/index-state';
import { limits } from '../../../preload/contract/limits';
import { reduceSession } from '../../../preload/contract/session-state';
import type { IndexSnapshot, Snapshot } from '../../../preload/contract/shapes';
import { snapshotOf } from '../../../preload/contract/snapshot';

export interface Flooded {
  times: number[];
  ms: number;
}

type Asked = { sessions: string[] } | { seconds: number; perSecond: number };
type Told = Parameters<Feed['onCommit']>[0];
type Unplaced = [channel: string, body: SessionEventBody | IndexEventBody];

/** Between two commits, ms: a journal puts together what comes meanwhile. */
const commitMs = 4;

const now = () => Number(process.hrtime.bigint()) / 1e6;
const pause = () => new Promise<void>((resolve) => setTimeout(resolve, commitMs));

export function flooding(feed: Feed, control: string): Feed {
  const listeners = new Set<Told>();
  const added = new Map<string, KonsoleEvent[]>();
  const seqs = new Map<string, number>();
  let sessions: string[] = [];
  let head = 0;

  const all: Feed = {
    ...feed,
    head: () => Math.max(head, feed.head()),
    onCommit(listener) {
      listeners.add(listener);
      const stop = feed.onCommit(listener);
      return () => {
        listeners.delete(listener);
        stop();
      };
    },
    async snapshot(channel, upTo) {
      const state = await feed.snapshot(channel, upTo);
      const events = (added.get(channel) ?? []).filter(({ pos }) => pos <= upTo);
      if ('sessions' in state) return (events as IndexEvent[]).reduce(reduceIndex, state);
      const whole = (events as SessionEvent[]).reduce(reduceSession, state);
      return snapshotOf(whole, limits.snapshotBytes);
    },
  };

  function commit(bodies: readonly Unplaced[]): void {
    let pos = all.head();
    const events = bodies.map(([channel, body]) => {
      const seq = (seqs.get(channel) ?? 0) + 1;
      seqs.set(channel, seq);
      pos += 1;
      const event = { ...body, channel, seq, pos } as KonsoleEvent;
      const its = added.get(channel);
      if (its) its.push(event);
      else added.set(channel, [event]);
      return event;
    });
    head = pos;
    for (const listener of listeners) listener(events);
  }

  async function begin(ids: string[]): Promise<void> {
    sessions = ids;
    const index = (await feed.snapshot('index', feed.head())) as IndexSnapshot;
    seqs.set('index', index.seq);
    for (const id of ids) {
      const channel = `session/${id}`;
      const { seq, session } = (await feed.snapshot(channel, feed.head())) as Snapshot;
      seqs.set(channel, seq);
      const turn = `${id}-flood`;
      const at = Date.now();
      const { model } = session;
      const listed = { ...session, status: 'running' as const, turn };
      commit([
        [channel, { type: 'turn.queued', at, turn, text: 'Go' }],
        [channel, { type: 'turn.started', at, turn, attempt: 1, model }],
        [channel, { type: 'turn.first', at, turn, ms: 1 }],
        [channel, { type: 'block.opened', at, turn, block: `${id}-text`, kind: 'text' }],
        ['index', { type: 'session.listed', at, session: listed }],
      ]);
    }
  }

  async function run(seconds: number, perSecond: number): Promise<Flooded> {
    const times: number[] = [];
    const offsets = sessions.map(() => 0);
    const count = sessions.length * perSecond * seconds;
    const everyMs = 1000 / perSecond / sessions.length;
    const began = now();
    for (let next = 0; next < count; ) {
      await pause();
      const bodies: Unplaced[] = [];
      const at = Date.now();
      for (; next < count && began + next * everyMs <= now(); next += 1) {
        const which = next % sessions.length;
        const id = sessions[which] ?? '';
        const n = Math.floor(next / sessions.length);
        if (which === 0) times[n] = now();
        const off = offsets[which] ?? 0;
        const text = `w${n}w${n % 20 === 19 ? '\n\n' : ' '}`;
        offsets[which] = off + text.length;
        bodies.push([
          `session/${id}`,
          { type: 'block.appended', at, block: `${id}-text`, off, text },
        ]);
      }
      if (bodies.length > 0) commit(bodies);
    }
    return { times, ms: now() - began };
  }

  const socket = connect(control);
  // The bench is gone: so is this app, soon.
  socket.on('error', () => undefined);
  const answer = (value: object) => socket.write(`${JSON.stringify(value)}\n`);
  createInterface({ input: socket }).on('line', (line) => {
    const asked = JSON.parse(line) as Asked;
    const done = 'sessions' in asked ? begin(asked.sessions) : run(asked.seconds, asked.perSecond);
    done.then(
      (value) => answer({ value }),
      (error: unknown) => answer({ failed: String(error) }),
    );
  });
  return all;
}
