import { mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import {
  methodCall,
  nameHasOwner,
  nextMessage,
  shortcutsPortal,
  socketPath,
  trayWatcher,
} from '../../main/desktop/session-bus';

let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
  close = undefined;
});

const reply = (body: number[]) => {
  const head = Buffer.alloc(16);
  head.write('l', 0, 'latin1');
  head[1] = 2;
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, Buffer.from(body)]);
};

/** A bus of one sentence: greets, answers Hello, then `answer` to the question, in pieces of `step` bytes. */
async function bus(answer: Buffer, step = 1000, greeting = 'OK 1234\r\n'): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'konsole-bus-'));
  const file = path.join(folder, 'bus');
  const server: Server = createServer((socket) => {
    let asked = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      asked += chunk.toString('latin1');
      if (asked.startsWith('\0AUTH') && !asked.includes('BEGIN')) socket.write(greeting);
      if (!asked.includes(trayWatcher) && !asked.includes('GlobalShortcuts')) return;
      const all = Buffer.concat([reply([1, 0, 0, 0, 0x61, 0]), answer]);
      for (let at = 0; at < all.length; at += step) socket.write(all.subarray(at, at + step));
    });
  });
  await new Promise<void>((resolve) => server.listen(file, resolve));
  close = async () => {
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  };
  return `unix:path=${file},guid=00`;
}
const ask = (address: string | undefined, ms = 2000) =>
  nameHasOwner((file) => connect({ path: file }), address, trayWatcher, ms);

test('a desktop that shows tray icons is recognized, even when its answer comes byte by byte', async () => {
  expect(await ask(await bus(reply([1, 0, 0, 0]), 1))).toBe(true);
});

test('a desktop without a tray is told apart from one with it', async () => {
  expect(await ask(await bus(reply([0, 0, 0, 0])))).toBe(false);
});

test('no bus, a refusal and silence all mean: no tray', async () => {
  expect(await ask(undefined)).toBe(false);
  expect(await ask('unix:path=/nonexistent/bus')).toBe(false);
  expect(await ask('tcp:host=localhost,port=1')).toBe(false);
  expect(await ask(await bus(Buffer.alloc(0), 1, 'REJECTED\r\n'))).toBe(false);
  await close?.();
  expect(await ask(await bus(Buffer.alloc(0)), 50)).toBe(false);
});

test('an address that nobody can read means: no bus', async () => {
  expect(await ask('unix:path=/tmp/%zz')).toBe(false);
  expect(socketPath('unix:path=/tmp/%zz;unix:path=/tmp/b%20us')).toBe('/tmp/b us');
});

test('an answer of hostile size is not gathered: the bus is left at once', async () => {
  const huge = Buffer.alloc(16);
  huge.write('l', 0, 'latin1');
  huge[1] = 2;
  huge.writeUInt32LE(0xffff_ffff, 4);
  expect(await ask(await bus(huge), 600_000)).toBe(false);
  await close?.();
  expect(await ask(await bus(Buffer.alloc(0), 1, 'O'.repeat(100_000)), 600_000)).toBe(false);
});

test('a desktop whose portal knows global shortcuts is recognized by their version', async () => {
  const portal = (address: string | undefined) =>
    shortcutsPortal((file) => connect({ path: file }), address, 2000);
  const version = [1, 0x75, 0, 0, 2, 0, 0, 0];
  expect(await portal(await bus(reply(version), 3))).toBe(2);
  await close?.();
  // Something else than a number.
  expect(await portal(await bus(reply([1, 0x73, 0, 0, 1, 0, 0, 0, 0x61, 0])))).toBeUndefined();
  expect(await portal(undefined)).toBeUndefined();
});

test('addresses name a path or an abstract socket, escaped or not', () => {
  expect(socketPath('unix:path=/run/user/1000/bus')).toBe('/run/user/1000/bus');
  expect(socketPath('unix:guid=1,abstract=/tmp/dbus-x')).toBe('\0/tmp/dbus-x');
  expect(socketPath('disabled:;unix:path=/a%20b')).toBe('/a b');
  expect(socketPath('disabled:')).toBeUndefined();
});

test('a call is one whole message of its own format', () => {
  const call = methodCall(7, {
    to: 'a.b',
    at: '/',
    face: 'a.b',
    member: 'Get',
    strings: ['x', 'yz'],
  });
  expect(nextMessage(call)).toMatchObject({ type: 1, size: call.length });
  expect(nextMessage(call.subarray(0, -1))).toBeUndefined();
});
