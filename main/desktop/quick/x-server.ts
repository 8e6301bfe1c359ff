/**
 * A few words with the X server that Electron has none for: which window has the keyboard, give it to that one, is there
 * a window manager, which keys are down. https://www.x.org/releases/current/doc/xproto/x11protocol.html (little endian, version 11).
 */
import type { Duplex } from 'node:stream';

/** How a client proves that it may come in: the name of a way, and its data. */
export interface XAuthority {
  name: string;
  data: Buffer;
}

export interface XServer {
  /** The window that has the keyboard; undefined for none, or for "whatever the pointer is on". */
  focus(): Promise<number | undefined>;
  /** Gives it the keyboard; nothing happens when it is gone or not visible. */
  setFocus(window: number): void;
  hasWindowManager(): Promise<boolean>;
  /** The codes of the keys that are down, without those like Ctrl; undefined when it cannot be known. */
  keysDown(): Promise<readonly number[] | undefined>;
  close(): void;
}

/** The number of a display of this computer (`:0`, `unix:0.0`), whose socket lies at a known place. */
export function localDisplay(display: string | undefined): number | undefined {
  const match = /^(?:unix)?:(\d{1,5})(?:\.\d+)?$/.exec(display ?? '');
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

export const socketOf = (display: number) => `/tmp/.X11-unix/X${display}`;

const cookie = 'MIT-MAGIC-COOKIE-1';

/** Kinds of address: this computer by its name, and any. */
const families = { local: 256, wild: 0xffff } as const;

/**
 * The entry for a display of this computer in a file of `XAUTHORITY`; undefined when there is none, or the file is
 * damaged. The file may know displays of the same number elsewhere, whose secrets are none of this one's.
 */
export function authorityFor(
  file: Buffer,
  display: number,
  hostname: string,
): XAuthority | undefined {
  let at = 0;
  const take = () => {
    const size = at + 2 <= file.length ? file.readUInt16BE(at) : 0;
    const part = file.subarray(at + 2, at + 2 + size);
    at += 2 + size;
    return part;
  };
  while (at + 2 <= file.length) {
    const family = file.readUInt16BE(at);
    at += 2;
    const address = take().toString();
    const number = take().toString('latin1');
    const name = take().toString('latin1');
    const data = take();
    if (at > file.length) return undefined;
    const here = family === families.wild || (family === families.local && address === hostname);
    const ours = here && (number === '' || number === String(display));
    if (ours && name === cookie) return { name, data };
  }
  return undefined;
}

/** Resolves when it was let in; rejects when not. When the connection ends later, nothing is known and nothing done. */
export function openXServer(socket: Duplex, authority: XAuthority | undefined): Promise<XServer> {
  return new Promise((resolve, reject) => {
    let received: Buffer = Buffer.alloc(0);
    let server: ReturnType<typeof converse> | undefined;
    const end = () => {
      server?.end();
      socket.destroy();
      reject(new Error('The X server ended the connection.'));
    };
    socket.once('error', end);
    socket.once('close', end);
    const hear = (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (!server) {
        const size = received.length < 8 ? Infinity : 8 + received.readUInt16LE(6) * 4;
        if (received.length < size) return;
        if (received[0] !== 1) return end();
        server = converse(socket, rootOf(received));
        received = received.subarray(size);
        resolve({
          focus: server.focus,
          setFocus: server.setFocus,
          hasWindowManager: server.hasWindowManager,
          keysDown: server.keysDown,
          close: end,
        });
      }
      received = server.take(received);
    };
    socket.on('data', (chunk: Buffer) => {
      if (socket.destroyed) return;
      try {
        hear(chunk);
      } catch {
        // What cannot be read is no X server.
        end();
      }
    });
    socket.write(greeting(authority));
  });
}

const padded = (bytes: Buffer) =>
  Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);

function greeting(authority: XAuthority | undefined): Buffer {
  const name = Buffer.from(authority?.name ?? '', 'latin1');
  const data = authority?.data ?? Buffer.alloc(0);
  const head = Buffer.alloc(12);
  head.write('l', 0, 'latin1');
  head.writeUInt16LE(11, 2);
  head.writeUInt16LE(name.length, 6);
  head.writeUInt16LE(data.length, 8);
  return Buffer.concat([head, padded(name), padded(data)]);
}

/** The root window of the first screen, which comes after the vendor's name and the formats of pixels. */
function rootOf(setup: Buffer): number {
  const vendor = setup.readUInt16LE(24);
  const formats = setup.readUInt8(29);
  return setup.readUInt32LE(40 + vendor + ((4 - (vendor % 4)) % 4) + formats * 8);
}

/** `detail` is the second byte of a request, `words` what follows its length. */
function request(opcode: number, detail: number, words: readonly number[], rest?: Buffer): Buffer {
  const tail = rest ? padded(rest) : Buffer.alloc(0);
  const head = Buffer.alloc(4 + words.length * 4);
  head[0] = opcode;
  head[1] = detail;
  head.writeUInt16LE((head.length + tail.length) / 4, 2);
  words.forEach((word, at) => head.writeUInt32LE(word, 4 + at * 4));
  return Buffer.concat([head, tail]);
}

/** Far more than any answer to what is asked here; more is no X server, and is not gathered. */
const mostBytes = 64 * 1024;

const opcodes = {
  internAtom: 16,
  getProperty: 20,
  setInputFocus: 42,
  getInputFocus: 43,
  queryKeymap: 44,
  getModifierMapping: 119,
} as const;
const revertToParent = 2;

function converse(socket: Duplex, root: number) {
  const waiting = new Map<number, (reply: Buffer | undefined) => void>();
  let sent = 0;
  let ended = false;

  /** Undefined for an error, or when the connection ends. */
  const ask = (bytes: Buffer) =>
    new Promise<Buffer | undefined>((resolve) => {
      if (ended) return resolve(undefined);
      sent = (sent + 1) & 0xffff;
      waiting.set(sent, resolve);
      socket.write(bytes);
    });

  /** Takes every whole message and gives back what is left. Throws for one that no X server sends here. */
  function take(received: Buffer): Buffer {
    let left = received;
    while (left.length >= 32) {
      const kind = left.readUInt8(0);
      const size = kind === 1 ? 32 + left.readUInt32LE(4) * 4 : 32;
      if (size > mostBytes) throw new Error('The X server said more than it was asked.');
      if (left.length < size) break;
      const number = left.readUInt16LE(2);
      // Anything but an error or a reply is an event, and none was asked for.
      if (kind <= 1) {
        waiting.get(number)?.(kind === 1 ? left.subarray(0, size) : undefined);
        waiting.delete(number);
      }
      left = left.subarray(size);
    }
    return left;
  }

  async function windowIn(window: number, property: number): Promise<number | undefined> {
    const reply = await ask(request(opcodes.getProperty, 0, [window, property, 0, 0, 1]));
    return reply && reply.length >= 36 && reply.readUInt32LE(8) !== 0
      ? reply.readUInt32LE(32)
      : undefined;
  }

  return {
    take,
    async focus(): Promise<number | undefined> {
      const window = (await ask(request(opcodes.getInputFocus, 0, [])))?.readUInt32LE(8);
      // 0 is none and 1 the pointer's; the root gives keys to whatever the pointer is on, too.
      return window === undefined || window <= 1 || window === root ? undefined : window;
    },
    setFocus(window: number): void {
      if (ended) return;
      sent = (sent + 1) & 0xffff;
      socket.write(request(opcodes.setInputFocus, revertToParent, [window, 0]));
    },
    async hasWindowManager(): Promise<boolean> {
      const name = Buffer.from('_NET_SUPPORTING_WM_CHECK', 'latin1');
      const atom = (await ask(request(opcodes.internAtom, 1, [name.length], name)))?.readUInt32LE(
        8,
      );
      if (atom === undefined || atom === 0) return false;
      // It names a window of the manager's, which says the same of itself: so long as the manager lives.
      const window = await windowIn(root, atom);
      return window !== undefined && (await windowIn(window, atom)) === window;
    },
    async keysDown(): Promise<number[] | undefined> {
      const [keymap, modifiers] = await Promise.all([
        ask(request(opcodes.queryKeymap, 0, [])),
        ask(request(opcodes.getModifierMapping, 0, [])),
      ]);
      // 32 bytes, a bit for each of 256 keys; and some codes for each of eight modifiers.
      const bits = keymap?.subarray(8, 40);
      if (bits?.length !== 32 || !modifiers) return undefined;
      const others = new Set(modifiers.subarray(32));
      return Array.from({ length: 256 }, (_, code) => code).filter(
        (code) => (bits.readUInt8(code >> 3) & (1 << (code & 7))) !== 0 && !others.has(code),
      );
    },
    end(): void {
      ended = true;
      for (const resolve of waiting.values()) resolve(undefined);
      waiting.clear();
    },
  };
}
