/**
 * The stream machine: keeps a reader attached whatever happens to its connection. A pure function
 * `(state, input, now) → {state, orders}`; what a server frame does is in machine-frames.ts.
 */
import { limits } from '../contract/limits';
import { parseCursor } from '../contract/cursor';
import { attach, withChannel, without } from './machine-channels';
import { takeFrames } from './machine-frames';
import type { ChannelPlace, ChannelState, Input, MachineState, Order, Step } from './machine-types';
import type { StreamStatus } from './types';

/** A beat this late is shown as a stall, before the reader gives the connection up. */
export const beatOverdueMs = limits.beatMs + 5_000;
/** A channel that comes no nearer to being in step for this long is attached anew, from a snapshot. */
export const attachPatienceMs = 10_000;

export function firstState(): MachineState {
  return {
    phase: 'idle',
    generation: 0,
    channels: {},
    left: [],
    attempt: 0,
    reconnects: 0,
    gaps: 0,
    stalled: false,
    since: 0,
  };
}

export function statusOf(state: MachineState): StreamStatus {
  if (state.phase !== 'open') return state.phase;
  if (state.stalled) return 'stalled';
  return inStep(state) ? 'live' : 'catching-up';
}

export function step(state: MachineState, input: Input, now: number): Step {
  const orders: Order[] = [];
  let next = apply(state, input, now, orders);
  if (next.phase === 'open' && next.attempt > 0 && inStep(next)) next = { ...next, attempt: 0 };
  return { state: scheduled(next, orders), orders };
}

function inStep(state: MachineState): boolean {
  return (
    state.epoch !== undefined && Object.values(state.channels).every((channel) => channel.synced)
  );
}

function apply(before: MachineState, input: Input, now: number, orders: Order[]): MachineState {
  if (before.phase === 'closed') return before;
  switch (input.type) {
    case 'follow':
      return follow(before, input.channel, input.after, now, orders);
    case 'unfollow':
      return unfollow(before, input.channel, orders);
    case 'opened':
      if (input.generation !== before.generation || before.phase !== 'connecting') return before;
      return opened(before, now, orders);
    case 'frames': {
      if (input.generation !== before.generation || before.phase !== 'open') return before;
      const taken = takeFrames(before, input.frames, now, orders);
      if (taken.end === 'refused') return refused(taken.state, orders);
      if (taken.end === 'lost') return lost(taken.state, input.chance, now, orders);
      return sendAcks(taken.state, now, orders);
    }
    case 'closed':
      if (input.generation !== before.generation || !connected(before)) return before;
      return input.refused ? refused(before, orders) : lost(before, input.chance, now, orders);
    case 'tick': {
      const { timerAt: _fired, ...rest } = before;
      return tick(rest, input.chance, now, orders);
    }
    case 'wake':
      return wake(before, now, orders);
    case 'move':
      if (!connected(before)) return wake(before, now, orders);
      orders.push({ type: 'close', generation: before.generation });
      return connect(disconnected(before), now, orders);
    case 'close':
      if (connected(before)) orders.push({ type: 'close', generation: before.generation });
      return { ...firstState(), ...counts(before), phase: 'closed', ...timerOf(before) };
  }
}

const connected = (state: MachineState) => state.phase === 'connecting' || state.phase === 'open';
const counts = ({ generation, reconnects, gaps }: MachineState) => ({
  generation,
  reconnects,
  gaps,
});
const timerOf = (state: MachineState) =>
  state.timerAt === undefined ? {} : { timerAt: state.timerAt };
function follow(
  state: MachineState,
  channel: string,
  after: string | undefined,
  now: number,
  orders: Order[],
): MachineState {
  if (state.phase === 'refused') return state;
  const followed = state.channels[channel];
  if (followed) {
    const again = withChannel(state, channel, { refresh: true });
    return again.phase === 'open' ? attach(again, channel, now, orders) : again;
  }
  const place = state.left.includes(channel) ? undefined : placeAt(after);
  const fresh: ChannelState = {
    refresh: false,
    synced: false,
    mending: false,
    progressAt: now,
    unacked: 0,
    ...(place ? { place } : {}),
  };
  const added = { ...state, channels: { ...state.channels, [channel]: fresh } };
  if (added.phase === 'idle') return connect(added, now, orders);
  return added.phase === 'open' ? attach(added, channel, now, orders) : added;
}

function placeAt(after: string | undefined): ChannelPlace | undefined {
  if (after === undefined) return undefined;
  if (after === '0') return { epoch: '', pos: 0, seq: 0 };
  return parseCursor(after);
}

function unfollow(state: MachineState, channel: string, orders: Order[]): MachineState {
  if (!state.channels[channel]) return state;
  const rest = without(state, channel);
  if (state.phase !== 'open') return rest;
  orders.push({
    type: 'send',
    generation: state.generation,
    frame: { t: 'detach', channel },
  });
  return { ...rest, left: [...rest.left.filter((other) => other !== channel), channel] };
}

function connect(state: MachineState, now: number, orders: Order[]): MachineState {
  const generation = state.generation + 1;
  orders.push({ type: 'open', generation });
  const { epoch: _epoch, retryAt: _retryAt, ...rest } = state;
  return {
    ...rest,
    phase: 'connecting',
    generation,
    left: [],
    stalled: false,
    since: now,
    reconnects: generation > 1 ? state.reconnects + 1 : 0,
  };
}

function opened(state: MachineState, now: number, orders: Order[]): MachineState {
  let next: MachineState = { ...state, phase: 'open', since: now };
  for (const channel of Object.keys(state.channels)) next = attach(next, channel, now, orders);
  return next;
}

/** Full jitter: anywhere between at once and the doubled delay, so that many readers do not return together. */
function lost(state: MachineState, chance: number, now: number, orders: Order[]): MachineState {
  orders.push({ type: 'close', generation: state.generation });
  const detached = disconnected(state);
  if (Object.keys(state.channels).length === 0) return { ...detached, phase: 'idle' };
  const most = Math.min(limits.reconnectMaxMs, limits.reconnectFirstMs * 2 ** state.attempt);
  return {
    ...detached,
    phase: 'waiting',
    attempt: Math.min(state.attempt + 1, 30),
    retryAt: now + Math.round(chance * most),
  };
}

function refused(state: MachineState, orders: Order[]): MachineState {
  orders.push({ type: 'close', generation: state.generation });
  return { ...disconnected(state), phase: 'refused' };
}

function disconnected(state: MachineState): MachineState {
  const { epoch: _epoch, ...rest } = state;
  const channels: Record<string, ChannelState> = {};
  for (const [name, channel] of Object.entries(state.channels)) {
    const { ackDueAt: _due, ...kept } = channel;
    channels[name] = { ...kept, synced: false, mending: false, unacked: 0 };
  }
  return { ...rest, channels, left: [], stalled: false };
}

function wake(state: MachineState, now: number, orders: Order[]): MachineState {
  if (state.phase === 'waiting') return connect(state, now, orders);
  if (!connected(state) || now - state.since < beatOverdueMs) return state;
  orders.push({ type: 'close', generation: state.generation });
  return connect(disconnected(state), now, orders);
}

function tick(state: MachineState, chance: number, now: number, orders: Order[]): MachineState {
  if (state.phase === 'waiting') {
    return now >= (state.retryAt ?? 0) ? connect(state, now, orders) : state;
  }
  if (!connected(state)) return state;
  const silent = now - state.since;
  if (silent >= limits.readerSilenceMs) return lost(state, chance, now, orders);
  if (state.phase !== 'open') return state;
  let next = silent >= beatOverdueMs ? { ...state, stalled: true } : state;
  for (const [name, channel] of Object.entries(state.channels)) {
    if (channel.synced || now - channel.progressAt < attachPatienceMs) continue;
    // Without a hello nothing can be placed: the whole connection is in doubt.
    if (state.epoch === undefined) return lost(state, chance, now, orders);
    const { place: _place, ackDueAt: _due, ...rest } = channel;
    const anew = { ...rest, mending: false, unacked: 0 };
    next = { ...next, channels: { ...next.channels, [name]: anew } };
    next = attach(next, name, now, orders);
  }
  return sendAcks(next, now, orders);
}

/** Cumulative, every 5 000 characters or 250 ms (docs/protocol.md, "Pace"). */
function sendAcks(state: MachineState, now: number, orders: Order[]): MachineState {
  let next = state;
  for (const [name, channel] of Object.entries(state.channels)) {
    if (channel.unacked === 0 || !channel.place) continue;
    if (channel.unacked < limits.ackChars && now < (channel.ackDueAt ?? 0)) continue;
    orders.push({
      type: 'send',
      generation: state.generation,
      frame: { t: 'ack', channel: name, pos: channel.place.pos },
    });
    const { ackDueAt: _due, ...rest } = channel;
    next = { ...next, channels: { ...next.channels, [name]: { ...rest, unacked: 0 } } };
  }
  return next;
}

function deadline(state: MachineState): number | undefined {
  if (state.phase === 'waiting') return state.retryAt;
  if (!connected(state)) return undefined;
  let at = state.since + limits.readerSilenceMs;
  if (state.phase !== 'open') return at;
  if (!state.stalled) at = Math.min(at, state.since + beatOverdueMs);
  for (const channel of Object.values(state.channels)) {
    if (channel.ackDueAt !== undefined) at = Math.min(at, channel.ackDueAt);
    if (!channel.synced) at = Math.min(at, channel.progressAt + attachPatienceMs);
  }
  return at;
}

/** One timer, only ever moved nearer: a deadline that moved away is found out when it fires (I10). */
function scheduled(state: MachineState, orders: Order[]): MachineState {
  const at = deadline(state);
  const { timerAt, ...rest } = state;
  if (at === undefined) {
    if (timerAt !== undefined) orders.push({ type: 'schedule' });
    return rest;
  }
  if (timerAt !== undefined && timerAt <= at) return state;
  orders.push({ type: 'schedule', at });
  return { ...rest, timerAt: at };
}
