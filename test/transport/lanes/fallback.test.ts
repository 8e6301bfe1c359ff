import { describe, expect, test } from 'vitest';
import {
  afterAttempt,
  type Attempt,
  mostFailures,
  patienceMs,
  setTo,
  steadyMs,
  usedBy,
  type Way,
} from '../../../main/transport/lanes/fallback';

const broken: Attempt = {
  transport: 'websocket',
  by: 'transport',
  asked: true,
  inStep: false,
  ms: 20,
  reason: 'refused',
};
const after = (way: Way, ...attempts: Partial<Attempt>[]) =>
  attempts.reduce<Way>(
    (so, attempt) => afterAttempt(so, { ...broken, transport: usedBy(so), ...attempt }),
    way,
  );
const times = (count: number, attempt: Partial<Attempt> = {}) =>
  Array.from({ length: count }, () => attempt);

describe('a lane whose transport', () => {
  test('breaks three times before it was in step goes over to the next, with the last reason', () => {
    const way = after(setTo('websocket'), ...times(mostFailures));
    expect(usedBy(way)).toBe('sse');
    expect(way.wanted).toBe('websocket');
    expect(way.fallen?.why).toContain('refused');
    expect(usedBy(after(way, ...times(mostFailures)))).toBe('direct');
  });

  test('breaks two times keeps it', () => {
    expect(usedBy(after(setTo('websocket'), ...times(mostFailures - 1)))).toBe('websocket');
  });

  test('is in step and breaks within ten seconds has failed too', () => {
    const short = { inStep: true, ms: steadyMs - 1 };
    expect(usedBy(after(setTo('sse'), ...times(mostFailures, short)))).toBe('direct');
  });

  test('held for ten seconds in between is counted anew', () => {
    const held = { inStep: true, ms: steadyMs };
    const attempts = [...times(mostFailures - 1), held, ...times(mostFailures - 1)];
    expect(usedBy(after(setTo('sse'), ...attempts))).toBe('sse');
    expect(usedBy(after(setTo('sse'), ...attempts, {}))).toBe('direct');
  });

  test('is left by its window at once has not failed; left silent for long, it has', () => {
    const left = { by: 'window', ms: patienceMs - 1 } as const;
    expect(after(setTo('sse'), ...times(9, left))).toEqual(setTo('sse'));
    const silent = { by: 'window', ms: patienceMs } as const;
    expect(usedBy(after(setTo('sse'), ...times(mostFailures, silent)))).toBe('direct');
    const idle = { ...silent, asked: false };
    expect(after(setTo('sse'), ...times(9, idle))).toEqual(setTo('sse'));
  });

  test('is the direct one is never given up, and what is no longer used counts for nothing', () => {
    expect(after(setTo('direct'), ...times(9))).toEqual(setTo('direct'));
    const other = { transport: 'sse' } as const;
    expect(after(setTo('websocket'), ...times(9, other))).toEqual(setTo('websocket'));
  });
});
