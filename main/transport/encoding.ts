/** What events weigh, and messages that are encoded once for all readers that are sent the same. */
import type { KonsoleEvent } from '../../preload/contract/events';
import type { ServerFrame } from '../../preload/contract/frames';
import type { IndexSnapshot, Snapshot } from '../../preload/contract/shapes';

/** What the envelope of an event adds to its text, in characters of JSON. */
export const envelope = 120;

/** Messages that are kept: readers in step are sent the same ones, one right after the other. */
const keptMessages = 8;

/** Gives what was made of the same events before, or makes it. Other frames than events are of one reader alone. */
export function createShared<Made>() {
  // A ring, and no Map: one in which keys come and go leaves its old tables behind, each holding on to messages.
  const kept: { frames: readonly ServerFrame[]; made: Made }[] = [];
  let next = 0;
  return (frames: readonly ServerFrame[], make: () => Made): Made => {
    if (frames[0]?.t !== 'event') return make();
    const known = kept.find((one) => areSame(one.frames, frames));
    if (known) return known.made;
    const made = make();
    kept[next] = { frames, made };
    next = (next + 1) % keptMessages;
    return made;
  };
}

function areSame(some: readonly ServerFrame[], others: readonly ServerFrame[]): boolean {
  if (some.length !== others.length) return false;
  return some.every((frame, at) => {
    const other = others[at];
    return frame.t === 'event' && other?.t === 'event' && frame.event === other.event;
  });
}

/** Texts that weigh what others than appends do: they are few, and only their JSON tells. */
const texts = new WeakMap<KonsoleEvent, string>();

function textOf(event: KonsoleEvent): string {
  if (event.type === 'block.appended') return event.text;
  const known = texts.get(event);
  if (known !== undefined) return known;
  const text = JSON.stringify(event);
  texts.set(event, text);
  return text;
}

/** UTF-16 units: what acks and the window count. */
export const charsOf = (event: KonsoleEvent): number => textOf(event).length + envelope;

/** UTF-8 bytes: what a queue is bounded by. */
export const bytesOf = (event: KonsoleEvent): number => Buffer.byteLength(textOf(event)) + envelope;

/** About what a snapshot takes on the wire, in characters, without encoding it. */
export function snapshotChars(state: Snapshot | IndexSnapshot): number {
  if ('sessions' in state) return state.sessions.length * 5 * envelope;
  let chars = 5 * envelope;
  for (const turn of state.turns) {
    chars += turn.text.length + 5 * envelope;
    for (const block of turn.blocks) chars += block.text.length + 2 * envelope;
  }
  return chars;
}
