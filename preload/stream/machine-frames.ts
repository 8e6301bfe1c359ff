/** What the stream machine does with the frames of its connection: places them, judges events, mends holes. Pure. */
import type { KonsoleEvent } from '../contract/events';
import type { ServerFrame } from '../contract/frames';
import { limits } from '../contract/limits';
import { judge } from '../contract/reader';
import { attach, withChannel, without } from './machine-channels';
import type { ChannelState, Delivery, MachineState, Order } from './machine-types';

type End = 'refused' | 'lost' | undefined;
/** What an event weighs beside its text, in characters: its envelope on the wire. */
const envelope = 120;

/** Orders collect the deliveries; a run of events of one channel is one delivery, so a message is one call. */
export function takeFrames(
  before: MachineState,
  frames: readonly ServerFrame[],
  now: number,
  orders: Order[],
): { state: MachineState; end: End } {
  let state: MachineState = { ...before, since: now, lastHeardAt: now, stalled: false };
  const runs = new Map<string, KonsoleEvent[]>();
  const flush = (channel: string) => {
    const events = runs.get(channel);
    if (events) give(orders, channel, { kind: 'events', events });
    runs.delete(channel);
  };

  let end: End;
  for (const frame of frames) {
    if (frame.t === 'event') {
      const { channel } = frame.event;
      const taken = takeEvent(state, frame.event, now, orders);
      state = taken.state;
      if (!taken.applied) continue;
      const run = runs.get(channel);
      if (run) run.push(frame.event);
      else runs.set(channel, [frame.event]);
      continue;
    }
    if ('channel' in frame && frame.channel !== undefined) flush(frame.channel);
    const taken = takeOther(state, frame, now, orders);
    state = taken.state;
    end = taken.end;
    if (end) break;
  }
  for (const channel of [...runs.keys()]) flush(channel);
  return { state, end };
}

function takeEvent(
  state: MachineState,
  event: KonsoleEvent,
  now: number,
  orders: Order[],
): { state: MachineState; applied: boolean } {
  const channel = state.channels[event.channel];
  if (!channel?.place || state.epoch === undefined) return { state, applied: false };
  const { place } = channel;
  const verdict =
    place.seq === undefined
      ? event.pos > place.pos
        ? 'apply'
        : 'drop'
      : judge({ pos: place.pos, seq: place.seq }, event);
  if (verdict === 'hole') {
    return {
      state: channel.mending ? state : mend(state, event.channel, now, orders),
      applied: false,
    };
  }
  const heard = weighed(channel, weightOf(event), now);
  if (verdict === 'drop') {
    return { state: withChannel(state, event.channel, heard), applied: false };
  }
  const applied = withChannel(state, event.channel, {
    ...heard,
    place: { epoch: state.epoch, pos: event.pos, seq: event.seq },
    mending: false,
    progressAt: now,
  });
  return { state: applied, applied: true };
}

/**
 * Attaches again after the last event that was in order; what was missed comes as a replay or a snapshot.
 * A second hole at the same place means that a replay does not help: then a snapshot is asked for.
 */
function mend(state: MachineState, name: string, now: number, orders: Order[]): MachineState {
  const channel = state.channels[name];
  if (!channel) return state;
  const { place, holeAt, ackDueAt: _due, ...rest } = channel;
  const anew: ChannelState =
    !place || holeAt === place.pos
      ? { ...rest, unacked: 0 }
      : { ...channel, holeAt: place.pos, mending: true };
  const changed = { ...state, channels: { ...state.channels, [name]: anew }, gaps: state.gaps + 1 };
  return attach(changed, name, now, orders);
}

/** Frames come in order: who was sent less than a beat says has missed the end, with nothing after it to show. */
function takeHeads(
  state: MachineState,
  heads: Record<string, number>,
  now: number,
  orders: Order[],
): MachineState {
  let next = state;
  for (const [name, channel] of Object.entries(state.channels)) {
    const head = Object.hasOwn(heads, name) ? heads[name] : undefined;
    if (head === undefined || !channel.place || !channel.synced) continue;
    if (head > channel.place.pos) next = mend(next, name, now, orders);
  }
  return next;
}

function takeOther(
  state: MachineState,
  frame: Exclude<ServerFrame, { t: 'event' }>,
  now: number,
  orders: Order[],
): { state: MachineState; end: End } {
  switch (frame.t) {
    case 'hello':
      return { state: { ...state, epoch: frame.epoch }, end: undefined };
    case 'snapshot': {
      const channel = state.channels[frame.channel];
      if (!channel || state.epoch === undefined) return { state, end: undefined };
      const { place } = channel;
      const known = place?.epoch === state.epoch && place.seq === frame.seq;
      give(orders, frame.channel, { kind: 'snapshot', state: frame.state, known });
      const placed = withChannel(state, frame.channel, {
        ...weighed(channel, limits.ackChars, now),
        place: { epoch: state.epoch, pos: frame.pos, seq: frame.seq },
        refresh: false,
        // A server gives one unasked to a reader that fell behind; its watermark comes after it.
        synced: false,
        mending: false,
        progressAt: now,
      });
      return { state: placed, end: undefined };
    }
    case 'synced':
      return { state: synced(state, frame, now, orders), end: undefined };
    case 'state':
      if (state.channels[frame.channel])
        give(orders, frame.channel, { kind: 'state', state: frame.state });
      return { state, end: undefined };
    case 'error':
      if (frame.channel === undefined || !state.channels[frame.channel]) {
        return { state, end: undefined };
      }
      // Anything but "not there" may pass: a new connection attaches again, after a while.
      if (frame.code !== 'not-found') return { state, end: 'lost' };
      give(orders, frame.channel, { kind: 'gone', message: frame.message });
      return { state: without(state, frame.channel), end: undefined };
    case 'bye':
      return { state, end: frame.retry ? 'lost' : 'refused' };
    case 'beat':
      return { state: takeHeads(state, frame.heads, now, orders), end: undefined };
    case 'result':
    case 'lane':
    case 'move':
      return { state, end: undefined };
  }
}

/** While a hole is being mended, or before any state, a watermark belongs to an attachment of the past. */
function synced(
  state: MachineState,
  frame: Extract<ServerFrame, { t: 'synced' }>,
  now: number,
  orders: Order[],
): MachineState {
  const channel = state.channels[frame.channel];
  if (!channel || state.epoch === undefined) return state;
  if (frame.channel === 'pool') {
    if (!channel.synced) give(orders, 'pool', { kind: 'synced' });
    return withChannel(state, 'pool', { synced: true, refresh: false, progressAt: now });
  }
  if (!channel.place || channel.mending || channel.refresh) return state;
  if (!channel.synced) give(orders, frame.channel, { kind: 'synced' });
  return withChannel(state, frame.channel, { synced: true, progressAt: now });
}

function give(orders: Order[], channel: string, delivery: Delivery): void {
  orders.push({ type: 'give', channel, delivery });
}

function weightOf(event: KonsoleEvent): number {
  return event.type === 'block.appended' ? event.text.length + envelope : 3 * envelope;
}

function weighed(
  channel: ChannelState,
  weight: number,
  now: number,
): Pick<ChannelState, 'unacked' | 'ackDueAt'> {
  return {
    unacked: channel.unacked + weight,
    ackDueAt: channel.ackDueAt ?? now + limits.ackMs,
  };
}
