/**
 * What the stream machine does with the frames of a link: places them, judges events, mends holes. All links
 * are judged against the one place of each channel, so whoever tells first is given and the other repeats. Pure.
 */
import type { KonsoleEvent } from '../contract/events';
import type { ServerFrame } from '../contract/frames';
import { limits } from '../contract/limits';
import { judge, type Verdict } from '../contract/reader';
import {
  attach,
  detach,
  linkOf,
  linksOf,
  withAttachment,
  withChannel,
  without,
  withLink,
} from './machine-links';
import type {
  Attachment,
  ChannelPlace,
  Delivery,
  Lane,
  Link,
  MachineState,
  Order,
} from './machine-types';

/** What the link said of itself: that it is over, or that its lane goes another way. */
export type Said = 'refused' | 'lost' | 'move' | undefined;
/** What an event weighs beside its text, in characters: its envelope on the wire. */
const envelope = 120;

/** The frame that is taken: of this link, at this time. */
interface Taking {
  generation: number;
  now: number;
  orders: Order[];
}

/** Orders collect the deliveries; a run of events of one channel is one delivery, so a message is one call. */
export function takeFrames(
  before: MachineState,
  { generation }: Link,
  frames: readonly ServerFrame[],
  now: number,
  orders: Order[],
): { state: MachineState; said: Said } {
  const taking = { generation, now, orders };
  const heard = withLink(before, generation, { since: now, stalled: false });
  let state: MachineState = { ...heard, lastHeardAt: now };
  const runs = new Map<string, KonsoleEvent[]>();
  const flush = (channel: string) => {
    const events = runs.get(channel);
    if (events) give(orders, channel, { kind: 'events', events });
    runs.delete(channel);
  };

  let said: Said;
  for (const frame of frames) {
    if (frame.t === 'event') {
      const { channel } = frame.event;
      const taken = takeEvent(state, frame.event, taking);
      state = taken.state;
      if (!taken.applied) continue;
      const run = runs.get(channel);
      if (run) run.push(frame.event);
      else runs.set(channel, [frame.event]);
      continue;
    }
    if ('channel' in frame && frame.channel !== undefined) flush(frame.channel);
    const taken = takeOther(state, frame, taking);
    state = taken.state;
    said = taken.said ?? said;
    if (said === 'refused' || said === 'lost') break;
  }
  for (const channel of [...runs.keys()]) flush(channel);
  return { state, said };
}

function takeEvent(
  state: MachineState,
  event: KonsoleEvent,
  taking: Taking,
): { state: MachineState; applied: boolean } {
  const link = linkOf(state, taking.generation);
  const attachment = link?.attachments[event.channel];
  const place = state.channels[event.channel]?.place;
  if (!attachment || !place || link?.epoch === undefined) return { state, applied: false };
  const verdict = verdictOf(place, event);
  if (verdict === 'hole') {
    const mended = attachment.awaits === undefined ? mend(state, event.channel, taking) : state;
    return { state: mended, applied: false };
  }
  const { awaits } = attachment;
  const begins =
    typeof awaits === 'number' && (event.first ?? event.seq) <= awaits + 1 && event.seq > awaits;
  const told = withAttachment(state, taking.generation, event.channel, {
    ...weighed(attachment, weightOf(event), taking.now),
    toldPos: Math.max(attachment.toldPos, event.pos),
    ...(begins ? { awaits: undefined } : {}),
    ...(event.pos > attachment.toldPos ? { progressAt: taking.now } : {}),
  });
  if (verdict === 'drop') return { state: told, applied: false };
  const { pos, seq } = event;
  const applied = withChannel(told, event.channel, { place: { epoch: link.epoch, pos, seq } });
  return { state: applied, applied: true };
}

/** After a bare cursor the first event may have any `seq`. */
function verdictOf({ pos, seq }: ChannelPlace, event: KonsoleEvent): Verdict {
  if (seq !== undefined) return judge({ pos, seq }, event);
  return event.pos > pos ? 'apply' : 'drop';
}

/**
 * Attaches again after the last event that was in order, on the link where it was noticed: another link missed
 * nothing. What was missed comes as a replay; a second hole at the same place means that a replay does not help.
 */
function mend(state: MachineState, name: string, { generation, now, orders }: Taking) {
  const place = state.channels[name]?.place;
  const holeAt = linkOf(state, generation)?.attachments[name]?.holeAt;
  const replayHelps = place?.seq !== undefined && holeAt !== place.pos;
  const noted = withAttachment(state, generation, name, {
    holeAt: replayHelps ? place.pos : undefined,
  });
  const why = replayHelps ? 'hole' : 'snapshot';
  return attach({ ...noted, gaps: state.gaps + 1 }, generation, name, why, now, orders);
}

function takeOther(
  state: MachineState,
  frame: Exclude<ServerFrame, { t: 'event' }>,
  taking: Taking,
): { state: MachineState; said: Said } {
  const stays = (next: MachineState) => ({ state: next, said: undefined });
  const { generation, orders } = taking;
  switch (frame.t) {
    case 'hello':
      return stays(takeHello(state, frame.epoch, taking));
    case 'lane':
      return stays(withLink(state, generation, { lane: laneOf(frame) }));
    case 'snapshot':
      return stays(takeSnapshot(state, frame, taking));
    case 'synced':
      return stays(takeSynced(state, frame.channel, taking));
    case 'beat':
      return stays(takeHeads(state, frame.heads, taking));
    case 'state':
      if (!state.channels[frame.channel]) return stays(state);
      if (state.next?.generation === generation) {
        return stays(withLink(state, generation, { pool: frame.state }));
      }
      give(orders, frame.channel, { kind: 'state', state: frame.state });
      return stays(state);
    case 'error':
      if (frame.channel === undefined || !state.channels[frame.channel]) return stays(state);
      // Anything but "not there" may pass: a new connection attaches again, after a while.
      if (frame.code !== 'not-found') return { state, said: 'lost' };
      give(orders, frame.channel, { kind: 'gone', message: frame.message });
      return stays(leftByOthers(without(state, frame.channel), frame.channel, taking));
    case 'move':
      return { state, said: 'move' };
    case 'bye':
      return { state, said: frame.retry ? 'lost' : 'refused' };
    case 'result':
      return stays(state);
  }
}

/**
 * Another epoch than the place's: the server was restarted, and the answer to the attach says what became of the
 * place as it was then. What another link told beyond that may have been lost: only a snapshot tells.
 */
function takeHello(state: MachineState, epoch: string, { generation, now, orders }: Taking) {
  let next = withLink(state, generation, { epoch });
  for (const [name, { toldPos, awaits }] of Object.entries(
    linkOf(state, generation)?.attachments ?? {},
  )) {
    const { place, ...unplaced } = state.channels[name] ?? { refresh: false };
    if (!place || place.epoch === epoch || place.pos <= toldPos || awaits === 'snapshot') continue;
    next = { ...next, channels: { ...next.channels, [name]: unplaced } };
    next = attach(next, generation, name, 'snapshot', now, orders);
  }
  return next;
}

function takeSnapshot(
  state: MachineState,
  frame: Extract<ServerFrame, { t: 'snapshot' }>,
  { generation, now, orders }: Taking,
): MachineState {
  const link = linkOf(state, generation);
  const channel = state.channels[frame.channel];
  const attachment = link?.attachments[frame.channel];
  if (!channel || !attachment || link?.epoch === undefined) return state;
  const told = withAttachment(state, generation, frame.channel, {
    ...weighed(attachment, limits.ackChars, now),
    toldPos: frame.pos,
    awaits: undefined,
    // A server gives one unasked to a reader that fell behind; its watermark comes after it.
    synced: false,
    progressAt: now,
  });
  const seq = channel.place?.epoch === link.epoch ? channel.place.seq : undefined;
  if (seq !== undefined && frame.seq < seq) {
    // The other link told more meanwhile, and the followers have it. Who waits for a state needs a later one.
    return channel.refresh
      ? attach(told, generation, frame.channel, 'snapshot', now, orders)
      : told;
  }
  give(orders, frame.channel, {
    kind: 'snapshot',
    state: frame.state,
    known: seq === frame.seq,
  });
  return withChannel(told, frame.channel, {
    place: { epoch: link.epoch, pos: frame.pos, seq: frame.seq },
    refresh: false,
  });
}

/** Before what was attached for has begun to come, a watermark belongs to an attachment of the past. */
function takeSynced(state: MachineState, name: string, { generation, now, orders }: Taking) {
  const link = linkOf(state, generation);
  const channel = state.channels[name];
  const attachment = link?.attachments[name];
  if (!channel || !attachment || link?.epoch === undefined) return state;
  const hasPlace = name !== 'pool';
  if (hasPlace && (!channel.place || attachment.awaits !== undefined)) return state;
  if (!linksOf(state).some(({ attachments }) => attachments[name]?.synced)) {
    give(orders, name, { kind: 'synced' });
  }
  const synced = withAttachment(state, generation, name, { synced: true, progressAt: now });
  return hasPlace ? synced : withChannel(synced, name, { refresh: false });
}

/** Frames of a link come in order: who was sent less than its beat says has missed the end, with nothing after it to show. */
function takeHeads(state: MachineState, heads: Record<string, number>, taking: Taking) {
  let next = state;
  for (const [name, { synced }] of Object.entries(
    linkOf(state, taking.generation)?.attachments ?? {},
  )) {
    const head = Object.hasOwn(heads, name) ? heads[name] : undefined;
    const place = state.channels[name]?.place;
    if (head !== undefined && synced && place && head > place.pos) next = mend(next, name, taking);
  }
  return next;
}

function leftByOthers(state: MachineState, channel: string, { generation, orders }: Taking) {
  let next = state;
  for (const link of linksOf(state)) {
    if (link.generation !== generation) next = detach(next, link, channel, orders);
  }
  return next;
}

function laneOf({ transport, wanted, why }: Extract<ServerFrame, { t: 'lane' }>): Lane {
  if (transport === wanted) return { transport };
  return { transport, fellBack: { wanted, why: why ?? 'It was not said why.' } };
}

function give(orders: Order[], channel: string, delivery: Delivery): void {
  orders.push({ type: 'give', channel, delivery });
}

function weightOf(event: KonsoleEvent): number {
  return event.type === 'block.appended' ? event.text.length + envelope : 3 * envelope;
}

function weighed(
  { unacked, ackDueAt }: Attachment,
  weight: number,
  now: number,
): Pick<Attachment, 'unacked' | 'ackDueAt'> {
  return { unacked: unacked + weight, ackDueAt: ackDueAt ?? now + limits.ackMs };
}
