/**
 * How links begin and end, and how the stream moves from one to the next with nothing lost and nothing twice
 * (I7): a second link is attached at the current places while the first goes on telling, and takes over once it
 * is in step. One that fails before is tried again later; the first is never given up for it. Pure.
 */
import { limits } from '../contract/limits';
import { attach, inStep, linksOf, withLink } from './machine-links';
import type { Link, MachineState, Order } from './machine-types';

/** A first or a renewed attempt of a stream that has no link. */
export function connect(before: MachineState, now: number, orders: Order[]): MachineState {
  const { retryAt: _retryAt, generation, reconnects, ...rest } = disconnected(before);
  const link = newLink(generation + 1, now, orders);
  return {
    ...rest,
    phase: 'connected',
    generation: link.generation,
    current: link,
    reconnects: generation > 0 ? reconnects + 1 : 0,
  };
}

/** The driver can send: whatever is followed is attached, each channel from its place. */
export function opened(
  state: MachineState,
  { generation }: Link,
  now: number,
  orders: Order[],
): MachineState {
  let next = withLink(state, generation, { open: true, since: now });
  for (const channel of Object.keys(state.channels)) {
    next = attach(next, generation, channel, 'begin', now, orders);
  }
  return next;
}

/** Closes every link that there is. */
export function closeLinks(state: MachineState, orders: Order[]): void {
  for (const { generation } of linksOf(state)) orders.push({ type: 'close', generation });
}

/** A link was lost, given up or refused. */
export function ended(
  state: MachineState,
  generation: number,
  how: 'lost' | 'refused',
  chance: number,
  now: number,
  orders: Order[],
): MachineState {
  const { current, next } = state;
  if (next?.generation === generation) return moveFailed(state, chance, now, orders);
  if (current?.generation !== generation) return state;
  if (next) return promoted(state, orders);
  closeLinks(state, orders);
  const alone = disconnected(state);
  if (how === 'refused') return { ...alone, phase: 'refused' };
  if (Object.keys(state.channels).length === 0) return { ...alone, phase: 'idle' };
  return {
    ...alone,
    phase: 'waiting',
    attempt: Math.min(state.attempt + 1, mostFailures),
    retryAt: now + backoff(state.attempt, chance),
  };
}

/** Another way was chosen. A link that cannot tell yet is not worth keeping: it is replaced at once. */
export function move(state: MachineState, now: number, orders: Order[]): MachineState {
  if (state.phase === 'waiting') return connect(state, now, orders);
  if (!state.current) return state;
  if (state.current.open) return openNext({ ...state, move: { failures: 0 } }, now, orders);
  closeLinks(state, orders);
  return connect(state, now, orders);
}

/** Opens the link to move to; one that was half made is dropped. */
export function openNext(before: MachineState, now: number, orders: Order[]): MachineState {
  const { next: half, ...state } = before;
  if (half) orders.push({ type: 'close', generation: half.generation });
  const next = newLink(state.generation + 1, now, orders);
  const failures = state.move?.failures ?? 0;
  return { ...state, generation: next.generation, next, move: { failures } };
}

/** The next link is dropped; the current one goes on, and the move is tried again. */
export function moveFailed(
  before: MachineState,
  chance: number,
  now: number,
  orders: Order[],
): MachineState {
  const { next, ...state } = before;
  if (!next) return before;
  orders.push({ type: 'close', generation: next.generation });
  const failures = state.move?.failures ?? 0;
  return {
    ...state,
    move: {
      failures: Math.min(failures + 1, mostFailures),
      retryAt: now + backoff(failures, chance),
    },
  };
}

/** The next link takes over once it is in step: from then on nothing comes that the old one alone would tell. */
export function movedIfInStep(state: MachineState, orders: Order[]): MachineState {
  return state.next && inStep(state, state.next) ? promoted(state, orders) : state;
}

/**
 * Two links of different epochs cannot be judged against one place: the server was restarted, and one of them
 * tells of a past that may have been lost. The one that has just said hello is the one that is right.
 */
export function agreed(
  state: MachineState,
  { generation }: Link,
  chance: number,
  now: number,
  orders: Order[],
): MachineState {
  const { current, next } = state;
  if (!current?.epoch || !next?.epoch || current.epoch === next.epoch) return state;
  return generation === next.generation
    ? promoted(state, orders)
    : moveFailed(state, chance, now, orders);
}

/** The next link becomes the current one, whether in step or because the current one ends. */
export function promoted(before: MachineState, orders: Order[]): MachineState {
  const { next, move: _move, current, ...rest } = before;
  if (!next || !current) return before;
  orders.push({ type: 'close', generation: current.generation });
  if (next.pool) {
    orders.push({ type: 'give', channel: 'pool', delivery: { kind: 'state', state: next.pool } });
  }
  return { ...rest, ...laneOf(before), current: { ...next, pool: undefined } };
}

function disconnected(before: MachineState): MachineState {
  const { current: _current, next: _next, move: _move, ...rest } = before;
  return { ...rest, ...laneOf(before) };
}

function laneOf({ current, lastLane }: MachineState): Pick<MachineState, 'lastLane'> {
  const lane = current?.lane ?? lastLane;
  return lane ? { lastLane: lane } : {};
}

function newLink(generation: number, now: number, orders: Order[]): Link {
  orders.push({ type: 'open', generation });
  return {
    generation,
    open: false,
    epoch: undefined,
    attachments: {},
    left: [],
    since: now,
    stalled: false,
    lane: undefined,
    pool: undefined,
  };
}

/** Keeps the doubling within what numbers can hold. */
const mostFailures = 30;

/** Full jitter: anywhere between at once and the doubled delay, so that many readers do not return together. */
function backoff(failures: number, chance: number): number {
  const most = Math.min(limits.reconnectMaxMs, limits.reconnectFirstMs * 2 ** failures);
  return Math.round(chance * most);
}
