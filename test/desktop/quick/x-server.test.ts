import { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import { authorityFor, localDisplay, openXServer } from '../../../main/desktop/quick/x-server';

const root = 0x533;
const opcode = {
  internAtom: 16,
  getProperty: 20,
  setInputFocus: 42,
  getInputFocus: 43,
  queryKeymap: 44,
  getModifierMapping: 119,
};
const [control, letter, space] = [37, 38, 65];

/** An X server of a few sentences, which answers in pieces of `step` bytes. `said` is every request. */
function xServer({ focus = 0, manager = 0, lets = true, step = 1000, keys = [] as number[] } = {}) {
  const said: Buffer[] = [];
  let greeted = false;
  const socket = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      said.push(chunk);
      if (!greeted) answer(setup());
      else reply(chunk);
      greeted = true;
      done();
    },
  });
  const answer = (bytes: Buffer) => {
    for (let at = 0; at < bytes.length; at += step) socket.push(bytes.subarray(at, at + step));
  };
  function setup(): Buffer {
    const vendor = 'Fake!';
    const body = Buffer.alloc(40 + 8 + 8 + 4);
    body[0] = lets ? 1 : 0;
    body.writeUInt16LE((body.length - 8) / 4, 6);
    body.writeUInt16LE(vendor.length, 24);
    body[29] = 1;
    body.writeUInt32LE(root, 56);
    return body;
  }
  function reply(request: Buffer): void {
    const made = (extra = 0) => {
      const bytes = Buffer.alloc(32 + extra);
      bytes[0] = 1;
      bytes.writeUInt16LE(said.length - 1, 2);
      bytes.writeUInt32LE(extra / 4, 4);
      return bytes;
    };
    if (request[0] === opcode.getInputFocus || request[0] === opcode.internAtom) {
      const bytes = made();
      bytes.writeUInt32LE(request[0] === opcode.internAtom ? 99 : focus, 8);
      answer(bytes);
    }
    if (request[0] === opcode.queryKeymap) {
      const bytes = made(8);
      for (const key of keys)
        bytes.writeUInt8(bytes.readUInt8(8 + (key >> 3)) | (1 << (key & 7)), 8 + (key >> 3));
      answer(bytes);
    }
    if (request[0] === opcode.getModifierMapping) {
      // One code for each of eight modifiers, of which Control is the third.
      const bytes = made(8);
      bytes[34] = control;
      answer(bytes);
    }
    if (request[0] === opcode.getProperty) {
      const bytes = made(manager ? 4 : 0);
      if (manager) bytes.writeUInt32LE(33, 8);
      if (manager) bytes.writeUInt32LE(manager, 32);
      answer(bytes);
    }
  }
  return { socket, said };
}

test('the window with the keyboard is told, even when the answer comes byte by byte', async () => {
  const { socket } = xServer({ focus: 0x40_0001, step: 1 });
  const server = await openXServer(socket, undefined);
  expect(await server.focus()).toBe(0x40_0001);
});

test('none, the pointer’s and the root count as nobody', async () => {
  for (const focus of [0, 1, root]) {
    const server = await openXServer(xServer({ focus }).socket, undefined);
    expect(await server.focus()).toBeUndefined();
  }
});

test('the keyboard is given in one request, which has its window', async () => {
  const { socket, said } = xServer();
  const server = await openXServer(socket, {
    name: 'MIT-MAGIC-COOKIE-1',
    data: Buffer.from('secret'),
  });
  expect(said[0]?.toString('latin1')).toContain('secret');
  server.setFocus(0x40_0001);
  const request = said.at(-1);
  expect([request?.[0], request?.length]).toEqual([opcode.setInputFocus, 12]);
  expect(request?.readUInt32LE(4)).toBe(0x40_0001);
});

test('a window manager is known by the window that names itself', async () => {
  const managed = await openXServer(xServer({ manager: 0x20_0007 }).socket, undefined);
  expect(await managed.hasWindowManager()).toBe(true);
  const bare = await openXServer(xServer().socket, undefined);
  expect(await bare.hasWindowManager()).toBe(false);
});

test('the keys that are down are told, without those like Ctrl', async () => {
  const pressed = xServer({ keys: [control, letter, space], step: 7 });
  expect(await (await openXServer(pressed.socket, undefined)).keysDown()).toEqual([letter, space]);
  const { socket } = xServer({ keys: [] });
  const server = await openXServer(socket, undefined);
  expect(await server.keysDown()).toEqual([]);
  server.close();
  expect(await server.keysDown()).toBeUndefined();
});

test('one that lets nobody in is refused, and one that goes leaves no question open', async () => {
  await expect(openXServer(xServer({ lets: false }).socket, undefined)).rejects.toThrow();
  const { socket } = xServer();
  const server = await openXServer(socket, undefined);
  server.close();
  expect(await server.focus()).toBeUndefined();
  expect(await server.hasWindowManager()).toBe(false);
  server.setFocus(7);
});

test('nonsense and hostile sizes end the connection: nothing is thrown, and no question stays open', async () => {
  const saying = (bytes: Buffer) => {
    const socket = new Duplex({ read() {}, write: (_chunk, _encoding, done) => done() });
    socket.push(bytes);
    return openXServer(socket, undefined);
  };
  // Let in, with a greeting that is shorter than its own words.
  await expect(saying(Buffer.from([1, 0, 0, 0, 0, 0, 0, 0]))).rejects.toThrow();
  const short = Buffer.alloc(48, 0xff);
  short[0] = 1;
  short.writeUInt16LE(10, 6);
  await expect(saying(short)).rejects.toThrow();

  const { socket } = xServer();
  const server = await openXServer(socket, undefined);
  const focus = server.focus();
  const huge = Buffer.alloc(32);
  huge[0] = 1;
  huge.writeUInt32LE(0xffff_ffff, 4);
  socket.push(huge);
  await focus;
  expect(await server.focus()).toBeUndefined();
  expect(socket.destroyed).toBe(true);
});

test('only displays of this computer are asked', () => {
  expect(localDisplay(':0')).toBe(0);
  expect(localDisplay(':99.0')).toBe(99);
  expect(localDisplay('unix:1')).toBe(1);
  expect(localDisplay('far.example:0')).toBeUndefined();
  expect(localDisplay(undefined)).toBeUndefined();
});

function entry(number: string, data: string, { family = 256, address = 'here' } = {}): Buffer {
  const part = (text: string) => {
    const size = Buffer.alloc(2);
    size.writeUInt16BE(text.length);
    return Buffer.concat([size, Buffer.from(text)]);
  };
  const head = Buffer.alloc(2);
  head.writeUInt16BE(family);
  return Buffer.concat([head, ...[address, number, 'MIT-MAGIC-COOKIE-1', data].map(part)]);
}

test('of a file with several entries the one of the display is taken; a damaged file has none', () => {
  const file = Buffer.concat([entry('1', 'one'), entry('99', 'two')]);
  expect(authorityFor(file, 99, 'here')?.data.toString()).toBe('two');
  expect(authorityFor(file, 5, 'here')).toBeUndefined();
  expect(authorityFor(file.subarray(0, -2), 99, 'here')).toBeUndefined();
  expect(authorityFor(Buffer.alloc(0), 0, 'here')).toBeUndefined();
});

test('what lets one in to another computer is not told to this one', () => {
  const file = Buffer.concat([
    entry('0', 'by network', { family: 0, address: '\u0001\u0002\u0003\u0004' }),
    entry('0', 'elsewhere', { address: 'there' }),
    entry('0', 'ours'),
  ]);
  expect(authorityFor(file, 0, 'here')?.data.toString()).toBe('ours');
  expect(authorityFor(file, 0, 'nowhere')).toBeUndefined();
  const any = entry('0', 'any', { family: 0xffff, address: '' });
  expect(authorityFor(any, 0, 'here')?.data.toString()).toBe('any');
});
