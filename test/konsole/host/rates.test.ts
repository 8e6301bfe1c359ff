/** What a provider said of its limits is respected: nobody is asked for what is not left. */
import { describe, expect, it } from 'vitest';
import { createRates } from '../../../main/konsole/host/rates';
import { readFromHost } from '../../../main/konsole/pool/from-host';
import type { ModelEvent, ProviderAdapter } from '../../../main/konsole/providers/types';
import type { RateLimit } from '../../../preload/contract/shapes';
import { tool } from '../providers/contract/look-tool';
import { type FakeClock, makeClock, makeTestHost, settle, textOf } from './support';

const call: ModelEvent[] = [
  { type: 'open', index: 0, kind: 'tool', name: 'look' },
  { type: 'delta', index: 0, text: '{"at":"home"}' },
  { type: 'close', index: 0 },
  { type: 'stop', reason: 'tools' },
];
const words = (text: string): ModelEvent[] => [
  { type: 'open', index: 0, kind: 'text' },
  { type: 'delta', index: 0, text },
  { type: 'close', index: 0 },
  { type: 'stop', reason: 'end' },
];

/** Answers with a call that says what is left, then with words; notes when it was asked. */
function limited(clock: FakeClock, limits: () => RateLimit[]) {
  const asked: number[] = [];
  const adapter: ProviderAdapter = {
    async *stream() {
      asked.push(clock.now());
      await Promise.resolve();
      if (asked.length > 1) yield [{ type: 'first' }, ...words('Done.')];
      else yield [{ type: 'first' }, { type: 'limits', limits: limits() }, ...call];
    },
    models: () => Promise.resolve([]),
    warm: () => Promise.resolve(true),
  };
  return { adapter, asked };
}

const gone = (resetAt: number): RateLimit[] => [
  { what: 'tokens', limit: 1_000, remaining: 400, resetAt: resetAt + 50_000 },
  { what: 'requests', limit: 50, remaining: 0, resetAt },
];

describe('where a provider said that nothing is left', () => {
  it('a turn waits until it has something again, and says so', async () => {
    const clock = makeClock();
    const from = clock.now();
    const { adapter, asked } = limited(clock, () => gone(from + 7_000));
    const host = makeTestHost({ adapter, clock, tools: [tool] });
    const over = host.start();
    const retrying = await host.until(({ type }) => type === 'turn.retrying');
    expect(retrying).toMatchObject({ delayMs: 7_000 });
    expect(retrying.type === 'turn.retrying' && retrying.reason).toContain('no requests are left');
    expect(asked).toHaveLength(1);
    await clock.advance(6_999);
    await settle();
    expect(asked).toHaveLength(1);
    await clock.advance(1);
    const { status, timing } = await over;
    expect(status).toBe('completed');
    expect(asked).toEqual([from, from + 7_000]);
    expect(timing.retryMs).toBe(7_000);
  });

  it('a pause that is too long is not waited for: the provider says itself what it thinks', async () => {
    const clock = makeClock();
    const { adapter, asked } = limited(clock, () => gone(clock.now() + 3_600_000));
    const host = makeTestHost({ adapter, clock, tools: [tool] });
    expect((await host.run()).status).toBe('completed');
    expect(asked).toHaveLength(2);
  });

  it('a quick turn asks somebody else at once', async () => {
    const clock = makeClock();
    const { adapter, asked } = limited(clock, () => gone(clock.now() + 7_000));
    const other: ProviderAdapter = {
      ...adapter,
      async *stream() {
        await Promise.resolve();
        yield [{ type: 'first' }, ...words('From the other.')];
      },
    };
    const host = makeTestHost({
      adapterOf: ({ id }) => (id === 'other' ? other : adapter),
      clock,
      tools: [tool],
    });
    const provider = { id: 'other', kind: 'anthropic', key: 'k' };
    const alternatives = [{ name: 'other/m', model: 'm', provider }];
    expect((await host.run({ kind: 'chat', alternatives })).status).toBe('completed');
    expect(asked).toHaveLength(1);
    expect(textOf(host.turn())).toBe('From the other.');
    const moved = host.events.find(({ type }) => type === 'turn.moved');
    expect(moved?.type === 'turn.moved' && moved.reason).toContain('no requests are left');
  });

  it('a stop ends the wait', async () => {
    const clock = makeClock();
    const { adapter, asked } = limited(clock, () => gone(clock.now() + 50_000));
    const host = makeTestHost({ adapter, clock, tools: [tool] });
    const over = host.start();
    await host.until(({ type }) => type === 'turn.retrying');
    host.orders.take({ t: 'interrupt', turn: 'turn00000001' });
    expect((await over).status).toBe('interrupted');
    expect(asked).toHaveLength(1);
  });
});

it('the engine is told what is left, and takes it as data', async () => {
  const clock = makeClock();
  const { adapter } = limited(clock, () => gone(clock.now() + 3_600_000));
  const host = makeTestHost({ adapter, clock, tools: [tool] });
  await host.run();
  const told = host.messages.find(({ t }) => t === 'limits');
  expect(told).toMatchObject({ t: 'limits', limits: [{ what: 'tokens' }, { what: 'requests' }] });
  expect(readFromHost(told)).toEqual(told);
  expect(readFromHost({ t: 'limits', provider: 'x', limits: [{ what: 1 }] })).toBeUndefined();
  expect(readFromHost({ t: 'limits', provider: 7, limits: [] })).toBeUndefined();
});

it('what another host was told counts as well', async () => {
  const clock = makeClock();
  const from = clock.now();
  const { adapter, asked } = limited(clock, () => []);
  const host = makeTestHost({ adapter, clock, tools: [tool] });
  const over = host.start({ limits: [{ provider: 'anthropic', limits: gone(from + 7_000) }] });
  await host.until(({ type }) => type === 'turn.retrying');
  expect(asked).toHaveLength(0);
  await clock.advance(7_000);
  expect((await over).status).toBe('completed');
  expect(asked[0]).toBe(from + 7_000);
});

it('what came back since is no reason to wait', () => {
  let now = 1_000;
  const rates = createRates(() => now);
  rates.note('a', gone(2_000));
  expect(rates.pause('a')).toEqual({ ms: 1_000, what: 'requests' });
  expect(rates.pause('b')).toBeUndefined();
  now = 2_000;
  expect(rates.pause('a')).toBeUndefined();
});

it('a clock that was set back by years is no reason to wait', () => {
  let now = Date.UTC(2036, 0, 1);
  const rates = createRates(() => now);
  rates.note('a', gone(now + 7_000));
  expect(rates.pause('a')?.ms).toBe(7_000);
  now = Date.UTC(2026, 0, 1);
  expect(rates.pause('a')).toBeUndefined();
});
