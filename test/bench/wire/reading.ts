/** A reader's side of konsole/1, as a stranger would write it: the wire of both ways, and the state that it comes to. */
import type { KonsoleEvent, SessionEvent } from '../../../preload/contract/events';
import type { ServerFrame } from '../../../preload/contract/frames';
import { emptySession, reduceSession } from '../../../preload/contract/session-state';
import type { Snapshot } from '../../../preload/contract/shapes';

/** Takes text as it comes; gives the data of each event with the name it goes by. */
export function createSseReader(told: (name: string, data: string) => void) {
  let rest = '';
  return (chunk: string): void => {
    rest += chunk;
    let from = 0;
    for (let end = rest.indexOf('\n\n'); end >= 0; end = rest.indexOf('\n\n', from)) {
      let name = 'message';
      let data = '';
      for (const line of rest.slice(from, end).split('\n')) {
        if (line.startsWith('event: ')) name = line.slice(7);
        else if (line.startsWith('data: ')) data = line.slice(6);
      }
      if (data !== '') told(name, data);
      from = end + 2;
    }
    rest = rest.slice(from);
  };
}

/** An event of the stream as a frame; those that a reader of one session has no use for are none. */
export function frameOf(name: string, data: string): ServerFrame | undefined {
  const value: unknown = JSON.parse(data);
  if (name === 'snapshot') return { t: 'snapshot', ...(value as object) } as ServerFrame;
  if (name === 'synced') return { t: 'synced', ...(value as object) } as ServerFrame;
  return name.includes('.') ? { t: 'event', event: value as KonsoleEvent } : undefined;
}

export interface SessionReader {
  /** Throws at a hole: nothing here attaches again. */
  take(frame: ServerFrame): void;
  state(): Snapshot;
  /** `pos` of what came last. */
  pos(): number;
}

export function createSessionReader(session: string): SessionReader {
  let state = emptySession(session);
  let pos = 0;
  return {
    state: () => state,
    pos: () => pos,
    take(frame) {
      if (frame.t === 'snapshot') {
        state = frame.state as Snapshot;
        pos = frame.pos;
      }
      if (frame.t !== 'event' || frame.event.pos <= pos) return;
      const { event } = frame;
      if ((event.first ?? event.seq) > state.seq + 1) {
        throw new Error(`A hole before ${event.seq}, after ${state.seq}.`);
      }
      state = reduceSession(state, event as SessionEvent);
      pos = event.pos;
    },
  };
}

/** What two states of a session have in common however much of a long text each still holds. */
export const endsOf = ({ seq, turns }: Snapshot): string =>
  JSON.stringify([
    seq,
    turns.map(({ id, status, blocks }) => [
      id,
      status,
      blocks.map((block) => [
        block.id,
        (block.from ?? 0) + block.text.length,
        block.text.slice(-5_000),
      ]),
    ]),
  ]);
