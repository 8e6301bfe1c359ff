/**
 * One question to the D-Bus session bus: does somebody own this name? Electron does not tell whether a Linux
 * desktop shows its tray icon, and closing a window into a tray that is not there would lose it.
 * Wire format: https://dbus.freedesktop.org/doc/dbus-specification.html (little endian, version 1).
 */
import type { Duplex } from 'node:stream';

/** Who shows tray icons on a Linux desktop. */
export const trayWatcher = 'org.kde.StatusNotifierWatcher';

/** Opens a Unix socket; an abstract one's path begins with NUL, as Node wants it. */
export type OpenSocket = (path: string) => Duplex;

/**
 * `address` is DBUS_SESSION_BUS_ADDRESS; of its parts the first with a Unix socket is asked. False when there
 * is no bus, no answer within `timeoutMs`, or no owner; never rejects.
 */
export function nameHasOwner(
  open: OpenSocket,
  address: string | undefined,
  name: string,
  timeoutMs: number,
): Promise<boolean> {
  const path = socketPath(address ?? '');
  if (path === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = open(path);
    const done = (answer: boolean) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => done(false), timeoutMs);
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
    ask(socket, name, done);
  });
}

/** The first Unix socket of a bus address. */
export function socketPath(address: string): string | undefined {
  for (const part of address.split(';')) {
    const match = /^unix:(?:.*,)?(path|abstract)=([^,]+)/.exec(part);
    if (!match?.[2]) continue;
    const path = decodeURIComponent(match[2]);
    return match[1] === 'abstract' ? `\0${path}` : path;
  }
  return undefined;
}

function ask(socket: Duplex, name: string, done: (answer: boolean) => void): void {
  let received = Buffer.alloc(0);
  let greeted = false;
  let replies = 0;
  const uid = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
  socket.write(`\0AUTH EXTERNAL ${uid}\r\n`);
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    if (!greeted) {
      const end = received.indexOf('\r\n');
      if (end < 0) return;
      if (!received.subarray(0, end).toString('latin1').startsWith('OK ')) return done(false);
      received = received.subarray(end + 2);
      greeted = true;
      socket.write('BEGIN\r\n');
      socket.write(methodCall(1, 'Hello'));
      socket.write(methodCall(2, 'NameHasOwner', name));
    }
    for (let message = nextMessage(received); message; message = nextMessage(received)) {
      received = received.subarray(message.size);
      if (message.type === messageType.error) return done(false);
      if (message.type !== messageType.reply) continue;
      replies += 1;
      // The first answers Hello; the second is a boolean, four bytes.
      if (replies === 2)
        return done(message.body.length >= 4 && message.body.readUInt32LE(0) === 1);
    }
  });
}

const messageType = { call: 1, reply: 2, error: 3 } as const;
const pad = (size: number, to: number) => (to - (size % to)) % to;

/** A call of the bus itself with at most one string argument. */
export function methodCall(serial: number, member: string, argument?: string): Buffer {
  const body = argument === undefined ? Buffer.alloc(0) : text(argument);
  const fields = joinAligned([
    field(1, 'o', '/org/freedesktop/DBus'),
    field(6, 's', 'org.freedesktop.DBus'),
    field(2, 's', 'org.freedesktop.DBus'),
    field(3, 's', member),
    ...(argument === undefined ? [] : [Buffer.from([8, 1, 0x67, 0, 1, 0x73, 0])]),
  ]);
  const head = Buffer.alloc(16);
  head.write('l', 0, 'latin1');
  head[1] = messageType.call;
  head[3] = 1;
  head.writeUInt32LE(body.length, 4);
  head.writeUInt32LE(serial, 8);
  head.writeUInt32LE(fields.length, 12);
  return Buffer.concat([head, fields, Buffer.alloc(pad(fields.length, 8)), body]);
}

/** A header field whose value is a string or an object path; begins on a multiple of 8. */
function field(code: number, signature: 'o' | 's', value: string): Buffer {
  return Buffer.concat([Buffer.from([code, 1, signature.charCodeAt(0), 0]), text(value)]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes, Buffer.from([0])]);
}

function joinAligned(parts: Buffer[]): Buffer {
  return parts.reduce((all, part) => Buffer.concat([all, Buffer.alloc(pad(all.length, 8)), part]));
}

/** The first whole message, or undefined while it is not all there. */
export function nextMessage(
  received: Buffer,
): { type: number; body: Buffer; size: number } | undefined {
  if (received.length < 16) return undefined;
  const bodySize = received.readUInt32LE(4);
  const fieldsSize = received.readUInt32LE(12);
  const start = 16 + fieldsSize + pad(fieldsSize, 8);
  const size = start + bodySize;
  if (received.length < size) return undefined;
  return { type: received.readUInt8(1), body: received.subarray(start, size), size };
}
