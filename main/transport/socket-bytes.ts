/**
 * Frames as bytes on a WebSocket, made once and shared by every reader that is sent the same. A server's frames
 * are not masked and ours are not compressed, so these are whole: a header and its text, ready to be written.
 */
import type { ServerFrame } from '../../preload/contract/frames';
import { createShared } from './encoding';

const sharedApart = createShared<Buffer>();
const sharedTogether = createShared<Buffer>();

/** `batch`: several frames are one message with an array of them, else each is a message. */
export function bytesOf(frames: readonly ServerFrame[], batch: boolean): Buffer {
  const [only] = frames;
  return batch && frames.length > 1
    ? sharedTogether(frames, () => textMessage(JSON.stringify(frames)))
    : sharedApart(frames, () =>
        frames.length === 1
          ? textMessage(JSON.stringify(only))
          : Buffer.concat(frames.map((frame) => textMessage(JSON.stringify(frame)))),
      );
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
