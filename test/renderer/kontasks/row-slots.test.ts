import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSlots } from '../../../renderer/features/kontasks/list/row-slots';

test('another answer is drawn by the same elements, in the same order', () => {
  const slots = createSlots();
  expect([...slots(['a', 'b', 'c']).values()]).toEqual([0, 1, 2]);
  expect([...slots(['x', 'y']).values()]).toEqual([0, 1]);
  // The third element went with its row.
  expect([...slots(['p', 'q', 'r']).values()]).toEqual([0, 1, 3]);
});

test('who stays keeps the element, and who has the focus gives it to nobody', () => {
  const slots = createSlots();
  slots(['a', 'b', 'c']);
  expect(slots(['c', 'x', 'a'])).toEqual(
    new Map([
      ['c', 2],
      ['x', 1],
      ['a', 0],
    ]),
  );
  expect(slots(['y', 'z'], 'c').get('y')).not.toBe(2);
  expect(slots(['y', 'z'], 'c').get('z')).not.toBe(2);
  expect(slots(['c', 'y'], 'c').get('c')).toBe(2);
});

test('no two rows ever share an element, and who stays never changes it', () => {
  const ids = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { maxLength: 8 });
  const round = fc.record({
    ids,
    pinned: fc.option(fc.constantFrom(...'abc'), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(round, { maxLength: 12 }), (rounds) => {
      const slots = createSlots();
      let before: ReadonlyMap<string, number> = new Map();
      for (const { ids: here, pinned } of rounds) {
        const now = slots(here, pinned);
        expect([...now.keys()]).toEqual(here);
        expect(new Set(now.values()).size).toBe(here.length);
        for (const [id, slot] of before) if (now.has(id)) expect(now.get(id)).toBe(slot);
        // A render that is thrown away and done again ends the same.
        expect(slots(here, pinned)).toEqual(now);
        before = now;
      }
    }),
    { numRuns: 500 },
  );
});
