/** When a provider's silence is told. */
import { describe, expect, it } from 'vitest';
import { watchSilence } from '../../../main/konsole/host/stall';
import { makeClock } from './support';

function make(idleMs = 600_000) {
  const clock = makeClock();
  const stalls: number[] = [];
  let idle = 0;
  const watch = watchSilence({
    clock,
    stallMs: 20_000,
    idleMs,
    onStall: (silentMs) => void stalls.push(silentMs),
    onIdle: () => void (idle += 1),
  });
  return { clock, stalls, watch, idle: () => idle };
}

describe('the watch over silence', () => {
  it('tells a silence at 20 s and at each doubling', async () => {
    const { clock, stalls } = make();
    await clock.advance(19_999);
    expect(stalls).toEqual([]);
    await clock.advance(170_000);
    expect(stalls).toEqual([20_000, 40_000, 80_000, 160_000]);
  });

  it('begins anew with every sign of life', async () => {
    const { clock, stalls, watch } = make();
    await clock.advance(15_000);
    watch.heard();
    await clock.advance(15_000);
    expect(stalls).toEqual([]);
    await clock.advance(5_000);
    expect(stalls).toEqual([20_000]);
    await clock.advance(1_000);
    watch.heard();
    await clock.advance(19_999);
    expect(stalls).toEqual([20_000]);
    await clock.advance(1);
    expect(stalls).toEqual([20_000, 20_000]);
  });

  it('gives up once, after the idle limit', async () => {
    const { clock, idle } = make(600_000);
    await clock.advance(599_999);
    expect(idle()).toBe(0);
    await clock.advance(1);
    expect(idle()).toBe(1);
    await clock.advance(10_000_000);
    expect(idle()).toBe(1);
  });

  it('does not blame a provider while nobody listens to it', async () => {
    const { clock, stalls, watch } = make();
    watch.pause();
    await clock.advance(100_000);
    watch.resume();
    await clock.advance(19_999);
    expect(stalls).toEqual([]);
    await clock.advance(1);
    expect(stalls).toEqual([20_000]);
  });

  it('leaves no timer behind', async () => {
    const { clock, watch } = make();
    await clock.advance(30_000);
    watch.stop();
    expect(clock.timers()).toBe(0);
  });
});
