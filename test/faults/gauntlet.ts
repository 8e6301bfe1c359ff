/**
 * Runs the gauntlet: a long turn goes from a real gateway through the proxy to the real stream machine, until so
 * many faults have struck and so many events were said; then the reader must have what the journal has.
 */
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { createStream } from '../../preload/stream/stream';
import type { Driver, Stream } from '../../preload/stream/types';
import { type House, openHouse } from '../transport/house';
import { foldIndex, foldSession } from '../transport/memory-feed';
import { createClock, type Clock } from './clock';
import { createDice, seedOfRun } from './dice';
import { createLongTurn } from './long-turn';
import { openProxy, type Proxy, randomPlan } from './proxy';
import { createWitness } from './witness';

export interface Course {
  /** What the reader goes over. */
  driver: (house: House, proxy: Proxy, clock: Clock) => Driver;
  faults: number;
  events: number;
  /** Called again and again while the turn is written; false: it has to go on for longer. */
  meanwhile?: (stream: Stream) => boolean;
}

/** The hub's pace, shorter than the usual one: the turn is not 10 000 events long for the sake of waiting. */
const paceMs = 2;
/** Events that are said for each fault, so that the turn lasts as long as the faults do. */
const eventsPerFault = 10;
/** Nothing came for this long: then time leaps, until one of the two does what it does after a silence. */
const quietMs = 15;
const leapMs = 13_000;
const patienceMs = 90_000;

const channels = ['session/a', 'session/b', 'index'] as const;

export async function runGauntlet(course: Course) {
  const seed = seedOfRun();
  const dice = createDice(seed);
  const clock = createClock();
  const house = await openHouse({}, { schedule: clock.schedule, paceMs });
  let faulty = course.faults > 0;
  const proxy = await openProxy({
    upstream: { port: house.port },
    dice,
    plan: randomPlan(dice, () => faulty),
  });
  const turn = createLongTurn(house.feed, dice);
  const stream = createStream({
    driver: course.driver(house, proxy, clock),
    transport: 'sse',
    now: clock.now,
    schedule: clock.schedule,
    random: () => 0,
  });
  const witnesses = channels.map(createWitness);
  const report = () => ({
    seed,
    said: turn.said(),
    struck: proxy.struck(),
    faults: proxy.total(),
    connections: proxy.connections(),
    health: stream.health(),
    given: Object.fromEntries(witnesses.map((one) => [one.channel, one.counts()])),
  });

  const isCaughtUp = () =>
    witnesses.every((one) => one.state().pos === lastPos(house, one.channel));
  const begun = performance.now();
  let progress = '';
  let progressAt = begun;
  let turns = 0;

  /** Lets everything else run, and time leap where nothing comes any more. */
  async function breathe(): Promise<void> {
    await setTimeout(0);
    turns += 1;
    const now = performance.now();
    if (now - begun > patienceMs) throw new Error(`too slow: ${JSON.stringify(report())}`);
    const heard = witnesses.reduce((sum, one) => sum + one.heard(), 0);
    const latest = `${heard} ${proxy.total()} ${proxy.connections()}`;
    if (latest !== progress) [progress, progressAt, turns] = [latest, now, 0];
    if (course.faults === 0 || now - progressAt < quietMs || turns < 10) return;
    clock.leap(leapMs);
    [progressAt, turns] = [now, 0];
  }

  try {
    channels.forEach((channel, at) => {
      const first = channel === 'session/a' ? '0' : undefined;
      const witness = witnesses[at];
      if (witness) stream.follow(channel, witness.follower, first);
    });
    let isEnough = false;
    while (!isEnough || turn.said() < course.events || proxy.total() < course.faults) {
      if (turn.said() < (proxy.total() + 4) * eventsPerFault || isCaughtUp()) turn.goOn();
      isEnough = course.meanwhile?.(stream) ?? true;
      await breathe();
    }
    faulty = false;
    turn.finish();
    while (!isCaughtUp()) await breathe();

    const of = Object.fromEntries(witnesses.map((one) => [one.channel, one.state()]));
    const wrong = witnesses.flatMap((one) => one.wrong);
    const why = `seed ${seed}`;
    expect(wrong, why).toEqual([]);
    expect(of['session/a'], why).toEqual(foldSession('a', house.feed.all));
    expect(of['session/b'], why).toEqual(foldSession('b', house.feed.all));
    expect(of.index, why).toEqual(foldIndex(house.feed.all));
    return report();
  } catch (error) {
    console.error('The gauntlet failed:', report());
    throw error;
  } finally {
    stream.close();
    await proxy.close();
    await house.close();
    clock.close();
  }
}

const lastPos = (house: House, channel: string) =>
  house.feed.all.findLast((event) => event.channel === channel)?.pos;
