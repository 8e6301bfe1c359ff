/** The statistics behind the figures. */
import { expect, test } from 'vitest';
import { clockOffset, median, percentile, repeatable } from './statistics';

test('a percentile is always a value that was measured, whatever the order it came in', () => {
  const values = [50, 10, 40, 20, 30];
  expect(percentile(values, 0.5)).toBe(30);
  expect(percentile(values, 0.95)).toBe(50);
  expect(percentile(values, 0)).toBe(10);
  expect(percentile(values, 1)).toBe(50);
  expect(values).toEqual([50, 10, 40, 20, 30]);
});

test('of 100 samples, the p95 leaves exactly five above it', () => {
  const values = Array.from({ length: 100 }, (_, n) => n + 1);
  expect(percentile(values, 0.95)).toBe(95);
});

test('of an even number of values, the median lies between the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([9, 1, 5])).toBe(5);
});

test('nothing measured has no percentile and no median', () => {
  expect(() => percentile([], 0.5)).toThrow('nothing');
  expect(() => median([])).toThrow('nothing');
});

test('two clocks are compared by the exchange that came back fastest', () => {
  const exchanges = [
    { asked: 1_000, answered: 1_040, theirs: 90 },
    { asked: 1_100, answered: 1_102, theirs: 151 },
  ];
  expect(clockOffset(exchanges)).toBe(950);
});

test('the random numbers of the bench are the same in every run', () => {
  const [one, other] = [repeatable(3), repeatable(3)];
  const list = Array.from({ length: 50 }, one);
  expect(Array.from({ length: 50 }, other)).toEqual(list);
  expect(list.every((value) => value >= 0 && value < 1)).toBe(true);
  expect(new Set(list).size).toBeGreaterThan(40);
});
