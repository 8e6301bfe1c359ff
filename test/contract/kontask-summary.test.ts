/** A kontask as the index channel tells it. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { summaryOfKontask } from '../../preload/contract/kontask-summary';
import { limits } from '../../preload/contract/limits';
import { type Kontask, kontaskSummary } from '../../preload/contract/shapes';

test('a summary has the short fields, and labels in place of choices', () => {
  const kontask: Kontask = {
    ...{ id: 'k', type: 'general', status: 'completed', title: 'T', description: 'D' },
    context: {
      ...{ output: 'long', requestId: 't1', turnTiming: { totalMs: 5, own: 'x' } },
      choices: [{ label: 'Yes', value: 'Do it.', primary: true }],
      chosen: { value: 'Do it.', label: 'Yes', by: 'me', at: '2026-01-01T00:00:00Z' },
    },
    ...{ createdBy: 'claude', tags: ['a'], unknown: 1 },
  };
  expect(summaryOfKontask(kontask, 3)).toEqual({
    ...{ id: 'k', rev: 3, type: 'general', status: 'completed', title: 'T', description: 'D' },
    ...{ createdBy: 'claude', tags: ['a'], requestId: 't1', timing: { totalMs: 5 } },
    ...{ choices: [{ label: 'Yes', primary: true }], chosen: 'Yes' },
  });
});

const text = (maxLength: number) =>
  fc.oneof(
    fc.string({ minLength: 1, maxLength, unit: 'binary' }),
    fc.nat(maxLength).map((n) => '\u0001'.repeat(n + 1).slice(0, maxLength)),
    fc.constant('漢'.repeat(maxLength)),
  );

test('a summary is within its bound whatever a kontask says, and keeps what a list cannot do without', () => {
  const kontask = fc.record({
    ...{
      id: fc.constant('漢'.repeat(64)),
      type: text(100),
      status: fc.constant('pending' as const),
    },
    ...{ title: text(500), description: text(20_000), createdBy: text(200), scope: text(200) },
    ...{ targetUser: text(200), createdAt: text(64), updatedAt: text(64), requestId: text(200) },
    tags: fc.array(text(100), { maxLength: 100 }),
    context: fc.record({
      choices: fc.array(fc.record({ label: text(200), value: text(50) }), { maxLength: 50 }),
      turnTiming: fc.record({ totalMs: fc.double({ noNaN: true, noDefaultInfinity: true }) }),
    }),
  });
  fc.assert(
    fc.property(kontask, (one) => {
      const summary = summaryOfKontask(one, 1);
      expect(Buffer.byteLength(JSON.stringify(summary))).toBeLessThanOrEqual(
        limits.indexSummaryBytes,
      );
      expect(kontaskSummary.safeParse(summary).success).toBe(true);
      expect(summary.title.length).toBeGreaterThan(0);
    }),
    { numRuns: 100 },
  );
});
