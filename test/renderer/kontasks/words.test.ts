import { describe, expect, it } from 'vitest';
import {
  dateWords,
  exactDate,
  exactDuration,
  fieldName,
  inSeconds,
  timeParts,
} from '../../../renderer/features/kontasks/page/words';

describe('dates', () => {
  it('are written with the month as a word and the clock that a person has', () => {
    const written = '2026-01-05T01:49:33.988Z';
    expect(dateWords(written, true, 'Australia/Brisbane')).toBe('5 Jan 2026, 11:49 am');
    expect(dateWords(written, false, 'Australia/Brisbane')).toBe('5 Jan 2026, 11:49');
    expect(exactDate(written)).toBe(written);
  });

  it('in any zone name the instant beside what was written', () => {
    expect(exactDate('2026-01-05T11:49:33+10:00')).toBe(
      '2026-01-05T01:49:33.000Z, written as 2026-01-05T11:49:33+10:00',
    );
  });

  it('that are none stay as they are', () => {
    expect(dateWords('next week')).toBe('next week');
    expect(exactDate('next week')).toContain('No date');
  });
});

describe('durations', () => {
  it.each([
    [0, '0.0 s'],
    [51_640, '51.6 s'],
    [59_960, '1 m 0.0 s'],
    [771_637, '12 m 51.6 s'],
    [7_503_100, '2 h 5 m 3.1 s'],
    [-5, '0.0 s'],
  ])('%i ms is %s', (ms, words) => {
    expect(exactDuration(ms)).toBe(words);
  });

  it('are told in seconds too', () => {
    expect(inSeconds(771_637)).toBe('771.6 s');
  });
});

describe('the parts of a time', () => {
  const pcts = (timing: Parameters<typeof timeParts>[0]) =>
    timeParts(timing).map(({ name, pct }) => `${name} ${pct}`);

  it('are as they are written', () => {
    const timing = { totalMs: 771_637, ttfePct: 1, thinkingPct: 95, toolsPct: 4 };
    expect(pcts(timing)).toEqual(['First event 1', 'Thinking 95', 'Tools 4']);
  });

  it('are reckoned where only durations are there, and the rest is named', () => {
    expect(pcts({ totalMs: 1000, ttfeMs: 100, toolExecutionMs: 500 })).toEqual([
      'First event 10',
      'Tools 50',
      'Other 40',
    ]);
  });

  it('are none where nothing but the total is known', () => {
    expect(pcts({ totalMs: 1000 })).toEqual([]);
    expect(pcts({ totalMs: 0, ttfeMs: 0 })).toEqual([]);
  });
});

it('fields have names, unknown ones their own', () => {
  expect(fieldName('context.output')).toBe('output');
  expect(fieldName('toString')).toBe('toString');
});
