/**
 * Questions to the D-Bus session bus that Electron does not answer: does somebody show tray icons (closing a window into
 * a tray that is not there would lose it), and is there a portal for global shortcuts (else no key would ever come).
 * Wire format: https://dbus.freedesktop.org/doc/dbus-specification.html (little endian, version 1).
 */
import type { Duplex } from 'node:stream';

/** Who shows tray icons on a Linux desktop. */
export const trayWatcher = 'org.kde.StatusNotifierWatcher';

/** Opens a Unix socket; an abstract one's path begins with NUL, as Node wants it. */
export type OpenSocket = (path: string) => Duplex;

/** A method call whose arguments are strings. */
export interface BusCall {
  to: string;
  at: string;
  face: string;
  member: string;
  strings?: readonly string[];
}

const bus = {
  to: 'org.freedesktop.DBus',
  at: '/org/freedesktop/DBus',
  face: 'org.freedesktop.DBus',
} as const;

/** Whether somebody owns this name now. */
export async function nameHasOwner(
  open: OpenSocket,
  address: string | undefined,
  name: string,
  timeoutMs: number,
): Promise<boolean> {
  const call = { ...bus, member: 'NameHasOwner', strings: [name] };
  const answer = await askBus(open, address, call, timeoutMs);
  return answer !== undefined && answer.length >= 4 && answer.readUInt32LE(0) === 1;
}

/**
 * The version of the desktop portal's GlobalShortcuts; undefined where there is none. The portal is started by the
 * question, so `timeoutMs` must leave it the time. It offers an interface only if the desktop can do what it is for.
 */
export async function shortcutsPortal(
  open: OpenSocket,
  address: string | undefined,
  timeoutMs: number,
): Promise<number | undefined> {
  const call = {
    to: 'org.freedesktop.portal.Desktop',
    at: '/org/freedesktop/portal/desktop',
    face: 'org.freedesktop.DBus.Properties',
    member: 'Get',
    strings: ['org.freedesktop.portal.GlobalShortcuts', 'version'],
  };
  const answer = await askBus(open, address, call, timeoutMs);
  // A variant: its signature `u` (1, 'u', 0), filled up to a multiple of 4, and the number.
  if (!answer || answer.length < 8 || answer.toString('latin1', 0, 3) !== '\u0001u\0') {
    return undefined;
  }
  return answer.readUInt32LE(4);
}

/**
 * The body of the answer to one call. `address` is DBUS_SESSION_BUS_ADDRESS; of its parts the first with a Unix socket
 * is asked. Undefined when there is no bus, no answer within `timeoutMs`, or an error; never rejects.
 */
function askBus(
  open: OpenSocket,
  address: string | undefined,
  call: BusCall,
  timeoutMs: number,
): Promise<Buffer | undefined> {
  const path = socketPath(address ?? '');
  if (path === undefined) return Promise.resolve(undefined);
  return new Promise((resolve) => {
    const socket = open(path);
    const done = (answer?: Buffer) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(done, timeoutMs);
    socket.once('error', () => done());
    socket.once('close', () => done());
    converse(socket, call, done);
  });
}

/** The first Unix socket of a bus address. */
export function socketPath(address: string): string | undefined {
  for (const part of address.split(';')) {
    const match = /^unix:(?:.*,)?(path|abstract)=([^,]+)/.exec(part);
    if (!match?.[2]) continue;
    const path = unescaped(match[2]);
    if (path === undefined) continue;
    return match[1] === 'abstract' ? `\0${path}` : path;
  }
  return undefined;
}

function unescaped(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

/** Far more than any answer to these questions; more is no bus, and is not gathered. */
const mostBytes = 64 * 1024;

function converse(socket: Duplex, call: BusCall, done: (answer?: Buffer) => void): void {
  let received = Buffer.alloc(0);
  let greeted = false;
  let replies = 0;
  const uid = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
  socket.write(`\0AUTH EXTERNAL ${uid}\r\n`);
  socket.on('data', (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    if (!greeted) {
      const end = received.indexOf('\r\n');
      if (end < 0) return received.length > mostBytes ? done() : undefined;
      if (!received.subarray(0, end).toString('latin1').startsWith('OK ')) return done();
      received = received.subarray(end + 2);
      greeted = true;
      socket.write('BEGIN\r\n');
      socket.write(methodCall(1, { ...bus, member: 'Hello' }));
      socket.write(methodCall(2, call));
    }
    for (let message = nextMessage(received); message; message = nextMessage(received)) {
      received = received.subarray(message.size);
      if (message.type === messageType.error) return done();
      if (message.type !== messageType.reply) continue;
      replies += 1;
      // The first answers Hello.
      if (replies === 2) return done(message.body);
    }
    if (sizeOf(received) > mostBytes) done();
  });
}

const messageType = { call: 1, reply: 2, error: 3 } as const;
const pad = (size: number, to: number) => (to - (size % to)) % to;

export function methodCall(serial: number, call: BusCall): Buffer {
  const strings = call.strings ?? [];
  const body = joinAligned(strings.map(text), 4);
  const fields = joinAligned([
    field(1, 'o', call.at),
    field(6, 's', call.to),
    field(2, 's', call.face),
    field(3, 's', call.member),
    ...(strings.length === 0 ? [] : [signature('s'.repeat(strings.length))]),
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
function field(code: number, type: 'o' | 's', value: string): Buffer {
  return Buffer.concat([Buffer.from([code, 1, type.charCodeAt(0), 0]), text(value)]);
}

/** The header field that says of what types the body is. */
function signature(types: string): Buffer {
  return Buffer.from([8, 1, 0x67, 0, types.length, ...Buffer.from(types, 'latin1'), 0]);
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes, Buffer.from([0])]);
}

function joinAligned(parts: Buffer[], to = 8): Buffer {
  return parts.reduce(
    (all, part) => Buffer.concat([all, Buffer.alloc(pad(all.length, to)), part]),
    Buffer.alloc(0),
  );
}

/** The first whole message, or undefined while it is not all there. */
export function nextMessage(
  received: Buffer,
): { type: number; body: Buffer; size: number } | undefined {
  const size = sizeOf(received);
  if (received.length < size) return undefined;
  const start = size - received.readUInt32LE(4);
  return { type: received.readUInt8(1), body: received.subarray(start, size), size };
}

/** How long the first message is, as its head says; that of a head while that is not all there. */
function sizeOf(received: Buffer): number {
  if (received.length < 16) return 16;
  const fieldsSize = received.readUInt32LE(12);
  return 16 + fieldsSize + pad(fieldsSize, 8) + received.readUInt32LE(4);
}
