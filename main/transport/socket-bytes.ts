/**
 * Frames as bytes on a WebSocket, made once and shared by every reader that is sent the same. A server's frames
 * are not masked and ours are not compressed, so these are whole: a header and its text, ready to be written.
 */
import type { KonsoleEvent } from '../../preload/contract/events';
import type { ServerFrame } from '../../preload/contract/frames';
import { jsonOf } from './encoding';

interface Made {
  events: KonsoleEvent[];
  bytes: Buffer;
}

/** By the first event of a message: readers in step are sent the same ones. */
const apart = new WeakMap<KonsoleEvent, Made>();
const together = new WeakMap<KonsoleEvent, Made>();

/** `batch`: several frames are one message with an array of them, else each is a message. */
export function bytesOf(frames: readonly ServerFrame[], batch: boolean): Buffer {
  const asArray = batch && frames.length > 1;
  const made = asArray ? together : apart;
  const first = frames[0];
  if (first?.t !== 'event') return encode(frames, asArray);
  const known = made.get(first.event);
  if (known && isOf(frames, known.events)) return known.bytes;
  const bytes = encode(frames, asArray);
  const events = frames.flatMap((frame) => (frame.t === 'event' ? [frame.event] : []));
  if (events.length === frames.length) made.set(first.event, { events, bytes });
  return bytes;
}

function isOf(frames: readonly ServerFrame[], events: readonly KonsoleEvent[]): boolean {
  if (frames.length !== events.length) return false;
  return frames.every((frame, at) => frame.t === 'event' && frame.event === events[at]);
}

function encode(frames: readonly ServerFrame[], asArray: boolean): Buffer {
  const texts = frames.map(textOf);
  if (asArray) return textMessage(`[${texts.join(',')}]`);
  return texts.length === 1 && texts[0] !== undefined
    ? textMessage(texts[0])
    : Buffer.concat(texts.map(textMessage));
}

function textOf(frame: ServerFrame): string {
  return frame.t === 'event'
    ? `{"t":"event","event":${jsonOf(frame.event)}}`
    : JSON.stringify(frame);
}

/** FIN and the opcode of a text (RFC 6455, 5.2). */
const finalText = 0x81;

function textMessage(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const bytes = Buffer.allocUnsafe(header + length);
  bytes[0] = finalText;
  if (header === 2) bytes[1] = length;
  else if (header === 4) {
    bytes[1] = 126;
    bytes.writeUInt16BE(length, 2);
  } else {
    bytes[1] = 127;
    bytes.writeBigUInt64BE(BigInt(length), 2);
  }
  bytes.write(text, header);
  return bytes;
}
