/** The stream machine's clock, which may be set while it runs. Pure. */
import type { Attachment, Link, MachineState } from './machine-types';

/**
 * A clock that was set back would leave every deadline far ahead, and the reader waiting for hours: all times go
 * back with it, as if it had stood still meanwhile. One that was set forward (or slept) needs nothing: what
 * seems overdue is tried once, and counts from then on.
 */
export function withClock(state: MachineState, now: number): MachineState {
  const back = state.clock - now;
  return back > 0 ? { ...setBack(state, back), clock: now } : { ...state, clock: now };
}

function setBack(state: MachineState, back: number): MachineState {
  const link = (was: Link): Link => {
    const attachments: Record<string, Attachment> = {};
    for (const [channel, attachment] of Object.entries(was.attachments)) {
      attachments[channel] = earlier(attachment, ['progressAt', 'ackDueAt'], back);
    }
    return { ...earlier(was, ['since'], back), attachments };
  };
  const { current, next, move } = state;
  return {
    ...earlier(state, ['retryAt', 'timerAt', 'lastHeardAt'], back),
    ...(current ? { current: link(current) } : {}),
    ...(next ? { next: link(next) } : {}),
    ...(move ? { move: earlier(move, ['retryAt'], back) } : {}),
  };
}

/** The same with these times `back` ms earlier; a time that is not there stays so. */
function earlier<Thing extends object, Key extends keyof Thing>(
  thing: Thing,
  keys: readonly Key[],
  back: number,
): Thing {
  const changed = { ...thing };
  for (const key of keys) {
    const at = thing[key];
    if (typeof at === 'number') Object.assign(changed, { [key]: at - back });
  }
  return changed;
}
