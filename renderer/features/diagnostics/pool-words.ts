/** The pool in words: states, places in a line, first-event times, memory, what filling the cache cost. Pure. */
import type { HostState, Lane, PoolStatus } from '../../../preload/contract/shapes';
import { age, count, dollars, duration, plural } from '../../ui/format';
import type { DotTone } from '../../ui/status-dot';

export const stateWords: Record<HostState, readonly [string, DotTone]> = {
  warming: ['starting', 'info'],
  warm: ['warm', 'ok'],
  leased: ['busy', 'main'],
  dead: ['ended', 'bad'],
};

export const laneNames: Record<Lane, string> = { main: 'Main turns', quick: 'Quick turn' };

export type LaneStatus = PoolStatus['lanes'][Lane];
type First = NonNullable<LaneStatus['first']>['warm'];

/** 1st, 2nd, 3rd, 4th, 11th, 21st. */
export function ordinal(place: number): string {
  const teen = place % 100 >= 11 && place % 100 <= 13;
  const ending = teen ? 'th' : (['th', 'st', 'nd', 'rd'][place % 10] ?? 'th');
  return `${count(place)}${ending}`;
}

/** Hundredths where they tell warm from cold: 0.41 s · 12.4 s. */
export function firstTime(ms: number): string {
  return ms < 9_950 ? `${(Math.max(0, ms) / 1000).toFixed(2)} s` : duration(ms);
}

/** "0.41 s · 12 turns": the median, and of how many. */
export function firstWords(first: First): string {
  if (!first || first.count === 0) return '–';
  return `${firstTime(first.p50Ms)} · ${plural(first.count, 'turn')}`;
}

/** The quick lane grows past its size rather than let a question wait. */
export function busyWords({ busy, hosts }: Pick<LaneStatus, 'busy' | 'hosts'>): string {
  return busy > hosts ? `${busy} busy, ${hosts} kept` : `${busy} of ${hosts} busy`;
}

/** A limit of 4 GB is set in whole MB, and told so. */
export const megabytesOf = (bytes: number): string => `${count(bytes / (1024 * 1024))} MB`;

export function fillWords(fills: NonNullable<PoolStatus['fills']>, now: number): string {
  if (fills.count === 0) return 'Not filled in this run yet.';
  const last = fills.lastAt === undefined ? '' : `, last ${ageWords(fills.lastAt, now)}`;
  return `Filled ${plural(fills.count, 'time')} in this run for ${dollars(fills.costUsd)}${last}.`;
}

const ageWords = (at: number, now: number) => {
  const words = age(at, now);
  return words === 'now' ? 'just now' : words;
};
