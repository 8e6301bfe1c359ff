/** The stream machine as a model: whatever is done to it, in the end its readers are where an undisturbed one is. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../preload/contract/events';
import { reduceSession } from '../../preload/contract/session-state';
import type { PoolStatus, Snapshot } from '../../preload/contract/shapes';
import { createStream } from '../../preload/stream/stream';
import type { Stream } from '../../preload/stream/types';
import { foldSession } from '../transport/memory-feed';
import { all, carryOut, type Doing, heal, hour, scripts } from './harsh-doings';
import { createHarshWorld, type HarshWorld } from './harsh-world';

/** More by hand, after a change of the machine: HARSH_RUNS=5000. */
const numRuns = Number(process.env['HARSH_RUNS'] ?? 120);

/** Reads one session and judges every delivery by itself; a follower must not throw, so it complains. */
function createReader(world: HarshWorld, id: string, complaints: string[]) {
  let state: Snapshot = foldSession(id, []);
  let setBacks = 0;
  return {
    state: () => state,
    follower: {
      snapshot(next: unknown) {
        const given = next as Snapshot;
        if (given.seq < state.seq) setBacks += 1;
        if (setBacks > world.lossyRestarts()) complaints.push(`taken back to ${given.seq}`);
        state = given;
      },
      events(events: readonly unknown[]) {
        for (const event of events as SessionEvent[]) {
          if (event.seq <= state.seq) complaints.push(`${event.seq} was given twice`);
          if ((event.first ?? event.seq) > state.seq + 1)
            complaints.push(`${event.seq} is no next`);
          state = reduceSession(state, event);
        }
      },
    },
  };
}

/** A page that always follows one session and the pool; the readers of other seats come and go. */
function createPage(world: HarshWorld, stream: Stream, after: string | undefined) {
  const seats = new Map<string, { id: string; state: () => Snapshot; leave: () => void }>();
  const complaints: string[] = [];
  let pool: PoolStatus | undefined;
  function sit(seat: string, from?: string): void {
    const id = seat.charAt(0);
    const { state, follower } = createReader(world, id, complaints);
    seats.set(seat, { id, state, leave: stream.follow(`session/${id}`, follower, from) });
  }
  sit('a', after);
  stream.follow('pool', { snapshot() {}, events() {}, state: (next) => void (pool = next) });
  return {
    complaints,
    pool: () => pool,
    seats: () => [...seats.values()],
    toggle(seat: string): void {
      const taken = seats.get(seat);
      if (!taken) return sit(seat);
      seats.delete(seat);
      taken.leave();
    },
  };
}

function started(after: string | undefined) {
  const world = createHarshWorld();
  world.create('a');
  world.create('b');
  const stream = createStream({ driver: world.driver, transport: 'direct', ...world.deps });
  return { world, stream, page: createPage(world, stream, after) };
}

type Scene = ReturnType<typeof started>;

function play({ world, stream, page }: Scene, script: readonly Doing[]): void {
  for (const doing of script) carryOut(doing, world, stream, page.toggle);
}

function expectInStep({ world, stream, page }: Scene): void {
  expect(page.complaints).toEqual([]);
  expect(stream.health()).toMatchObject({ status: 'live', moving: false });
  for (const { id, state } of page.seats()) {
    expect(state()).toEqual(foldSession(id, world.journal));
  }
  expect(page.pool()).toEqual(world.pool());
  expect(world.alive()).toBe(1);
}

const beginnings = fc.constantFrom('0', undefined);

describe('a stream in a harsh world', () => {
  test('I1 I6 I7 ends in the state of an undisturbed reader, with nothing twice and nothing missing', () => {
    fc.assert(
      fc.property(scripts, beginnings, fc.boolean(), (script, after, began) => {
        const scene = started(after);
        if (began) heal(scene.world);
        play(scene, script);
        heal(scene.world);
        expectInStep(scene);
        scene.stream.close();
        expect(scene.world.alive()).toBe(0);
        expect(scene.world.timers()).toBe(0);
      }),
      { numRuns },
    );
  });

  test('I7 a move in the middle of text shows every character once', () => {
    const moves = fc.array(
      fc.oneof(
        fc.constant<Doing>({ do: 'move' }),
        fc.constant<Doing>({ do: 'append', id: 'a', text: 'ab' }),
        fc.record({
          do: fc.constantFrom('serve' as const, 'deliver' as const),
          link: fc.integer({ min: 0, max: 1 }),
          count: fc.integer({ min: 1, max: 3 }),
        }),
      ),
      { maxLength: 80 },
    );
    fc.assert(
      fc.property(moves, fc.boolean(), (script, merges) => {
        const scene = started(undefined);
        heal(scene.world);
        scene.world.merges(merges);
        play(scene, script);
        expect(scene.stream.health()).toMatchObject({ status: 'live', reconnects: 0, gaps: 0 });
        heal(scene.world);
        expectInStep(scene);
        expect(scene.stream.health()).toMatchObject({ reconnects: 0, gaps: 0 });
      }),
      { numRuns },
    );
  });

  test('there are never more than two links, and no more of them than reasons', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        const scene = started(undefined);
        play(scene, script);
        const { world } = scene;
        expect(world.mostAlive()).toBeLessThanOrEqual(2);
        expect(world.made()).toBeLessThanOrEqual(1 + 2 * script.length + world.ticks());
      }),
      { numRuns },
    );
  });

  test('I10 timers never run hot, whatever is wrong', () => {
    const minutes = 10;
    fc.assert(
      fc.property(scripts, (script) => {
        const scene = started(undefined);
        play(scene, script);
        const before = scene.world.ticks();
        // Half of what a wait may be at most, on average, and a silence or a patience between two.
        scene.world.pass(minutes * 60_000);
        expect(scene.world.ticks() - before).toBeLessThanOrEqual(30 + 8 * minutes);
      }),
      { numRuns },
    );
  });

  test('I10 a stream in step is looked after no more often than there are beats', () => {
    const scene = started(undefined);
    heal(scene.world);
    const before = scene.world.ticks();
    heal(scene.world);
    expect(scene.world.ticks() - before).toBeLessThanOrEqual(20);
  });

  test.each([
    { ms: 5 * hour, most: 1, name: 'set forward, or a long sleep, costs one connection' },
    { ms: -30 * hour, most: 0, name: 'set back costs none' },
  ])('a clock that is $name', ({ ms, most }) => {
    const scene = started(undefined);
    heal(scene.world);
    const made = scene.world.made();
    scene.world.jump(ms);
    scene.stream.wake();
    scene.world.pass(14_000);
    heal(scene.world);
    expectInStep(scene);
    expect(scene.world.made() - made).toBe(most);
  });

  test('a clock that is set back while a stream waits leaves it waiting no longer than before', () => {
    const { world, stream } = started(undefined);
    heal(world);
    world.cut(0);
    expect(stream.health().status).toBe('waiting');
    world.jump(-30 * hour);
    stream.follow('session/b', { snapshot() {}, events() {} });
    world.pass(30_000);
    world.serve(0, all);
    expect(stream.health().status).not.toBe('waiting');
  });
});
