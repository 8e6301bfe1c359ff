/** A snapshot is within its bound, keeps what still runs, and can be folded on from. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../preload/contract/events';
import { limits } from '../../preload/contract/limits';
import {
  emptySession,
  reduceSession,
  type SessionState,
} from '../../preload/contract/session-state';
import type { Block, Turn } from '../../preload/contract/shapes';
import { snapshotOf } from '../../preload/contract/snapshot';
import { sessionEvents } from './session-events';

const bytes = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
const fold = (events: readonly SessionEvent[], from: SessionState = emptySession('s')) =>
  events.reduce(reduceSession, from);

/** A character that takes as much room in JSON as one can. */
const texts = ['a', '漢', '😀', '\u0001', '\ud800'];

const bigBlock: fc.Arbitrary<Block> = fc.record({
  id: fc.uuid(),
  kind: fc.constantFrom('thinking' as const, 'text', 'tool', 'output'),
  text: fc.tuple(fc.constantFrom(...texts), fc.nat(60_000)).map(([text, n]) => text.repeat(n)),
  closed: fc.boolean(),
  input: fc
    .tuple(fc.constantFrom(...texts), fc.nat(3_000))
    .map(([text, n]) => ({ path: text.repeat(n) })),
  opaque: fc.record({ signature: fc.string({ maxLength: 500 }) }),
});

const bigTurn: fc.Arbitrary<Turn> = fc.record({
  id: fc.uuid(),
  text: fc.tuple(fc.constantFrom(...texts), fc.nat(40_000)).map(([text, n]) => text.repeat(n)),
  status: fc.constantFrom('running' as const, 'completed'),
  blocks: fc.array(bigBlock, { maxLength: 6 }),
  steered: fc.array(
    fc.record({
      text: fc.tuple(fc.constantFrom(...texts), fc.nat(40_000)).map(([text, n]) => text.repeat(n)),
      at: fc.constant(1),
    }),
    { maxLength: limits.turnSteers },
  ),
});

const bigState: fc.Arbitrary<SessionState> = fc
  .record({
    turns: fc.array(bigTurn, { maxLength: 3 }),
    queue: fc.array(
      fc.record({
        turn: fc.uuid(),
        text: fc.constantFrom(...texts).map((text) => text.repeat(9_000)),
      }),
      { maxLength: 50 },
    ),
    approvals: fc.array(
      fc.record({
        id: fc.uuid(),
        turn: fc.uuid(),
        block: fc.uuid(),
        tool: fc.constant('edit'),
        summary: fc.constant('edit a file'),
        diff: fc.constantFrom(...texts).map((text) => text.repeat(30_000)),
        risk: fc.constant('low' as const),
        requestedAt: fc.constant(1),
      }),
      { maxLength: 3 },
    ),
  })
  .map((parts) => ({ ...emptySession('s'), ...parts }));

describe('the bound', () => {
  test('I9: a snapshot of any state is within its bound, by bytes of JSON, and keeps its last turn', () => {
    fc.assert(
      fc.property(bigState, (state) => {
        const snapshot = snapshotOf(state, limits.snapshotBytes);
        expect(bytes(snapshot)).toBeLessThanOrEqual(limits.snapshotBytes);
        expect(snapshot.turns.at(-1)?.id).toBe(state.turns.at(-1)?.id);
        expect(JSON.stringify(snapshot)).not.toContain('signature');
        const [first] = snapshot.turns;
        if (snapshot.turns.length < state.turns.length) expect(snapshot.before).toBe(first?.id);
      }),
      { numRuns: 20 },
    );
  });

  test('a short session is in its snapshot whole, but for the sealed data', () => {
    fc.assert(
      fc.property(sessionEvents, (events) => {
        const state = fold(events);
        expect(snapshotOf(state, limits.snapshotBytes)).toEqual(state);
      }),
    );
  });

  test('a turn of thousands of small blocks keeps its latest and those that are open', () => {
    const blocks = Array.from({ length: 8_000 }, (_, n) => ({
      id: `b${n}`,
      kind: 'tool' as const,
      text: 'x'.repeat(100),
      closed: n !== 5,
    }));
    const turn: Turn = { id: 't', text: 'q', status: 'running', blocks };
    const snapshot = snapshotOf({ ...emptySession('s'), turns: [turn] }, limits.snapshotBytes);
    expect(bytes(snapshot)).toBeLessThanOrEqual(limits.snapshotBytes);
    const ids = snapshot.turns[0]?.blocks.map((block) => block.id) ?? [];
    expect(ids[0]).toBe('b5');
    expect(ids.at(-1)).toBe('b7999');
  });

  test('what was cut once and is cut again says how much is missing in all', () => {
    const text = 'abcdefgh'.repeat(10_000);
    const turn: Turn = {
      id: 't',
      text,
      status: 'running',
      blocks: [{ id: 'b', kind: 'text', text, closed: true }],
    };
    const state = { ...emptySession('s'), turns: [turn], queue: [{ turn: 'q', text }] };
    const once = snapshotOf(state, limits.snapshotBytes);
    const twice = snapshotOf(once, 12_000);
    const [cut] = twice.turns;
    expect((cut?.text.length ?? 0) + (cut?.cut ?? 0)).toBe(text.length);
    const block = cut?.blocks[0];
    expect(text.slice(block?.from)).toBe(block?.text);
    const [queued] = twice.queue;
    expect((queued?.text.length ?? 0) + (queued?.cut ?? 0)).toBe(text.length);
  });
});

describe('folding on', () => {
  /** Every text of the cut state is the end of the whole one. */
  function expectSameEnd(cut: SessionState, whole: SessionState): void {
    expect(cut.session).toEqual(whole.session);
    expect(cut.queue).toEqual(whole.queue);
    expect(cut.approvals).toEqual(whole.approvals);
    expect([cut.seq, cut.pos]).toEqual([whole.seq, whole.pos]);
    expect(cut.turns.at(-1)?.id).toBe(whole.turns.at(-1)?.id);
    for (const turn of cut.turns) {
      const full = whole.turns.find((other) => other.id === turn.id);
      expect({ ...turn, blocks: [] }).toEqual({ ...full, blocks: [] });
      for (const block of turn.blocks) {
        const { text = '', ...rest } = full?.blocks.find((other) => other.id === block.id) ?? {};
        const { from, text: end, ...plain } = block;
        expect(end).toBe(text.slice(from ?? 0));
        expect(plain).toEqual(rest);
      }
    }
  }

  test('I1: events folded on from a snapshot give the same end as all events folded', () => {
    fc.assert(
      fc.property(sessionEvents, fc.nat(), fc.constantFrom(3_000, 6_000), (events, at, max) => {
        const cut = at % (events.length + 1);
        // Longer texts than a host would send, so that something must be cut.
        const long = events.map((event) =>
          event.type === 'block.appended'
            ? { ...event, off: event.off * 50, text: event.text.repeat(50) }
            : event,
        );
        const from = snapshotOf(fold(long.slice(0, cut)), max);
        expectSameEnd(fold(long.slice(cut), from), fold(long));
      }),
    );
  });
});
