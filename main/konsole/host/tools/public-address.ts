/**
 * Which addresses of the internet are public: not this machine, not its network, not what a cloud tells its machines.
 * Pure. What is not known to be public is not.
 */

/** The bytes of an IPv4 (4) or IPv6 (16) address as it is written; undefined for anything else. */
export function parseIp(text: string): number[] | undefined {
  return text.includes(':') ? parseV6(text) : parseV4(text);
}

export function isPublicAddress(text: string): boolean {
  const ip = parseIp(text);
  if (!ip) return false;
  return ip.length === 4 ? isPublicV4(ip) : isPublicV6(ip);
}

function parseV4(text: string): number[] | undefined {
  const parts = text.split('.');
  // A leading zero is octal to some and decimal to others.
  if (parts.length !== 4 || !parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part))) {
    return undefined;
  }
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

function parseV6(text: string): number[] | undefined {
  const sides = text.split('::');
  if (sides.length > 2) return undefined;
  const [head, tail] = sides.map((side) => groups(side, side === sides.at(-1)));
  if (!head || (sides.length === 2 && !tail)) return undefined;
  if (!tail) return head.length === 16 ? head : undefined;
  const missing = 16 - head.length - tail.length;
  return missing >= 2 ? [...head, ...new Array<number>(missing).fill(0), ...tail] : undefined;
}

/** The bytes of groups between colons; the last may be an IPv4 address. */
function groups(text: string, last: boolean): number[] | undefined {
  if (text === '') return [];
  const bytes: number[] = [];
  const parts = text.split(':');
  for (const [at, part] of parts.entries()) {
    if (last && at === parts.length - 1 && part.includes('.')) {
      const v4 = parseV4(part);
      if (!v4) return undefined;
      bytes.push(...v4);
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(part)) return undefined;
      const group = Number.parseInt(part, 16);
      bytes.push(group >> 8, group & 255);
    }
  }
  return bytes;
}

/** IPv4 addresses that are not public, by IANA's registry of special addresses, and multicast. */
const specialV4: readonly [bytes: readonly number[], bits: number][] = [
  [[0], 8],
  [[10], 8],
  [[100, 64], 10],
  [[127], 8],
  // Link-local: the metadata of most clouds is at 169.254.169.254.
  [[169, 254], 16],
  [[172, 16], 12],
  [[192, 0, 0], 24],
  [[192, 0, 2], 24],
  [[192, 88, 99], 24],
  [[192, 168], 16],
  [[198, 18], 15],
  [[198, 51, 100], 24],
  [[203, 0, 113], 24],
  [[224], 4],
  [[240], 4],
  // Looks public, and is what a machine in Azure asks about itself.
  [[168, 63, 129, 16], 32],
];

/** Within 2000::/3, which is all that is given out: protocols of their own, tunnels to IPv4, documentation. */
const specialV6: readonly [bytes: readonly number[], bits: number][] = [
  [[0x20, 0x01, 0x00], 23],
  [[0x20, 0x01, 0x0d, 0xb8], 32],
  [[0x20, 0x02], 16],
  [[0x3f, 0xff, 0x00], 20],
];

/** Prefixes of 96 bits behind which an IPv4 address stands: mapped, and what NAT64 gives names that have only that. */
const aroundV4: readonly (readonly number[])[] = [
  [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff],
  [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0],
];

function isPublicV4(ip: readonly number[]): boolean {
  return !specialV4.some(([bytes, bits]) => fits(ip, bytes, bits));
}

function isPublicV6(ip: readonly number[]): boolean {
  if (aroundV4.some((prefix) => fits(ip, prefix, 96))) return isPublicV4(ip.slice(12));
  if (!fits(ip, [0x20], 3)) return false;
  return !specialV6.some(([bytes, bits]) => fits(ip, bytes, bits));
}

function fits(ip: readonly number[], prefix: readonly number[], bits: number): boolean {
  for (let at = 0; at * 8 < bits; at += 1) {
    const left = bits - at * 8;
    const mask = left >= 8 ? 255 : (255 << (8 - left)) & 255;
    if (((ip[at] ?? 0) & mask) !== ((prefix[at] ?? 0) & mask)) return false;
  }
  return true;
}
