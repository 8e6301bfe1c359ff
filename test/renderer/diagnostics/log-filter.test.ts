import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../../../preload/contract/shapes';
import {
  marked,
  matches,
  questionOf,
  wordsOf,
} from '../../../renderer/features/diagnostics/log-filter';
import { whenOf, wholeOf } from '../../../renderer/features/diagnostics/log-text';

const record: LogRecord = {
  n: 7,
  at: new Date(2026, 10, 28, 11, 58, 2, 114).getTime(),
  level: 'warn',
  area: 'transport',
  session: 's1',
  message: 'WebSocket closed',
  fields: { code: 1009, reason: 'message too big' },
};

describe('a record matches', () => {
  it('when every word is in its line, in any order and case', () => {
    expect(matches(record, wordsOf('1009 websocket'))).toBe(true);
    expect(matches(record, wordsOf('TRANSPORT code=1009 too'))).toBe(true);
    expect(matches(record, wordsOf('websocket 1011'))).toBe(false);
    expect(matches(record, wordsOf('   '))).toBe(true);
  });

  it('by the time that is shown', () => {
    expect(matches(record, wordsOf('11:58:02'))).toBe(true);
  });
});

describe('the konsole is asked', () => {
  it('for the longest word that reads the same in JSON', () => {
    expect(questionOf({ level: 'info', text: 'big message' })).toEqual({
      level: 'info',
      limit: 500,
      text: 'message',
    });
    expect(questionOf({ level: 'info', text: 'code=1009 "quoted" 11:58:02' })).toEqual({
      level: 'info',
      limit: 500,
    });
  });

  it('for what came after the last number, of one area and session', () => {
    expect(questionOf({ level: 'debug', area: 'pool', session: 's1', text: '' }, 41)).toEqual({
      level: 'debug',
      limit: 500,
      area: 'pool',
      session: 's1',
      after: 41,
    });
  });
});

describe('marking', () => {
  it('marks each word wherever it stands and loses no letter', () => {
    const runs = marked('WebSocket closed, socket gone', ['socket']);
    expect(runs.filter((run) => run.mark).map((run) => run.text)).toEqual(['Socket', 'socket']);
    expect(runs.map((run) => run.text).join('')).toBe('WebSocket closed, socket gone');
  });

  it('takes signs of a pattern for themselves', () => {
    expect(marked('a.b (c', ['.', '('])).toEqual([
      { text: 'a', mark: false },
      { text: '.', mark: true },
      { text: 'b ', mark: false },
      { text: '(', mark: true },
      { text: 'c', mark: false },
    ]);
    expect(marked('plain', [])).toEqual([{ text: 'plain', mark: false }]);
  });
});

it('a record of another day tells the day', () => {
  expect(whenOf(record.at, record.at + 60_000)).toBe('11:58:02.114');
  expect(whenOf(record.at, record.at + 24 * 60 * 60_000)).toBe('28 Nov 11:58:02.114');
});

it('all of a record is its JSON, without its number', () => {
  expect(JSON.parse(wholeOf(record))).toEqual({
    at: new Date(record.at).toISOString(),
    level: 'warn',
    area: 'transport',
    session: 's1',
    message: 'WebSocket closed',
    fields: { code: 1009, reason: 'message too big' },
  });
});
