import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createStream } from '../../preload/stream/stream';
import type { StreamHealth, StreamStatus } from '../../preload/stream/types';
import { foldSession } from '../transport/memory-feed';
import { type BadLink, createBadLink, createSessionFollower } from './bad-link';
import { createHarshWorld } from './harsh-world';

const all = Number.MAX_SAFE_INTEGER;

function started() {
  const link = createBadLink();
  link.feed.create('a');
  const stream = createStream({ driver: link.driver, transport: 'direct', ...link.deps });
  const reader = createSessionFollower();
  return { link, stream, reader };
}

/** Long enough and undisturbed: reconnects, patience and beats have done their work. */
function heal(link: BadLink): void {
  for (let round = 0; round < 12; round += 1) {
    link.deliver(all);
    link.beat();
    link.deliver(all);
    link.pass(10_000);
  }
}

const doings = fc.oneof(
  fc.record({
    do: fc.constant('commit' as const),
    text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }),
  }),
  fc.record({ do: fc.constant('deliver' as const), count: fc.integer({ min: 1, max: 6 }) }),
  fc.record({
    do: fc.constantFrom('drop' as const, 'repeat' as const, 'cut' as const, 'haunt' as const),
  }),
  fc.record({ do: fc.constant('beat' as const) }),
  fc.record({ do: fc.constant('wake' as const) }),
  fc.record({ do: fc.constant('merge' as const), on: fc.boolean() }),
  fc.record({
    do: fc.constant('pass' as const),
    ms: fc.constantFrom(1, 260, 5_000, 12_000, 30_000),
  }),
);

describe('a stream over a bad link', () => {
  test('I7 ends in the same state as an undisturbed reader, whatever was lost, repeated or cut', () => {
    fc.assert(
      fc.property(fc.array(doings, { maxLength: 60 }), fc.boolean(), (script, fromFirst) => {
        const { link, stream, reader } = started();
        stream.follow('session/a', reader.follower, fromFirst ? '0' : undefined);
        for (const doing of script) {
          if (doing.do === 'commit') link.feed.append('a', 'ab', doing.text);
          else if (doing.do === 'deliver') link.deliver(doing.count);
          else if (doing.do === 'pass') link.pass(doing.ms);
          else if (doing.do === 'merge') link.mergeReplays(doing.on);
          else if (doing.do === 'wake') stream.wake();
          else link[doing.do]();
        }
        heal(link);
        expect(reader.state()).toEqual(foldSession('a', link.feed.all));
        expect(stream.health().status).toBe('live');
        stream.close();
      }),
      { numRuns: 400 },
    );
  });
});

describe('followers', () => {
  test('one message is one call', () => {
    const { link, stream, reader } = started();
    stream.follow('session/a', reader.follower);
    link.deliver(all);
    for (const text of ['a', 'b', 'c']) link.feed.append('a', 'ab', text);
    link.deliver(all);
    expect(reader.given).toEqual(['snapshot', 'synced', 'events 3']);
  });

  test('a second one is given a state of its own and the first is not disturbed', () => {
    const { link, stream, reader } = started();
    stream.follow('session/a', reader.follower);
    link.deliver(all);
    const late = createSessionFollower();
    stream.follow('session/a', late.follower);
    link.feed.append('a', 'ab', 'x');
    link.deliver(all);
    expect(late.given).toEqual(['snapshot', 'synced', 'events 1']);
    expect(reader.given.filter((what) => what === 'snapshot').length).toBe(1);
    expect(late.state()).toEqual(reader.state());
  });

  test('a second one gets no event before its state', () => {
    const { link, stream, reader } = started();
    stream.follow('session/a', reader.follower);
    link.deliver(all);
    link.feed.append('a', 'ab', 'on its way');
    const late = createSessionFollower();
    stream.follow('session/a', late.follower);
    link.deliver(1);
    expect(late.given).toEqual([]);
    link.deliver(all);
    expect(late.state()).toEqual(foldSession('a', link.feed.all));
    expect(reader.state()).toEqual(foldSession('a', link.feed.all));
  });

  test('the last one to leave detaches, and a new one begins anew', () => {
    const { link, stream, reader } = started();
    const stop = stream.follow('session/a', reader.follower);
    link.deliver(all);
    stop();
    stop();
    link.feed.append('a', 'ab', 'unheard');
    link.deliver(all);
    expect(reader.given).toEqual(['snapshot', 'synced']);
    const next = createSessionFollower();
    stream.follow('session/a', next.follower);
    link.deliver(all);
    expect(next.state()).toEqual(foldSession('a', link.feed.all));
    expect(link.links()).toBe(1);
  });

  test('one that throws hurts no other', async () => {
    const { link, stream, reader } = started();
    const thrown: unknown[] = [];
    const note = (error: unknown) => void thrown.push(error);
    const before = process.listeners('uncaughtException');
    process.removeAllListeners('uncaughtException');
    process.on('uncaughtException', note);
    stream.follow('session/a', {
      snapshot() {
        throw new Error('mine');
      },
      events() {},
    });
    stream.follow('session/a', reader.follower);
    link.deliver(all);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('uncaughtException', note);
    for (const listener of before) process.on('uncaughtException', listener);
    expect(reader.given).toContain('snapshot');
    expect(thrown.length).toBeGreaterThan(0);
  });

  test('one may follow, leave and close from within a delivery', () => {
    const { link, stream, reader } = started();
    const stop = stream.follow('session/a', {
      snapshot() {
        stop();
        stream.follow('session/a', reader.follower);
      },
      events() {},
    });
    link.deliver(all);
    link.deliver(all);
    expect(reader.state()).toEqual(foldSession('a', link.feed.all));
    stream.close();
    expect(stream.health().status).toBe('closed');
  });

  test('I6 a foreign cursor yields a snapshot', () => {
    const { link, stream, reader } = started();
    stream.follow('session/a', reader.follower, 'zz.17');
    link.deliver(all);
    expect(reader.given).toEqual(['snapshot', 'synced']);
  });
});

describe('health', () => {
  test('tells every change a person may see, and the age of silence', () => {
    const { link, stream, reader } = started();
    const seen: StreamStatus[] = [];
    stream.onHealth((health) => seen.push(health.status));
    stream.follow('session/a', reader.follower);
    link.deliver(all);
    link.pass(16_000);
    expect(stream.health()).toMatchObject({ status: 'stalled', lastHeardAt: 0 });
    link.pass(9_000);
    link.pass(200);
    link.deliver(all);
    expect(seen).toEqual([
      'connecting',
      'catching-up',
      'live',
      'stalled',
      'waiting',
      'connecting',
      'catching-up',
      'live',
    ]);
    expect(stream.health().reconnects).toBe(1);
  });

  test('tells a move, and what carries the stream once it has moved', () => {
    const world = createHarshWorld();
    world.create('a');
    const stream = createStream({ driver: world.driver, transport: 'direct', ...world.deps });
    stream.follow('session/a', createSessionFollower().follower);
    world.serve(0, all);
    world.deliver(0, all);
    const seen: Partial<StreamHealth>[] = [];
    stream.onHealth(({ status, transport, moving, fellBack }) => {
      seen.push({ status, transport, moving, ...(fellBack ? { fellBack } : {}) });
    });
    stream.move();
    stream.move();
    world.serve(1, all);
    world.say(1, { t: 'lane', transport: 'sse', wanted: 'websocket', why: 'It was refused.' });
    world.deliver(1, all);
    world.deliver(0, all);
    const fellBack = { wanted: 'websocket', why: 'It was refused.' };
    expect(seen).toEqual([
      { status: 'live', transport: 'direct', moving: true },
      { status: 'live', transport: 'sse', moving: false, fellBack },
    ]);
    expect(world.alive()).toBe(1);
    stream.close();
  });

  test('I10 a live stream keeps one timer, a closed one none', () => {
    const { link, stream, reader } = started();
    stream.follow('session/a', reader.follower);
    link.deliver(all);
    expect(link.timers()).toBe(1);
    stream.close();
    expect(link.timers()).toBe(0);
  });
});
