/** When a provider's silence is told. */
import { describe, expect, it } from 'vitest';
import { watchSilence } from '../../../main/konsole/host/stall';
import { makeClock } from './support';

function make(idleMs = 600_000) {
  const clock = makeClock();
  const stalls: number[] = [];
  const empties: number[] = [];
  const idles: boolean[] = [];
  const watch = watchSilence({
    clock,
    stallMs: 20_000,
    idleMs,
    emptyMs: 3_600_000,
    onStall: (silentMs, alive) => void (alive ? empties : stalls).push(silentMs),
    onIdle: (alive) => void idles.push(alive),
  });
  /** Signs of life, one a second. */
  async function lives(seconds: number) {
    for (let n = 0; n < seconds; n += 1) {
      await clock.advance(1_000);
      watch.heard(false);
    }
  }
  return { clock, stalls, empties, watch, idles, lives };
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
    watch.heard(true);
    await clock.advance(15_000);
    expect(stalls).toEqual([]);
    await clock.advance(5_000);
    expect(stalls).toEqual([20_000]);
    await clock.advance(1_000);
    watch.heard(true);
    await clock.advance(19_999);
    expect(stalls).toEqual([20_000]);
    await clock.advance(1);
    expect(stalls).toEqual([20_000, 20_000]);
  });

  it('gives up once, after the idle limit', async () => {
    const { clock, idles, empties } = make(600_000);
    await clock.advance(599_999);
    expect(idles).toEqual([]);
    await clock.advance(1);
    expect(idles).toEqual([false]);
    await clock.advance(10_000_000);
    expect(idles).toEqual([false]);
    expect(empties).toEqual([]);
  });

  it('does not call signs of life a silence, and tells after a minute that they are all there is', async () => {
    const { stalls, empties, lives, watch } = make();
    await lives(59);
    expect(empties).toEqual([]);
    await lives(441);
    expect(stalls).toEqual([]);
    expect(empties).toEqual([60_000, 120_000, 240_000, 480_000]);
    watch.heard(true);
    await lives(61);
    expect(empties.at(-1)).toBe(60_000);
  });

  it('gives up what says nothing for an hour, however alive it is', async () => {
    const { clock, idles, lives, watch } = make();
    await lives(1_000);
    watch.heard(true);
    await lives(3_599);
    expect(idles).toEqual([]);
    await lives(1);
    expect(idles).toEqual([true]);
    watch.stop();
    expect(clock.timers()).toBe(0);
  });

  it('takes a silence back that a sign of life ended', async () => {
    const { clock, stalls, empties, watch } = make();
    await clock.advance(25_000);
    expect([stalls, empties]).toEqual([[20_000], []]);
    watch.heard(false);
    expect(empties).toEqual([25_000]);
    await clock.advance(19_999);
    expect(stalls).toEqual([20_000]);
    await clock.advance(1);
    expect(stalls).toEqual([20_000, 20_000]);
  });

  it('sets no timer for a sign of life', async () => {
    const { clock, watch } = make();
    const { schedule } = clock;
    let set = 0;
    clock.schedule = (ms, run) => {
      set += 1;
      return schedule(ms, run);
    };
    for (let n = 0; n < 10_000; n += 1) {
      await clock.advance(1);
      watch.heard(false);
    }
    expect(set).toBe(0);
  });

  it('does not blame a provider while nobody listens to it', async () => {
    const { clock, stalls, empties, watch } = make();
    watch.pause();
    await clock.advance(100_000);
    watch.resume();
    await clock.advance(19_999);
    expect([stalls, empties]).toEqual([[], []]);
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
