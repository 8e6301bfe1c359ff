/** Figures in words: against the baseline, against what must be reached, and what fails the run. */
import { expect, test } from 'vitest';
import { compareWith, lostGround, reachWords, valueText } from './compare';
import type { FigureSpec } from './figures';

const shortcut: FigureSpec = {
  id: 'shortcut.p95',
  of: 'shortcut',
  words: 'shortcut to typable p95',
  unit: 'ms',
  better: 'less',
  limit: 50,
  noise: 0.15,
  floor: 2,
};
const appends: FigureSpec = {
  ...shortcut,
  id: 'journal.appends',
  words: 'batched appends',
  unit: 'events/s',
  better: 'more',
  limit: 50_000,
  floor: 2_000,
};
const memory: FigureSpec = { ...shortcut, unit: 'MB', limit: 350, noise: 0.05 };

test('a value is written with as many digits as say something', () => {
  expect(valueText(1234.4, 'ms')).toBe('1234 ms');
  expect(valueText(41.04, 'ms')).toBe('41.0 ms');
  expect(valueText(3.456, 'ms')).toBe('3.46 ms');
  expect(valueText(121_090.6, 'events/s')).toBe('121 091 events/s');
  expect(valueText(1.86, 'times')).toBe('1.86 ×');
  expect(valueText(0.41, '% of a core')).toBe('0.41 % of a core');
});

test('a small change is told and called noise', () => {
  expect(compareWith(shortcut, 41, 38)).toEqual({
    words: 'was 38.0 ms: 7.9 % slower, within noise',
    verdict: 'same',
  });
  expect(compareWith(shortcut, 38, 38).words).toBe('was 38.0 ms: the same');
});

test('a change beyond noise says in which direction', () => {
  expect(compareWith(shortcut, 76, 38)).toEqual({
    words: 'was 38.0 ms: 100 % slower, worse beyond noise',
    verdict: 'worse',
  });
  expect(compareWith(shortcut, 19, 38).words).toContain('50 % faster, better beyond noise');
  expect(compareWith(memory, 300, 200).words).toContain('50 % more, worse beyond noise');
});

test('where more is better, a smaller value is worse', () => {
  expect(compareWith(appends, 30_000, 60_000)).toEqual({
    words: 'was 60 000 events/s: 50 % slower, worse beyond noise',
    verdict: 'worse',
  });
  expect(compareWith(appends, 90_000, 60_000).verdict).toBe('better');
});

test('a tiny figure may double within its floor', () => {
  expect(compareWith(shortcut, 2, 1).verdict).toBe('same');
  expect(compareWith(shortcut, 2, 0).words).toBe('was 0.00 ms: slower, within noise');
});

test('what must be reached is told with its distance', () => {
  expect(reachWords(shortcut, 41)).toBe('reached (at most 50.0 ms), 9.00 ms, 18 % to spare');
  expect(reachWords(shortcut, 60)).toBe('NOT reached (at most 50.0 ms), missed by 10.0 ms, 20 %');
  expect(reachWords(appends, 40_000)).toBe(
    'NOT reached (at least 50 000 events/s), missed by 10 000 events/s, 20 %',
  );
  expect(reachWords(appends, 50_000)).toContain('reached (at least 50 000 events/s)');
  const { limit: _limit, ...free } = shortcut;
  expect(reachWords(free, 60)).toBeUndefined();
});

test('a figure that the baseline reached and that is now clearly missed fails the run, and says why', () => {
  const lost = lostGround([shortcut], { 'shortcut.p95': 60 }, { 'shortcut.p95': 40 });
  expect(lost).toHaveLength(1);
  expect(lost[0]).toContain(
    'shortcut to typable p95: 60.0 ms; the baseline reached it with 40.0 ms',
  );
  expect(lost[0]).toContain('noise margin of 7.50 ms');
});

test.each([
  ['it is missed within its noise margin', 57, 40],
  ['the baseline did not reach it either', 90, 60],
  ['it is slower than the baseline and still reached', 50, 10],
])('the run does not fail when %s', (_why, now, was) => {
  expect(lostGround([shortcut], { 'shortcut.p95': now }, { 'shortcut.p95': was })).toEqual([]);
});

test('what was not measured, or is not in the baseline, fails nothing', () => {
  expect(lostGround([shortcut], {}, { 'shortcut.p95': 40 })).toEqual([]);
  expect(lostGround([shortcut], { 'shortcut.p95': 90 }, {})).toEqual([]);
});

test('where more is better, too little fails the run', () => {
  const baseline = { 'journal.appends': 80_000 };
  expect(lostGround([appends], { 'journal.appends': 30_000 }, baseline)).toHaveLength(1);
  expect(lostGround([appends], { 'journal.appends': 48_500 }, baseline)).toEqual([]);
});
