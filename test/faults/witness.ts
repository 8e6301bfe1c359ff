/** A follower that believes nothing: it folds what it is given and notes every event that came twice or not at all. */
import type { IndexEvent, KonsoleEvent, SessionEvent } from '../../preload/contract/events';
import { emptyIndex, reduceIndex } from '../../preload/contract/index-state';
import { emptySession, reduceSession } from '../../preload/contract/session-state';
import type { IndexSnapshot, Snapshot } from '../../preload/contract/shapes';
import type { Follower } from '../../preload/stream/types';

export function createWitness(channel: string) {
  let state: Snapshot | IndexSnapshot =
    channel === 'index' ? emptyIndex() : emptySession(channel.slice('session/'.length));
  const wrong: string[] = [];
  let events = 0;
  let snapshots = 0;

  function take(event: KonsoleEvent): void {
    const { pos, seq } = state;
    if (event.channel !== channel) wrong.push(`${event.channel} was told on ${channel}`);
    if (event.pos <= pos) wrong.push(`pos ${event.pos} came again after ${pos}`);
    if ((event.first ?? event.seq) > seq + 1)
      wrong.push(`seq ${event.first ?? event.seq} came right after ${seq}`);
    events += 1;
    state =
      'session' in state
        ? reduceSession(state, event as SessionEvent)
        : reduceIndex(state, event as IndexEvent);
    if (state.pos !== event.pos) wrong.push(`pos ${event.pos} was not applied`);
  }

  const follower: Follower = {
    snapshot(whole) {
      if (whole.pos < state.pos)
        wrong.push(`a snapshot led back from ${state.pos} to ${whole.pos}`);
      snapshots += 1;
      state = whole;
    },
    events: (all) => all.forEach(take),
    gone: (message) => void wrong.push(`it was told to be gone: ${message}`),
  };
  return {
    channel,
    follower,
    state: () => state,
    wrong,
    /** How often something was delivered. */
    heard: () => events + snapshots,
    counts: () => ({ events, snapshots }),
  };
}

export type Witness = ReturnType<typeof createWitness>;
