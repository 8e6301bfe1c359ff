/** What was encoded for one reader serves the others that are sent the same, and nobody else. */
import { expect, test } from 'vitest';
import { createShared } from '../../main/transport/encoding';
import { createQueue } from '../../main/transport/queue';
import type { Appended, KonsoleEvent } from '../../preload/contract/events';
import type { ServerFrame } from '../../preload/contract/frames';

const append = (seq: number, off: number, text: string, session = 'a'): Appended => ({
  type: 'block.appended',
  at: 1,
  channel: `session/${session}`,
  seq,
  pos: seq,
  block: 'b',
  off,
  text,
});
const framesOf = (...events: KonsoleEvent[]): ServerFrame[] =>
  events.map((event) => ({ t: 'event', event }));

test('the same events are encoded once, whoever is sent them', () => {
  const shared = createShared<number>();
  const [one, two] = [append(1, 0, 'x'), append(2, 1, 'y')];
  let made = 0;
  const make = () => (made += 1);
  expect(shared(framesOf(one, two), make)).toBe(1);
  expect(shared(framesOf(one, two), make)).toBe(1);
  expect(shared(framesOf(one), make)).toBe(2);
  expect(shared(framesOf(one, { ...two }), make)).toBe(3);
  expect(shared(framesOf(one, two), make)).toBe(1);
});

test('what belongs to one reader alone is never given to another', () => {
  const shared = createShared<number>();
  let made = 0;
  const make = () => (made += 1);
  const beat: ServerFrame = { t: 'beat', heads: {} };
  expect([shared([beat], make), shared([beat], make)]).toEqual([1, 2]);
  const mixed: ServerFrame[] = [...framesOf(append(1, 0, 'x')), beat];
  expect([shared(mixed, make), shared(mixed, make)]).toEqual([3, 4]);
});

test('only the last few messages are kept', () => {
  const shared = createShared<number>();
  let made = 0;
  const make = () => (made += 1);
  const events = Array.from({ length: 100 }, (_, n) => append(n + 1, n, 'x'));
  for (const event of events) shared(framesOf(event), make);
  const [first, last] = [events[0], events.at(-1)];
  if (!first || !last) throw new Error('There are events.');
  expect(shared(framesOf(last), make)).toBe(100);
  expect(shared(framesOf(first), make)).toBe(101);
});

test('a queue weighs nothing once all was taken or forgotten, merged or not', () => {
  const queue = createQueue();
  for (let n = 0; n < 50; n += 1) queue.push(append(n + 1, n * 10, 'x'.repeat(10)), n % 3 > 0);
  const full = queue.bytes();
  const taken = queue.take(1_000);
  expect(taken.length).toBeGreaterThan(1);
  expect(queue.bytes()).toBeLessThan(full);
  while (queue.take(1_000).length > 0);
  expect(queue.bytes()).toBe(0);

  queue.push(append(1, 0, 'ä', 'a'), false);
  const one = queue.bytes();
  queue.push(append(2, 0, 'z', 'b'), false);
  queue.forget('session/b');
  expect(queue.bytes()).toBe(one);
  queue.forget('session/a');
  expect(queue.bytes()).toBe(0);
});
