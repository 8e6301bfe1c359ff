import { expect, test } from 'vitest';
import { parseArgs } from '../../main/args';
import { tcpDoor } from '../../main/tcp-door';

const set = (tcp?: { port: number; host?: string }) => ({
  settings: { gateway: tcp ? { tcp } : {} },
});

test('attack 9: no TCP door is opened unless a switch or the setting asks for one', () => {
  expect(tcpDoor(parseArgs([]), set())).toBeUndefined();
  expect(tcpDoor(parseArgs(['--host', '0.0.0.0']), undefined)).toBeUndefined();
});

test('the setting opens one, and a switch goes before it', () => {
  expect(tcpDoor(parseArgs([]), set({ port: 8123 }))).toMatchObject({ port: 8123, exposed: false });
  expect(tcpDoor(parseArgs(['--port', '0']), set({ port: 8123 }))).toMatchObject({ port: 0 });
});

test('a setting alone never is the word that a door to the network is meant', () => {
  const door = tcpDoor(parseArgs([]), set({ port: 1, host: '0.0.0.0' }));
  expect(door).toMatchObject({ host: '0.0.0.0', exposed: false });
});
