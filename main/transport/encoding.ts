/** Events as JSON, made once and shared by every reader, and what they weigh. */
import type { KonsoleEvent } from '../../preload/contract/events';
import type { IndexSnapshot, Snapshot } from '../../preload/contract/shapes';

/** What the envelope of an event adds to its text, in characters of JSON. */
export const envelope = 120;

const texts = new WeakMap<KonsoleEvent, string>();

/** The same object is encoded once, however many readers it goes to. */
export function jsonOf(event: KonsoleEvent): string {
  const known = texts.get(event);
  if (known !== undefined) return known;
  const text = JSON.stringify(event);
  texts.set(event, text);
  return text;
}

export interface Weight {
  /** UTF-16 units: what acks and the window count. */
  chars: number;
  /** UTF-8 bytes: what a queue is bounded by. */
  bytes: number;
}

const weights = new WeakMap<KonsoleEvent, Weight>();

export function weightOf(event: KonsoleEvent): Weight {
  const known = weights.get(event);
  if (known) return known;
  const text = event.type === 'block.appended' ? event.text : jsonOf(event);
  const weight = { chars: text.length + envelope, bytes: Buffer.byteLength(text) + envelope };
  weights.set(event, weight);
  return weight;
}

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
