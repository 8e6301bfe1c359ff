/**
 * The paired devices: names, and hashes of their tokens, in `devices.json` of the data folder, mode 0600. Who
 * reads that file cannot come in with it. It is read once, at the start; this process alone writes it.
 */
import { randomBytes } from 'node:crypto';
import { lstatSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { KonsoleError } from '../../preload/contract/errors';
import type { Client, Log } from '../konsole/types';
import { hashOf } from './token';

/** What the owner is shown of a device. Times are epoch milliseconds. */
export interface DeviceInfo {
  id: string;
  name: string;
  created: number;
  /** To the hour; absent before its first request. */
  used?: number;
}

/** What a device or browser is given once. `cookie` does for listening alone. */
export interface Secrets {
  token: string;
  cookie: string;
}

export interface Devices {
  /** Durable before it returns. Throws a `KonsoleError`: `busy` when there are too many, `internal` when it cannot be written. */
  add(name: string): Secrets;
  bearer(token: string): Client | undefined;
  listener(cookie: string): Client | undefined;
  list(): DeviceInfo[];
  /**
   * False for an id that names none. At once, whatever becomes of the file; throws a `KonsoleError` when that
   * cannot be written, as the device would be back with the next start.
   */
  remove(id: string): boolean;
}

export interface DevicesDeps {
  home: string;
  log: Log;
  /** Epoch milliseconds. */
  now: () => number;
  /** Random bytes as base64url. */
  random: (bytes: number) => string;
}

interface Device extends DeviceInfo {
  /** SHA-256 in hex, of its token and of its cookie. */
  token: string;
  cookie: string;
}

const maxDevices = 64;
const maxFileBytes = 256 * 1024;
const hourMs = 60 * 60_000;

/** The id that commands, streams and approvals of a device go by. */
export const clientOf = (device: string): string => `device-${device}`;

export function createDevices({ home, log, now, random }: DevicesDeps): Devices {
  const file = join(home, 'devices.json');
  const known = new Map<string, Device>();
  const byToken = new Map<string, Device>();
  const byCookie = new Map<string, Device>();
  /** Unpaired, and still in the file. */
  const unwritten = new Set<string>();

  function keep(device: Device): void {
    known.set(device.id, device);
    byToken.set(device.token, device);
    byCookie.set(device.cookie, device);
  }

  function forget({ id, token, cookie }: Device): void {
    known.delete(id);
    byToken.delete(token);
    byCookie.delete(cookie);
  }

  function write(): void {
    writeWhole(file, { devices: [...known.values()] });
    unwritten.clear();
  }

  function clientFor(device: Device | undefined): Client | undefined {
    if (!device) return undefined;
    const hour = Math.floor(now() / hourMs) * hourMs;
    if (device.used === undefined || device.used < hour) {
      device.used = hour;
      try {
        write();
      } catch (error) {
        log.write('warn', 'transport', 'When a device was last used could not be kept.', {
          error: String(error),
        });
      }
    }
    return { id: clientOf(device.id), scope: 'device', door: 'tcp' };
  }

  const { devices, unread } = readDevices(file, log, now);
  for (const device of devices) keep(device);

  return {
    add(name) {
      if (known.size >= maxDevices) {
        throw new KonsoleError(
          'busy',
          `${maxDevices} devices are paired, and more are not kept. Unpair one first.`,
        );
      }
      if (unread !== undefined) {
        throw new KonsoleError(
          'internal',
          `The device was not paired: ${file} could not be read (${codeOf(unread) ?? 'unknown'}). Start Konsole again once it can be.`,
        );
      }
      const secrets = { token: random(32), cookie: random(32) };
      const device: Device = {
        id: randomBytes(8).toString('hex'),
        name,
        created: now(),
        token: hashOf(secrets.token),
        cookie: hashOf(secrets.cookie),
      };
      keep(device);
      try {
        write();
      } catch (error) {
        forget(device);
        throw writeError(file, error, 'The device was not paired');
      }
      log.write('info', 'transport', 'A device was paired', { device: device.id, name });
      return secrets;
    },
    bearer: (token) => clientFor(byToken.get(hashOf(token))),
    listener: (cookie) => clientFor(byCookie.get(hashOf(cookie))),
    list: () =>
      [...known.values()].map(({ id, name, created, used }) => ({
        id,
        name,
        created,
        ...(used === undefined ? {} : { used }),
      })),
    remove(id) {
      const device = known.get(id);
      if (!device && !unwritten.has(id)) return false;
      if (device) {
        forget(device);
        unwritten.add(id);
        log.write('info', 'transport', 'A device was unpaired', { device: id, name: device.name });
      }
      try {
        write();
      } catch (error) {
        throw writeError(file, error, 'The device is refused until Konsole ends, and no longer');
      }
      return true;
    },
  };
}

/**
 * Nobody is let in by a file that is not wholly what was written: it is set aside and told. `unread`: what is there may
 * be sound, and only could not be read, so it is left and must not be written over.
 */
function readDevices(
  file: string,
  log: Log,
  now: () => number,
): { devices: Device[]; unread?: unknown } {
  try {
    const stat = lstatSync(file);
    if (!stat.isFile() || stat.size > maxFileBytes) throw new Error('it is no file of ours');
    return { devices: checked(JSON.parse(readFileSync(file, 'utf8'))) };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { devices: [] };
    if (codeOf(error) !== undefined) {
      const message =
        'The list of paired devices could not be read this time: none is let in. Start Konsole again once it can be.';
      log.write('error', 'transport', message, { file, error: String(error) });
      return { devices: [], unread: error };
    }
    const aside = `${file}.damaged-${now()}`;
    let where = aside;
    try {
      renameSync(file, aside);
    } catch {
      where = file;
    }
    log.write(
      'error',
      'transport',
      'The list of paired devices cannot be read: none of them is let in. Pair them again.',
      // The parser's own words would quote the file.
      { file: where, error: error instanceof SyntaxError ? 'no JSON' : String(error) },
    );
    return { devices: [] };
  }
}

function checked(value: unknown): Device[] {
  const list = isRecord(value) ? value.devices : undefined;
  if (!Array.isArray(list) || list.length > maxDevices || !list.every(isDevice)) {
    throw new Error('it is not in our form');
  }
  const distinct = (key: 'id' | 'token' | 'cookie') => new Set(list.map((one) => one[key])).size;
  if ([distinct('id'), distinct('token'), distinct('cookie')].some((size) => size < list.length)) {
    throw new Error('a device is in it twice');
  }
  return list;
}

function isDevice(value: unknown): value is Device {
  if (!isRecord(value)) return false;
  const { id, name, created, used, token, cookie } = value;
  const isHash = (hash: unknown) => typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash);
  return (
    typeof id === 'string' &&
    /^[0-9a-f]{16}$/.test(id) &&
    typeof name === 'string' &&
    Number.isFinite(created) &&
    (used === undefined || Number.isFinite(used)) &&
    isHash(token) &&
    isHash(cookie)
  );
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function writeWhole(file: string, value: unknown): void {
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const text = `${JSON.stringify(value, null, 2)}\n`;
    writeFileSync(fresh, text, { mode: 0o600, flag: 'wx', flush: true });
    renameSync(fresh, file);
  } catch (error) {
    rmSync(fresh, { force: true });
    throw error;
  }
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;

const writeError = (file: string, error: unknown, what: string) =>
  new KonsoleError(
    'internal',
    `${what}: ${file} cannot be written (${codeOf(error) ?? 'unknown'}). Make room, or make it a folder that you may write in, and try again.`,
  );
