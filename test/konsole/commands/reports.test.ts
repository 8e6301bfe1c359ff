/** `turn.explain` and `usage.totals` through the engine's front door. */
import { expect, test } from 'vitest';
import { localDays } from '../../../main/konsole/diagnostics/local-days';
import { pricesAsOf } from '../../../main/konsole/providers/catalogue';
import type { Timing } from '../../../preload/contract/shapes';
import { device, openTested, type Tested } from '../support/konsole';

async function answered(konsole: Tested, text = 'Hello') {
  const { session } = await konsole.ask('session.create', { kind: 'chat', model: 'demo/fast' });
  const { turn } = await konsole.ask('turn.send', { session: session.id, text });
  return { session: session.id, turn: await konsole.finished(session.id, turn) };
}

test('a finished turn is explained by the figures it ended with, by its id or as the last one', async () => {
  const konsole = await openTested();
  const { session, turn } = await answered(konsole);
  const { lines, facts } = await konsole.ask('turn.explain', { session });
  expect(lines[0]).toMatch(/^This turn took [\d.]+ s\.$/);
  expect(facts).toMatchObject({ turn: turn.id, status: 'completed', timing: turn.timing });
  expect(facts['usage']).toEqual(turn.usage);
  expect(await konsole.answer('turn.explain', { session, turn: turn.id }, device)).toEqual({
    ok: true,
    result: { lines, facts },
  });
  const more = await konsole.ask('turn.send', { session, text: 'And more' });
  await konsole.finished(session, more.turn);
  const last = await konsole.ask('turn.explain', { session });
  expect(last.facts).toMatchObject({ turn: more.turn });
  const earlier = await konsole.ask('turn.explain', { session, turn: turn.id });
  expect(earlier.facts).toEqual(facts);
});

test('what runs is explained so far; what waits, or is not there, is told in words', async () => {
  const konsole = await openTested();
  const { session } = await konsole.ask('session.create', { kind: 'chat', model: 'demo/slow' });
  const ask = { session: session.id };
  expect(await konsole.answer('turn.explain', ask)).toMatchObject({
    code: 'not-found',
    message: 'Nothing has run in this session yet. Send a message first.',
  });
  const running = await konsole.ask('turn.send', { ...ask, text: 'A long one' });
  await konsole.seen(session.id, ({ type }) => type === 'block.opened');
  const waiting = await konsole.ask('turn.send', { ...ask, text: 'Next' });
  const { lines, facts } = await konsole.ask('turn.explain', ask);
  expect(lines[0]).toMatch(/^This turn has been running for [\d.]+ s\.$/);
  expect(facts).toMatchObject({ turn: running.turn, status: 'running' });
  expect((facts['timing'] as Timing).totalMs).toBeGreaterThan(0);
  expect(await konsole.answer('turn.explain', { ...ask, turn: waiting.turn })).toMatchObject({
    code: 'not-found',
    message: expect.stringContaining('still waits in the queue'),
  });
  expect(await konsole.answer('turn.explain', { ...ask, turn: 'none' })).toMatchObject({
    code: 'not-found',
    message: expect.stringContaining('not in the session'),
  });
  expect(await konsole.answer('turn.explain', { session: 'none' })).toMatchObject({
    code: 'not-found',
  });
  await konsole.ask('turn.interrupt', ask);
  await konsole.finished(session.id, running.turn);
  expect((await konsole.ask('turn.explain', ask)).lines[0]).toMatch(/^This turn was interrupted/);
});

test('totals are by session and by day, say the date of the prices, and outlive a deletion', async () => {
  const konsole = await openTested();
  expect(await konsole.ask('usage.totals', {})).toEqual({ days: [], pricesAsOf });
  const one = await answered(konsole);
  const two = await answered(konsole);
  const [today] = localDays(Date.now(), 1);
  const { session, days } = await konsole.ask('usage.totals', { session: one.session });
  expect(session).toMatchObject({
    ...{ turns: 1, unpriced: 1, costUsd: 0 },
    inputTokens: one.turn.usage?.inputTokens,
    outputTokens: one.turn.usage?.outputTokens,
  });
  const tokens = (one.turn.usage?.outputTokens ?? 0) + (two.turn.usage?.outputTokens ?? 0);
  expect(days).toMatchObject([{ day: today?.day, turns: 2, outputTokens: tokens }]);

  await konsole.ask('session.delete', { session: one.session });
  expect(await konsole.answer('usage.totals', { session: one.session })).toMatchObject({
    code: 'not-found',
    message: 'This session does not exist (any more).',
  });
  expect((await konsole.ask('usage.totals', { days: 1 })).days).toEqual(days);
  await konsole.ask('session.restore', { session: one.session });
  const back = await konsole.ask('usage.totals', { session: one.session });
  expect(back).toEqual({ session, days, pricesAsOf });
});

test('days further back than asked for are left out', async () => {
  let now = Date.now();
  const konsole = await openTested({ clock: { now: () => now } });
  const { turn } = await answered(konsole);
  expect(turn.status).toBe('completed');
  now += 40 * 24 * 60 * 60 * 1_000;
  expect((await konsole.ask('usage.totals', {})).days).toEqual([]);
  expect((await konsole.ask('usage.totals', { days: 60 })).days).toMatchObject([{ turns: 1 }]);
  for (const days of [0, 367, 1.5]) {
    expect(await konsole.answer('usage.totals', { days })).toMatchObject({ code: 'invalid' });
  }
});
