/** Merging, replaying and reading: whatever the grouping and wherever one begins, the state is the same. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { append } from '../../preload/contract/block-state';
import type { KonsoleEvent, SessionEvent } from '../../preload/contract/events';
import { merge, mergePair } from '../../preload/contract/merge';
import { judge } from '../../preload/contract/reader';
import { emptySession, reduceSession } from '../../preload/contract/session-state';
import { sessionEvents } from './session-events';

const fold = (events: readonly KonsoleEvent[], from = emptySession('s')) =>
  (events as SessionEvent[]).reduce(reduceSession, from);

/** Cuts a list into groups of the given sizes, over and over. */
function groups<Item>(items: readonly Item[], sizes: readonly number[]): Item[][] {
  const cut: Item[][] = [];
  for (let at = 0, n = 0; at < items.length; n += 1) {
    const size = Math.max(1, sizes[n % Math.max(1, sizes.length)] ?? 1);
    cut.push(items.slice(at, at + size));
    at += size;
  }
  return cut;
}

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });

describe('merging', () => {
  test('I1: reduce(merged) equals reduce(raw), whatever is merged with what', () => {
    fc.assert(
      fc.property(sessionEvents, sizes, (events, cut) => {
        const merged = groups(events, cut).flatMap(merge);
        expect(fold(merged)).toEqual(fold(events));
        expect(fold(merge(merged))).toEqual(fold(events));
      }),
    );
  });

  test('I1: merged events cover every seq once, in order', () => {
    fc.assert(
      fc.property(sessionEvents, sizes, (events, cut) => {
        const covered = groups(events, cut)
          .flatMap(merge)
          .flatMap((event) => {
            const first = event.first ?? event.seq;
            return Array.from({ length: event.seq - first + 1 }, (_, n) => first + n);
          });
        expect(covered).toEqual(events.map((event) => event.seq));
      }),
    );
  });

  test('appends to other blocks, of other channels, or with a gap do not merge', () => {
    const left = { type: 'block.appended', at: 1, pos: 1, seq: 1, channel: 'session/s' } as const;
    const one = { ...left, block: 'b', off: 0, text: 'ab' };
    const two = { ...one, pos: 2, seq: 2, off: 2 };
    expect(mergePair(one, two)).toMatchObject({ first: 1, seq: 2, pos: 2, text: 'abab' });
    expect(mergePair(one, { ...two, block: 'c' })).toBeUndefined();
    expect(mergePair(one, { ...two, channel: 'session/x' })).toBeUndefined();
    expect(mergePair(one, { ...two, seq: 3 })).toBeUndefined();
    expect(mergePair(one, { ...two, off: 3 })).toBeUndefined();
  });
});

describe('reading', () => {
  test('I1: a replay from any cursor, merged any way, yields the same state', () => {
    fc.assert(
      fc.property(sessionEvents, sizes, fc.nat(), fc.nat(), (events, cut, a, b) => {
        const known = a % (events.length + 1);
        const cursor = b % (known + 1);
        let state = fold(events.slice(0, known));
        // Merged before it reaches the reader: a run may begin before what it knows and end after it.
        for (const event of groups(events.slice(cursor), cut).flatMap(merge)) {
          const verdict = judge({ pos: state.pos, seq: state.seq }, event);
          expect(verdict).not.toBe('hole');
          if (verdict === 'apply') state = fold([event], state);
        }
        expect(state).toEqual(fold(events));
      }),
    );
  });

  test('I1: an event that is missing is noticed before anything after it is applied', () => {
    fc.assert(
      fc.property(sessionEvents, sizes, fc.nat(), (events, cut, a) => {
        const missing = a % events.length;
        const arriving = [
          ...groups(events.slice(0, missing), cut).flatMap(merge),
          ...groups(events.slice(missing + 1), cut).flatMap(merge),
        ];
        let place = { pos: 0, seq: 0 };
        let noticed = false;
        for (const event of arriving) {
          const verdict = judge(place, event);
          if (verdict === 'hole') {
            noticed = true;
            break;
          }
          expect(verdict).toBe('apply');
          place = { pos: event.pos, seq: event.seq };
        }
        expect(noticed).toBe(missing < events.length - 1);
        if (noticed) expect(place.seq).toBe(missing);
      }),
    );
  });

  test('an append that overlaps is trimmed by its offset, from any offset on', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(), fc.nat(), fc.nat(), (text, a, b, c) => {
        const known = a % (text.length + 1);
        const off = b % (text.length + 1);
        const end = off + (c % (text.length - off + 1));
        const block = { id: 'b', kind: 'text' as const, text: text.slice(0, known) };
        const after = append(block, off, text.slice(off, end));
        const expected = off > known ? known : Math.max(known, end);
        expect(after.text).toBe(text.slice(0, expected));
      }),
    );
  });
});
