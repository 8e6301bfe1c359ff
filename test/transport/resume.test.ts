/** Whatever a stream of several channels went through, every id in it is safe to resume from (I6, I7). */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SessionEvent } from '../../preload/contract/events';
import type { ServerFrame } from '../../preload/contract/frames';
import { judge } from '../../preload/contract/reader';
import { emptySession, reduceSession } from '../../preload/contract/session-state';
import type { Snapshot } from '../../preload/contract/shapes';
import { createHubBench, type Recorded, remote, until } from './hub-bench';
import { endOf, foldSession } from './memory-feed';

const ids = ['a', 'b'];
const channels = [...ids.map((id) => `session/${id}`), 'index'];

const doings = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constantFrom('a', 'b'), size: fc.integer({ min: 1, max: 9 }) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('a', 'b'), size: fc.constant(400_000) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('pass'), size: fc.constantFrom(1, 40, 200) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('full', 'drain', 'turn'), size: fc.constant(0) }),
  },
);

/** Applies frames as docs/protocol.md tells a reader to; a hole fails the test. */
function read(states: Map<string, Snapshot>, frames: readonly ServerFrame[]): void {
  for (const frame of frames) {
    if (frame.t === 'snapshot' && 'session' in frame.state) states.set(frame.channel, frame.state);
    if (frame.t !== 'event' || frame.event.channel === 'index') continue;
    const state = states.get(frame.event.channel);
    if (!state) throw new Error('an event came before any state');
    const verdict = judge(state, frame.event);
    expect(verdict).not.toBe('hole');
    if (verdict === 'apply') {
      states.set(frame.event.channel, reduceSession(state, frame.event as SessionEvent));
    }
  }
}

function lastId(frames: readonly ServerFrame[]): string | undefined {
  const last = frames.findLast(({ t }) => t === 'event' || t === 'synced');
  if (last?.t === 'event') return `k1.${last.event.pos}`;
  return last?.t === 'synced' ? `k1.${last.pos}` : undefined;
}

const live = (reader: Recorded) => () =>
  new Set(reader.frames.flatMap((frame) => (frame.t === 'synced' ? [frame.channel] : []))).size ===
  channels.length;

test('I6 I7 a stream that is cut anywhere, slow or fast, resumes by its last id without a hole', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(doings, { maxLength: 25 }), fc.nat(), async (script, cutAt) => {
      const { feed, connect, pass } = createHubBench();
      for (const id of ids) feed.create(id);
      const first = connect(remote);
      first.reader.attach(channels.map((channel) => ({ channel, after: '0' })));
      await until('live', live(first));
      for (const doing of script) {
        if (ids.includes(doing.do)) feed.append(doing.do, `${doing.do}b`, 'x'.repeat(doing.size));
        else if (doing.do === 'pass') pass(doing.size);
        else if (doing.do === 'turn') await new Promise((resolve) => setImmediate(resolve));
        else {
          first.full = doing.do === 'full';
          if (!first.full) first.reader.drained();
        }
      }
      const heard = first.frames.slice(0, cutAt % (first.frames.length + 1));
      first.reader.close();

      const states = new Map(ids.map((id) => [`session/${id}`, emptySession(id)]));
      read(states, heard);
      const second = connect(remote);
      const after = lastId(heard) ?? '0';
      second.reader.attach(channels.map((channel) => ({ channel, after })));
      await until('live again', live(second));
      read(states, second.frames);
      for (const id of ids) {
        const { seq, pos } = foldSession(id, feed.all);
        const state = states.get(`session/${id}`);
        expect(state && { seq: state.seq, pos: state.pos, end: endOf(state) }).toEqual({
          seq,
          pos,
          end: endOf(foldSession(id, feed.all)),
        });
      }
    }),
    { numRuns: 150 },
  );
});
