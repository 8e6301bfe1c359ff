/** What kind of picture some bytes are, and how large: from their first bytes, and whether they go on to their end. Pure. */

export interface PictureKind {
  name: 'PNG' | 'JPEG' | 'GIF' | 'WebP';
  type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp';
}

export interface PictureSize {
  width: number;
  height: number;
}

/** Enough bytes of the beginning to know what a picture is. */
const kindBytes = 16;

export function pictureKind(bytes: Buffer): PictureKind | undefined {
  const start = bytes.toString('latin1', 0, kindBytes);
  if (start.startsWith('\u0089PNG\r\n\u001a\n')) return { name: 'PNG', type: 'image/png' };
  if (start.startsWith('\u00ff\u00d8\u00ff')) return { name: 'JPEG', type: 'image/jpeg' };
  if (/^GIF8[79]a/.test(start)) return { name: 'GIF', type: 'image/gif' };
  if (/^RIFF[^]{4}WEBPVP8/.test(start)) return { name: 'WebP', type: 'image/webp' };
  return undefined;
}

/** Undefined for a picture that is damaged or cut off: a provider would refuse the whole request with it. */
export function pictureSize(bytes: Buffer, { name }: PictureKind): PictureSize | undefined {
  try {
    const size = sizeOf[name](bytes);
    return size && size.width > 0 && size.height > 0 ? size : undefined;
  } catch (error) {
    // A number lies past the end of what is there.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const sizeOf: Record<PictureKind['name'], (bytes: Buffer) => PictureSize | undefined> = {
  PNG(bytes) {
    if (bytes.toString('latin1', 12, 16) !== 'IHDR' || bytes.lastIndexOf('IEND') < 0)
      return undefined;
    return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  },
  GIF(bytes) {
    if (bytes.lastIndexOf(0x3b) < 13) return undefined;
    return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  },
  JPEG(bytes) {
    if (bytes.lastIndexOf(Buffer.from([0xff, 0xd9])) < 0) return undefined;
    for (let at = 2; ; ) {
      if (bytes.readUInt8(at) !== 0xff) return undefined;
      const mark = bytes.readUInt8(at + 1);
      // Padding, and marks that stand alone.
      if (mark === 0xff) at += 1;
      else if (mark === 0x01 || (mark >= 0xd0 && mark <= 0xd8)) at += 2;
      else if (mark >= 0xc0 && mark <= 0xcf && mark !== 0xc4 && mark !== 0xc8 && mark !== 0xcc) {
        return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
      } else if (mark === 0xda || mark === 0xd9) return undefined;
      else at += 2 + bytes.readUInt16BE(at + 2);
    }
  },
  WebP(bytes) {
    // RIFF pads a part of odd length; some writers leave the padding out at the end.
    if (bytes.readUInt32LE(4) + 8 > bytes.length + 1) return undefined;
    switch (bytes.toString('latin1', 12, 16)) {
      case 'VP8X':
        return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
      case 'VP8L': {
        const bits = bytes.readUInt32LE(21);
        return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
      }
      default:
        return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
    }
  },
};
