/** What is seen of a port while it is served: when it is in step, and what is owed to an SSE connection. */
import { expect, test } from 'vitest';
import { withKeptAcks } from '../../../main/transport/lanes/acks';
import type { Connects } from '../../../main/transport/lanes/over-driver';
import { watched } from '../../../main/transport/lanes/watch';
import type { Sink } from '../../../main/transport/sink';
import type { ConnectionFact } from '../../../preload/stream/types';
import { limits } from '../../../preload/contract/limits';

const sink: Sink = { send() {}, writable: () => true, end() {} };

test('a window that leaves what it still waited for is in step with the rest', () => {
  let inner: Sink | undefined;
  const to: Connects = {
    connect(given) {
      inner = given;
      return { greet() {}, attach() {}, detach() {}, ack() {}, drained() {}, close() {} };
    },
  };
  let inStep = 0;
  const watch = { inStep: () => (inStep += 1), ended() {} };
  const reader = watched(to, watch).connect(sink, { pace: 'journal', window: 'acks' });
  reader.attach([{ channel: 'index' }, { channel: 'session/a' }]);
  reader.detach('pool');
  expect(inStep).toBe(0);
  inner?.send([{ t: 'synced', channel: 'index', pos: 1 }]);
  expect(inStep).toBe(0);
  reader.detach('session/a');
  expect(inStep).toBe(1);
});

test('what was owed for a channel that ended keeps nothing else waiting (I9)', async () => {
  let tell: (fact: ConnectionFact) => void = () => {};
  let room: () => Promise<void> = async () => {};
  const driver = withKeptAcks((hasRoom) => {
    room = hasRoom;
    return (told) => {
      tell = told;
      return { send() {}, close() {} };
    };
  });
  driver(() => undefined);
  const text = 'x'.repeat(limits.readerInFlightChars);
  const event = {
    pos: 1,
    seq: 1,
    at: 1,
    channel: 'session/a',
    type: 'block.appended',
    block: 'b',
    off: 0,
    text,
  } as const;
  tell({ type: 'frames', frames: [{ t: 'event', event }] });
  let free = false;
  const waited = room().then(() => (free = true));
  await new Promise(setImmediate);
  expect(free).toBe(false);
  const gone = { t: 'error', code: 'not-found', message: 'gone', channel: 'session/a' } as const;
  tell({ type: 'frames', frames: [gone] });
  await waited;
  expect(free).toBe(true);
});
