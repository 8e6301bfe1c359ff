import { describe, expect, it } from 'vitest';
import {
  age,
  count,
  dollars,
  duration,
  price,
  seconds,
  stepDuration,
  tokens,
} from '../../../renderer/ui/format';
import { keysOf } from '../../../renderer/ui/kbd';
import { fileName } from '../../../renderer/features/sessions/session-actions';
import { fieldsText, lineOf } from '../../../renderer/features/diagnostics/log-text';

describe('what a person reads', () => {
  it('durations have tenths under a minute, and never sixty seconds', () => {
    expect([100, 48_200, 59_990, 221_000, 7_500_000].map(duration)).toEqual([
      '0.1 s',
      '48.2 s',
      '1 m 0 s',
      '3 m 41 s',
      '2 h 5 m',
    ]);
    expect(seconds(6_900)).toBe('6 s');
    expect(duration(-5)).toBe('0.0 s');
  });

  it('the price of an answer is fine enough to be compared with another', () => {
    expect([0, 0.00004, 0.0021, 0.0487, 0.1, 1.234].map(price)).toEqual([
      '$0.00',
      '< $0.0001',
      '$0.0021',
      '$0.0487',
      '$0.10',
      '$1.23',
    ]);
  });

  it('a step under a tenth of a second has hundredths', () => {
    expect([0, 3, 24, 97, 1240].map(stepDuration)).toEqual([
      '0.0 s',
      '0.01 s',
      '0.02 s',
      '0.1 s',
      '1.2 s',
    ]);
  });

  it('ages go from now over yesterday to a date', () => {
    const now = new Date(2026, 10, 22, 12).getTime();
    const hours = (value: number) => now - value * 60 * 60_000;
    expect(
      [now, hours(0.5), hours(3), hours(20), hours(80), hours(400)].map((at) => age(at, now)),
    ).toEqual(['now', '30 min ago', '3 h ago', 'yesterday', '3 days ago', '5 Nov 2026']);
  });

  it('counts, tokens and money keep to a few digits', () => {
    expect(count(1_204)).toBe('1 204');
    expect([850, 7_600, 76_000, 1_200_000].map(tokens)).toEqual(['850', '7.6 k', '76 k', '1.2 M']);
    expect([0, 0.004, 0.84].map(dollars)).toEqual(['$0.00', '< $0.01', '$0.84']);
  });

  it('an accelerator becomes the keys of this computer', () => {
    expect(keysOf('CommandOrControl+Shift+Space', false)).toEqual(['Ctrl', 'Shift', 'Space']);
    expect(keysOf('CommandOrControl+Shift+Space', true)).toEqual(['⌘', '⇧', 'Space']);
  });

  it('a title becomes a file name that is one name', () => {
    expect(fileName('../../etc/passwd: why?')).toBe('etc passwd why');
    expect(fileName('///')).toBe('session');
  });

  it('a log record is one line', () => {
    expect(fieldsText({ code: 1009, why: 'too big', none: undefined })).toBe(
      'code=1009 why="too big"',
    );
    const record = { at: 0, level: 'warn', area: 'pool', message: 'died', fields: {} } as const;
    expect(lineOf(record)).toBe('1970-01-01T00:00:00.000Z warn pool died');
  });
});
