/**
 * The stream machine: keeps a reader attached whatever happens to its connections. A pure function
 * `(state, input, now) → {state, orders}`. Where to read on: machine-types.ts for the words, machine-moves.ts for
 * how links begin, end and take over, machine-frames.ts for what a server says, machine-timers.ts for silence
 * and patience, machine-clock.ts for clocks that jump.
 */
import { parseCursor } from '../contract/cursor';
import { withClock } from './machine-clock';
import { takeFrames } from './machine-frames';
import { attach, detach, inStep, linkOf, linksOf, withChannel, without } from './machine-links';
import {
  agreed,
  closeLinks,
  connect,
  ended,
  move,
  movedIfInStep,
  moveFailed,
  opened,
} from './machine-moves';
import { scheduled, sendAcks, tick, wake } from './machine-timers';
import type { ChannelPlace, Input, Lane, MachineState, Order, Step } from './machine-types';
import type { StreamStatus } from './types';

export function firstState(): MachineState {
  return {
    phase: 'idle',
    generation: 0,
    channels: {},
    attempt: 0,
    reconnects: 0,
    gaps: 0,
    clock: 0,
  };
}

/** Of the current link; a next one does not change what a person sees until it takes over. */
export function statusOf(state: MachineState): StreamStatus {
  const { phase, current } = state;
  if (phase !== 'connected') return phase;
  if (!current?.open) return 'connecting';
  if (current.stalled) return 'stalled';
  return inStep(state, current) ? 'live' : 'catching-up';
}

/** Of the current link, or of the last one that said it. */
export const laneOf = ({ current, lastLane }: MachineState): Lane | undefined =>
  current?.lane ?? lastLane;

export function step(state: MachineState, input: Input, now: number): Step {
  if (state.phase === 'closed') return { state, orders: [] };
  const orders: Order[] = [];
  let next = apply(withClock(state, now), input, now, orders);
  next = movedIfInStep(next, orders);
  if (next.current && next.attempt > 0 && inStep(next, next.current)) {
    next = { ...next, attempt: 0 };
  }
  next = sendAcks(next, now, orders);
  return { state: scheduled(next, orders), orders };
}

function apply(before: MachineState, input: Input, now: number, orders: Order[]): MachineState {
  switch (input.type) {
    case 'follow':
      return follow(before, input.channel, input.after, now, orders);
    case 'unfollow':
      return unfollow(before, input.channel, orders);
    case 'opened': {
      const link = linkOf(before, input.generation);
      return link && !link.open ? opened(before, link, now, orders) : before;
    }
    case 'frames':
      return heard(before, input, now, orders);
    case 'closed': {
      const how = input.refused ? 'refused' : 'lost';
      return ended(before, input.generation, how, input.chance, now, orders);
    }
    case 'tick': {
      const { timerAt: _fired, ...rest } = before;
      return tick(rest, input.chance, now, orders);
    }
    case 'wake':
      return wake(before, now, orders);
    case 'move':
      return move(before, now, orders);
    case 'close': {
      closeLinks(before, orders);
      const { generation, reconnects, gaps, timerAt } = before;
      const kept = { generation, reconnects, gaps, ...(timerAt === undefined ? {} : { timerAt }) };
      return { ...firstState(), ...kept, phase: 'closed' };
    }
  }
}

function heard(
  before: MachineState,
  { generation, frames, chance }: Extract<Input, { type: 'frames' }>,
  now: number,
  orders: Order[],
): MachineState {
  const link = linkOf(before, generation);
  if (!link?.open) return before;
  const { state, said } = takeFrames(before, link, frames, now, orders);
  if (said === 'lost' || said === 'refused') {
    return ended(state, generation, said, chance, now, orders);
  }
  const sure = agreed(state, link, chance, now, orders);
  if (said !== 'move') return sure;
  // The way that was half gone is not the right one any more, and which one is may not be settled yet.
  if (sure.next?.generation === generation) return moveFailed(sure, chance, now, orders);
  return move(sure, now, orders);
}

function follow(
  state: MachineState,
  channel: string,
  after: string | undefined,
  now: number,
  orders: Order[],
): MachineState {
  if (state.phase === 'refused') return state;
  const links = linksOf(state);
  let next: MachineState;
  if (state.channels[channel]) next = withChannel(state, channel, { refresh: true });
  else {
    const wasLeft = links.some(({ left }) => left.includes(channel));
    const place = wasLeft ? undefined : placeAt(after);
    const fresh = { refresh: false, ...(place ? { place } : {}) };
    next = { ...state, channels: { ...state.channels, [channel]: fresh } };
  }
  if (next.phase === 'idle') return connect(next, now, orders);
  for (const { generation } of links) {
    next = attach(next, generation, channel, 'begin', now, orders);
  }
  return next;
}

function placeAt(after: string | undefined): ChannelPlace | undefined {
  if (after === undefined) return undefined;
  if (after === '0') return { epoch: '', pos: 0, seq: 0 };
  return parseCursor(after);
}

function unfollow(state: MachineState, channel: string, orders: Order[]): MachineState {
  if (!state.channels[channel]) return state;
  let next = without(state, channel);
  for (const link of linksOf(next)) next = detach(next, link, channel, orders);
  return next;
}
