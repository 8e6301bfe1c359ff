/**
 * D-Bus values to bytes and back, little endian, enough for a tray: no doubles, no file descriptors.
 * https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol-marshaling
 */

export interface Variant {
  signature: string;
  value: unknown;
}

const alignment: Readonly<Record<string, number>> = {
  ...{ y: 1, g: 1, v: 1, b: 4, i: 4, u: 4, s: 4, o: 4, a: 4 },
  ...{ n: 2, q: 2, x: 8, t: 8, d: 8, '(': 8, '{': 8 },
};

/** Splits a signature into its complete types: `ia{sv}av` → `i`, `a{sv}`, `av`. */
export function typesOf(signature: string): string[] {
  const types: string[] = [];
  for (let at = 0; at < signature.length; ) {
    const end = endOfType(signature, at);
    types.push(signature.slice(at, end));
    at = end;
  }
  return types;
}

function endOfType(signature: string, at: number): number {
  const char = signature[at];
  if (char === 'a') return endOfType(signature, at + 1);
  if (char !== '(' && char !== '{') return at + 1;
  let depth = 0;
  for (let i = at; i < signature.length; i++) {
    if ('({'.includes(signature[i] ?? '')) depth += 1;
    if (')}'.includes(signature[i] ?? '')) depth -= 1;
    if (depth === 0) return i + 1;
  }
  throw new Error(`A signature does not end: ${signature}`);
}

/** `values` are one a type of the signature. A dict is an array of pairs, a struct an array. */
export function encode(signature: string, values: readonly unknown[]): Buffer {
  const bytes: number[] = [];
  const align = (to: number) => {
    while (bytes.length % to !== 0) bytes.push(0);
  };
  const word = (n: number) => {
    align(4);
    bytes.push(n & 255, (n >>> 8) & 255, (n >>> 16) & 255, (n >>> 24) & 255);
  };
  const put = (type: string, value: unknown): void => {
    switch (type[0]) {
      case 'y':
        bytes.push(Number(value));
        return;
      case 'b':
      case 'i':
      case 'u':
        return word(Number(value));
      case 's':
      case 'o': {
        const text = Buffer.from(String(value));
        word(text.length);
        bytes.push(...text, 0);
        return;
      }
      case 'g': {
        const text = Buffer.from(String(value));
        bytes.push(text.length, ...text, 0);
        return;
      }
      case 'v': {
        const { signature: inner, value: held } = value as Variant;
        put('g', inner);
        return put(inner, held);
      }
      case 'a': {
        word(0);
        const lengthAt = bytes.length - 4;
        align(alignment[type[1] ?? ''] ?? 1);
        const start = bytes.length;
        for (const item of value as unknown[]) put(type.slice(1), item);
        const size = Buffer.alloc(4);
        size.writeUInt32LE(bytes.length - start);
        bytes.splice(lengthAt, 4, ...size);
        return;
      }
      case '(':
      case '{':
        align(8);
        typesOf(type.slice(1, -1)).forEach((inner, i) => put(inner, (value as unknown[])[i]));
        return;
      default:
        throw new Error(`Not written here: ${type}`);
    }
  };
  typesOf(signature).forEach((type, i) => put(type, values[i]));
  return Buffer.from(bytes);
}

/** The inverse of `encode`; variants are taken out of their wrapping. `from` is where to begin. */
export function decode(signature: string, bytes: Buffer, from = 0): unknown[] {
  let at = from;
  const align = (to: number) => {
    at += (to - (at % to)) % to;
  };
  const word = () => {
    align(4);
    at += 4;
    return bytes.readUInt32LE(at - 4);
  };
  const text = (size: number) => {
    at += size + 1;
    return bytes.toString('utf8', at - size - 1, at - 1);
  };
  const take = (type: string): unknown => {
    switch (type[0]) {
      case 'y':
        at += 1;
        return bytes[at - 1];
      case 'b':
        return word() === 1;
      case 'i':
        return word() | 0;
      case 'u':
        return word();
      case 'x':
      case 't':
        align(8);
        at += 8;
        return bytes.readBigInt64LE(at - 8);
      case 's':
      case 'o':
        return text(word());
      case 'g':
        at += 1;
        return text(bytes[at - 1] ?? 0);
      case 'v':
        return take(String(take('g')));
      case 'a': {
        const size = word();
        align(alignment[type[1] ?? ''] ?? 1);
        const end = at + size;
        const items: unknown[] = [];
        while (at < end) items.push(take(type.slice(1)));
        return items;
      }
      case '(':
      case '{':
        align(8);
        return typesOf(type.slice(1, -1)).map(take);
      default:
        throw new Error(`Not read here: ${type}`);
    }
  };
  return typesOf(signature).map(take);
}
