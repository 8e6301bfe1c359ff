/**
 * Certificates for servers on loopback, made when a test runs: signed by themselves, or by an authority of the test's own.
 * Just as much of X.509 in DER as TLS looks at. None of their keys is of any use elsewhere.
 */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';

export interface Certificate {
  /** PEM. */
  cert: string;
  /** PEM. */
  key: string;
}

export interface Authority extends Certificate {
  name: string;
  privateKey: KeyObject;
}

interface Wanted {
  /** Epoch ms. */
  from?: number;
  to?: number;
  /** Of the one who signs; absent: itself. */
  by?: Authority;
  /** DNS names and IPv4 addresses. */
  names?: readonly string[];
  /** It may sign others. */
  signs?: boolean;
}

const day = 86_400_000;

function der(tag: number, ...parts: (Buffer | readonly number[])[]): Buffer {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const { length } = body;
  const size =
    length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

const sequence = (...parts: Buffer[]) => der(0x30, ...parts);
const id = (...bytes: number[]) => der(0x06, bytes);
const text = (words: string) => der(0x0c, Buffer.from(words));
const yes = der(0x01, [0xff]);

const ecdsaWithSha256 = sequence(id(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
const named = (name: string) => sequence(der(0x31, sequence(id(0x55, 0x04, 0x03), text(name))));

/** UTCTime, and GeneralizedTime from 2050 on. */
function time(at: number): Buffer {
  const digits = `${new Date(at).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`;
  return new Date(at).getUTCFullYear() < 2050
    ? der(0x17, Buffer.from(digits.slice(2)))
    : der(0x18, Buffer.from(digits));
}

const altName = (name: string) =>
  /^[\d.]+$/.test(name) ? der(0x87, name.split('.').map(Number)) : der(0x82, Buffer.from(name));

function make(name: string, { from, to, by, names = [], signs = false }: Wanted) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const extensions: Buffer[] = [];
  const extend = (kind: number, critical: Buffer[], value: Buffer) =>
    extensions.push(sequence(id(0x55, 0x1d, kind), ...critical, der(0x04, value)));
  if (signs) extend(0x13, [yes], sequence(yes));
  if (names.length > 0) extend(0x11, [], sequence(...names.map(altName)));
  const serial = [1, ...Buffer.from(String(process.hrtime.bigint())).subarray(-8)];
  const body = sequence(
    der(0xa0, der(0x02, [2])),
    der(0x02, serial),
    ecdsaWithSha256,
    named(by?.name ?? name),
    sequence(time(from ?? Date.now() - day), time(to ?? Date.now() + day)),
    named(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    ...(extensions.length > 0 ? [der(0xa3, sequence(...extensions))] : []),
  );
  const signature = sign('sha256', body, by?.privateKey ?? privateKey);
  const whole = sequence(body, ecdsaWithSha256, der(0x03, [0], signature));
  const lines = whole.toString('base64').match(/.{1,64}/g) ?? [];
  const cert = `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
  return { cert, key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })), privateKey };
}

/** Of a server. */
export function makeCertificate(wanted: Wanted = {}): Certificate {
  const { cert, key } = make('Test of Konsole', { names: ['127.0.0.1', 'localhost'], ...wanted });
  return { cert, key };
}

export function makeAuthority(): Authority {
  const name = 'Test authority of Konsole';
  return { name, ...make(name, { signs: true }) };
}
