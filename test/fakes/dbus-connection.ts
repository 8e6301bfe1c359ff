/** One connection to a message bus: calls others, answers their calls, sends signals. */
import { connect, type Socket } from 'node:net';
import { socketPath } from '../../main/desktop/session-bus';
import { decode, encode, type Variant } from './dbus-wire';

export interface Message {
  type: number;
  serial: number;
  replyTo?: number;
  member?: string;
  sender?: string;
  body: unknown[];
}

export type Answer = { signature: string; body: unknown[] };

export interface Bus {
  call(
    to: string,
    at: string,
    face: string,
    member: string,
    signature: string,
    body: unknown[],
  ): Promise<unknown[]>;
  /** Asks to be known by a name too. */
  own(name: string): Promise<void>;
  signal(at: string, face: string, member: string, signature: string, body: unknown[]): void;
  close(): void;
}

/** Answers calls with `answer`. */
export async function openBus(address: string, answer: (message: Message) => Answer): Promise<Bus> {
  const path = socketPath(address);
  if (path === undefined) throw new Error(`No Unix socket in ${address}`);
  const socket = connect({ path });
  const waiting = new Map<number, (message: Message) => void>();
  let serial = 0;
  await greet(socket);

  let received = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    for (let next = parse(received); next; next = parse(received)) {
      received = received.subarray(next.size);
      take(next.message);
    }
  });

  function take(message: Message): void {
    if (message.replyTo !== undefined) {
      waiting.get(message.replyTo)?.(message);
      waiting.delete(message.replyTo);
    } else if (message.type === 1) {
      const { signature, body } = answer(message);
      const fields: [number, Variant][] = [
        [5, { signature: 'u', value: message.serial }],
        [6, { signature: 's', value: message.sender }],
      ];
      send(2, fields, signature, body);
    }
  }

  function send(
    type: number,
    fields: [number, Variant][],
    signature: string,
    body: unknown[],
  ): number {
    const bytes = encode(signature, body);
    const all = signature ? [...fields, [8, { signature: 'g', value: signature }]] : fields;
    serial += 1;
    const head = encode('yyyyuua(yv)', [0x6c, type, 0, 1, bytes.length, serial, all]);
    socket.write(Buffer.concat([head, Buffer.alloc((8 - (head.length % 8)) % 8), bytes]));
    return serial;
  }

  async function call(
    to: string,
    at: string,
    face: string,
    member: string,
    signature: string,
    body: unknown[],
  ): Promise<unknown[]> {
    const fields: [number, Variant][] = [
      [1, { signature: 'o', value: at }],
      [2, { signature: 's', value: face }],
      [3, { signature: 's', value: member }],
      [6, { signature: 's', value: to }],
    ];
    const reply = await new Promise<Message>((resolve) => {
      waiting.set(send(1, fields, signature, body), resolve);
    });
    if (reply.type === 3) throw new Error(`${member} failed: ${String(reply.body[0])}`);
    return reply.body;
  }

  const dbus = 'org.freedesktop.DBus';
  const root = '/org/freedesktop/DBus';
  await call(dbus, root, dbus, 'Hello', '', []);
  return {
    call,
    own: async (name) => void (await call(dbus, root, dbus, 'RequestName', 'su', [name, 0])),
    signal(at, face, member, signature, body) {
      const fields: [number, Variant][] = [
        [1, { signature: 'o', value: at }],
        [2, { signature: 's', value: face }],
        [3, { signature: 's', value: member }],
      ];
      send(4, fields, signature, body);
    },
    close: () => void socket.destroy(),
  };
}

function greet(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.once('data', () => {
      socket.write('BEGIN\r\n');
      resolve();
    });
    const uid = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex');
    socket.write(`\0AUTH EXTERNAL ${uid}\r\n`);
  });
}

function parse(bytes: Buffer): { message: Message; size: number } | undefined {
  if (bytes.length < 16) return undefined;
  const bodySize = bytes.readUInt32LE(4);
  const fieldsEnd = 16 + bytes.readUInt32LE(12);
  const start = fieldsEnd + ((8 - (fieldsEnd % 8)) % 8);
  if (bytes.length < start + bodySize) return undefined;
  const head = decode('yyyyuua(yv)', bytes.subarray(0, fieldsEnd));
  const fields = new Map((head[6] as [number, unknown][]).map(([code, value]) => [code, value]));
  const message: Message = {
    type: Number(head[1]),
    serial: Number(head[5]),
    body: decode(signatureOf(fields.get(8)), Buffer.from(bytes.subarray(start, start + bodySize))),
  };
  if (fields.has(5)) message.replyTo = Number(fields.get(5));
  if (fields.has(3)) message.member = String(fields.get(3));
  if (fields.has(7)) message.sender = String(fields.get(7));
  return { message, size: start + bodySize };
}

const signatureOf = (field: unknown) => (typeof field === 'string' ? field : '');
