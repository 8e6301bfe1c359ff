/** The links of the stream machine's state and what is attached on them: found, changed, attached, left. Pure. */
import { formatCursor } from '../contract/cursor';
import type { Attachment, ChannelState, Link, MachineState, Order } from './machine-types';

/** The current one and, while the stream moves, the next one. */
export function linksOf({ current, next }: MachineState): Link[] {
  return [current, next].filter((link) => link !== undefined);
}

/** Undefined: frames and facts of this generation are of the dead. */
export function linkOf(state: MachineState, generation: number): Link | undefined {
  return linksOf(state).find((link) => link.generation === generation);
}

/** Every channel that is followed has been told up to its watermark. */
export function inStep({ channels }: MachineState, link: Link): boolean {
  return link.open && Object.keys(channels).every((name) => link.attachments[name]?.synced);
}

export function withLink(
  state: MachineState,
  generation: number,
  change: Partial<Link>,
): MachineState {
  const { current, next } = state;
  if (current?.generation === generation) return { ...state, current: { ...current, ...change } };
  if (next?.generation === generation) return { ...state, next: { ...next, ...change } };
  return state;
}

export function withChannel(
  state: MachineState,
  channel: string,
  change: Partial<ChannelState>,
): MachineState {
  const was = state.channels[channel];
  if (!was) return state;
  return { ...state, channels: { ...state.channels, [channel]: { ...was, ...change } } };
}

export function withAttachment(
  state: MachineState,
  generation: number,
  channel: string,
  change: Partial<Attachment>,
): MachineState {
  const attachments = linkOf(state, generation)?.attachments;
  const was = attachments?.[channel];
  if (!was) return state;
  return withLink(state, generation, {
    attachments: { ...attachments, [channel]: { ...was, ...change } },
  });
}

/** Nobody follows the channel any more, on any link. */
export function without(state: MachineState, channel: string): MachineState {
  const { [channel]: _gone, ...channels } = state.channels;
  let next: MachineState = { ...state, channels };
  for (const { generation, attachments } of linksOf(state)) {
    const { [channel]: _left, ...rest } = attachments;
    next = withLink(next, generation, { attachments: rest });
  }
  return next;
}

/** Tells a link that its channel is left. */
export function detach(
  state: MachineState,
  { generation, left, open }: Link,
  channel: string,
  orders: Order[],
): MachineState {
  if (!open) return state;
  orders.push({ type: 'send', generation, frame: { t: 'detach', channel } });
  return withLink(state, generation, {
    left: [...left.filter((other) => other !== channel), channel],
  });
}

/**
 * Orders an attach on an open link, from the channel's place; for a snapshot where there is none, a new one is
 * wanted, or `why` asks for it. After a hole the answer is known to begin with the event that was missed.
 */
export function attach(
  state: MachineState,
  generation: number,
  channel: string,
  why: 'begin' | 'hole' | 'snapshot',
  now: number,
  orders: Order[],
): MachineState {
  const link = linkOf(state, generation);
  const known = state.channels[channel];
  if (!link?.open || !known) return state;
  const place = why === 'snapshot' || known.refresh ? undefined : known.place;
  const after = place && {
    after: place.pos === 0 ? '0' : formatCursor(place.epoch, place.pos),
  };
  orders.push({ type: 'send', generation, frame: { t: 'attach', channel, ...after } });
  const was = link.attachments[channel] ?? firstAttachment;
  const attached: Attachment = {
    ...was,
    synced: false,
    awaits: place ? (why === 'hole' ? place.seq : undefined) : 'snapshot',
    progressAt: now,
    ...(place ? { toldPos: place.pos } : {}),
  };
  return withLink(state, generation, {
    attachments: { ...link.attachments, [channel]: attached },
  });
}

const firstAttachment: Attachment = {
  synced: false,
  awaits: undefined,
  holeAt: undefined,
  progressAt: 0,
  toldPos: 0,
  unacked: 0,
  ackDueAt: undefined,
};
