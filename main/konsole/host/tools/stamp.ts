/** Tells one content of a file from another, so that nothing is overwritten that was not seen. */
import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';

/**
 * Up to this size it is the content that counts, hashed to its end. What is larger is told apart by what the system
 * keeps about it: reading a range of a file of 2 GB must not mean to read all of it.
 */
export const hashedBytes = 8 * 1024 * 1024;

export interface Stamper {
  /** The next bytes of the file, from its first on, without a gap. */
  add(bytes: Uint8Array): void;
  /** `before` is what the system told before the first byte was read. */
  stamp(before: BigIntStats): string;
}

export function createStamper(): Stamper {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    add(more) {
      bytes += more.byteLength;
      if (bytes <= hashedBytes) hash.update(more);
    },
    // A file that grew past the bound while it was read has no hash of all that it is.
    stamp: (before) =>
      bytes <= hashedBytes && before.size <= BigInt(hashedBytes)
        ? `sha256:${hash.digest('hex')}`
        : bySystem(before),
  };
}

/** Of a content that is held whole, and not too large to be. */
export const stampOf = (content: Uint8Array): string =>
  `sha256:${createHash('sha256').update(content).digest('hex')}`;

/** A write changes the times even where the size stays; a file put in its place has another number. */
export const bySystem = ({ size, mtimeNs, ctimeNs, ino, dev }: BigIntStats): string =>
  `stat:${size}:${mtimeNs}:${ctimeNs}:${ino}:${dev}`;
