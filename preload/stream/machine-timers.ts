/** What the stream machine does when time passes: silence, patience, acks, attempts that are due. Pure. */
import { limits } from '../contract/limits';
import { attach, linksOf, withAttachment, withLink } from './machine-links';
import { closeLinks, connect, ended, openNext, promoted } from './machine-moves';
import type { Link, MachineState, Order } from './machine-types';

/** A beat this late is shown as a stall, before the reader gives the connection up. */
export const beatOverdueMs = limits.beatMs + 5_000;
/** A channel that comes no nearer to being in step for this long is attached anew, for a snapshot. */
export const attachPatienceMs = 10_000;

export function tick(
  state: MachineState,
  chance: number,
  now: number,
  orders: Order[],
): MachineState {
  if (state.phase === 'waiting') {
    return now >= (state.retryAt ?? 0) ? connect(state, now, orders) : state;
  }
  let after = state;
  for (const link of linksOf(state)) after = looked(after, link, chance, now, orders);
  const due = after.move?.retryAt;
  return due !== undefined && now >= due ? openNext(after, now, orders) : after;
}

/** Looks after one link: its silence, and what it has attached. */
function looked(
  state: MachineState,
  { generation, since, open, epoch, attachments }: Link,
  chance: number,
  now: number,
  orders: Order[],
): MachineState {
  if (now - since >= limits.readerSilenceMs) {
    return ended(state, generation, 'lost', chance, now, orders);
  }
  if (!open) return state;
  let after = state;
  if (now - since >= beatOverdueMs) after = withLink(after, generation, { stalled: true });
  for (const [channel, { synced, progressAt }] of Object.entries(attachments)) {
    if (synced || now - progressAt < attachPatienceMs) continue;
    // Without a hello nothing can be placed: the whole connection is in doubt.
    if (epoch === undefined) return ended(state, generation, 'lost', chance, now, orders);
    after = attach(after, generation, channel, 'snapshot', now, orders);
  }
  return after;
}

/** The computer may have slept: who was not heard for long is not waited for, and what waits is tried at once. */
export function wake(state: MachineState, now: number, orders: Order[]): MachineState {
  if (state.phase === 'waiting') return connect(state, now, orders);
  const { current, next } = state;
  if (!current) return state;
  const overdue = (link: Link) => now - link.since >= beatOverdueMs;
  if (overdue(current)) {
    if (next && !overdue(next)) return promoted(state, orders);
    closeLinks(state, orders);
    return connect(state, now, orders);
  }
  const moveWaits = next ? overdue(next) : state.move !== undefined;
  return moveWaits ? openNext(state, now, orders) : state;
}

/** Cumulative, every 5 000 characters or 250 ms (docs/protocol.md, "Pace"); to each link what it told itself. */
export function sendAcks(state: MachineState, now: number, orders: Order[]): MachineState {
  let after = state;
  for (const { generation, attachments } of linksOf(state)) {
    for (const [channel, { unacked, ackDueAt, toldPos }] of Object.entries(attachments)) {
      if (ackDueAt === undefined || (unacked < limits.ackChars && now < ackDueAt)) continue;
      orders.push({ type: 'send', generation, frame: { t: 'ack', channel, pos: toldPos } });
      after = withAttachment(after, generation, channel, { unacked: 0, ackDueAt: undefined });
    }
  }
  return after;
}

/** One timer, only ever moved nearer: a deadline that moved away is found out when it fires (I10). */
export function scheduled(state: MachineState, orders: Order[]): MachineState {
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

function deadline(state: MachineState): number | undefined {
  const all = [state.retryAt, state.move?.retryAt];
  for (const { since, open, stalled, attachments } of linksOf(state)) {
    all.push(since + (open && !stalled ? beatOverdueMs : limits.readerSilenceMs));
    for (const { synced, progressAt, ackDueAt } of Object.values(attachments)) {
      all.push(ackDueAt, synced ? undefined : progressAt + attachPatienceMs);
    }
  }
  const times = all.filter((at) => at !== undefined);
  return times.length > 0 ? Math.min(...times) : undefined;
}
