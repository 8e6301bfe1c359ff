import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeRuntimeFolder, removeStaleSocket, socketPath } from '../../main/transport/socket-path';
import { createTokenCheck, ownerToken } from '../../main/transport/token';
import { isLoopback, openGateway } from '../../main/transport/gateway';
import { createHub, processTime } from '../../main/transport/hub';
import { createMemoryBlobs } from '../konsole/support/memory-blobs';
import { createMemoryFeed } from './memory-feed';
import { openHouse } from './house';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'k-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const place = { platform: 'linux', env: {}, temporary: '/tmp', uid: 7 };

describe('the socket', () => {
  test('lies in the home, open to its owner alone', async () => {
    const house = await openHouse({ home: folder });
    expect(house.gateway.socket).toBe(join(folder, 'konsole.sock'));
    expect(statSync(house.gateway.socket).mode & 0o777).toBe(0o600);
    await house.close();
    expect(existsSync(house.gateway.socket)).toBe(false);
  });

  test('of a home with a long path lies in a runtime folder of its own', () => {
    const home = `/${'long/'.repeat(30)}`;
    const inTmp = socketPath(home, place);
    expect(inTmp.folder).toBe('/tmp/vibe-konsole-7');
    expect(inTmp.path).toMatch(/^\/tmp\/vibe-konsole-7\/[0-9a-f]{16}\.sock$/);
    const env = { XDG_RUNTIME_DIR: '/run/user/7' };
    expect(socketPath(home, { ...place, env }).folder).toBe('/run/user/7/vibe-konsole');
    expect(() => socketPath(home, { ...place, temporary: home })).toThrow(/shorter folder/);
  });

  test('is a named pipe on Windows', () => {
    expect(socketPath('C:\\data', { ...place, platform: 'win32' }).path).toMatch(/^\\\\\.\\pipe\\/);
  });

  test('a long home is served from a folder with mode 0700', async () => {
    const home = join(folder, 'deep'.repeat(25));
    const { mkdirSync } = await import('node:fs');
    mkdirSync(home);
    const house = await openHouse({ home });
    expect(house.gateway.socket.startsWith(home)).toBe(false);
    expect(statSync(join(house.gateway.socket, '..')).mode & 0o777).toBe(0o700);
    await house.close();
  });

  test('a runtime folder that is no folder of ours is refused', () => {
    const link = join(folder, 'link');
    symlinkSync('/', link);
    expect(() => makeRuntimeFolder(link, process.getuid?.())).toThrow(/somebody else/);
    expect(() => makeRuntimeFolder(join(folder, 'own'), 123456)).toThrow(/somebody else/);
  });

  test('that a dead process left is removed', async () => {
    const path = join(folder, 'konsole.sock');
    const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
    spawnSync(process.execPath, ['-e', script]);
    expect(existsSync(path)).toBe(true);
    const house = await openHouse({ home: folder });
    await house.close();
  });

  test('that somebody answers on is left alone', async () => {
    const path = join(folder, 'konsole.sock');
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(path, resolve));
    await expect(removeStaleSocket(path)).rejects.toMatchObject({ code: 'conflict' });
    expect(existsSync(path)).toBe(true);
    await new Promise((resolve) => other.close(resolve));
  });

  test('a file in its place is left alone', async () => {
    const path = join(folder, 'konsole.sock');
    writeFileSync(path, 'mine');
    await expect(removeStaleSocket(path)).rejects.toMatchObject({ code: 'conflict' });
    expect(readFileSync(path, 'utf8')).toBe('mine');
  });
});

describe('TCP', () => {
  const deps = () => {
    const feed = createMemoryFeed();
    const log = { write() {} };
    const hub = createHub({ feed, log, ...processTime });
    const blobs = createMemoryBlobs();
    const execute = async () => ({ ok: true, result: {} }) as const;
    const konsole = { feed, log, blobs, execute };
    return { konsole, hub, home: folder, token: ownerToken(folder) };
  };

  test('attack 9: no port is open by default', async () => {
    const gateway = await openGateway(deps());
    expect(gateway.url).toBeUndefined();
    await gateway.close();
  });

  test('attack 9: a bind that others can reach needs the word of the person', async () => {
    const tcp = { port: 0, host: '0.0.0.0' };
    await expect(openGateway({ ...deps(), tcp })).rejects.toThrow(/--expose-to-network/);
    expect(existsSync(join(folder, 'konsole.sock'))).toBe(false);
    const gateway = await openGateway({ ...deps(), tcp: { ...tcp, exposed: true } });
    await gateway.close();
  });

  test('a port in use is told with a next step', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    await expect(openGateway({ ...deps(), tcp: { port } })).rejects.toThrow(/--port/);
    await new Promise((resolve) => other.close(resolve));
  });

  test('knows loopback by address, not by look', () => {
    expect(['127.0.0.1', '127.1.2.3', '::1', 'localhost'].map(isLoopback)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    expect(['127.0.0.1.evil.example', '0.0.0.0', '::', 'localhost.x'].some(isLoopback)).toBe(false);
  });
});

describe('the token', () => {
  test('is 256 bits, kept, and readable by its owner alone', () => {
    const token = ownerToken(folder);
    expect(Buffer.from(token, 'base64url').length).toBe(32);
    expect(ownerToken(folder)).toBe(token);
    expect(statSync(join(folder, 'gateway-token')).mode & 0o777).toBe(0o600);
  });

  test('that is damaged, or a link to elsewhere, is replaced as a whole', () => {
    const file = join(folder, 'gateway-token');
    writeFileSync(file, 'abc');
    expect(ownerToken(folder)).not.toBe('abc');
    const elsewhere = join(folder, 'elsewhere');
    writeFileSync(elsewhere, 'x'.repeat(43));
    rmSync(file);
    symlinkSync(elsewhere, file);
    const token = ownerToken(folder);
    expect(token).not.toBe('x'.repeat(43));
    expect(readFileSync(elsewhere, 'utf8')).toBe('x'.repeat(43));
  });

  test('passes only as it is', () => {
    const bears = createTokenCheck('right');
    expect(bears('Bearer right')).toBe(true);
    const wrong = [
      undefined,
      '',
      'right',
      'Bearer',
      'Bearer ',
      'Bearer wrong',
      'Basic right',
      'Bearer right x',
    ];
    expect(wrong.map(bears)).toEqual(wrong.map(() => false));
    expect(createTokenCheck('')('Bearer ')).toBe(false);
  });
});
