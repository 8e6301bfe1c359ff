/** Pictures made by hand, for tests: as small as each kind can be, with a beginning, a size and an end. */

export function makePng(width: number, height: number, bytes = 0): Buffer {
  const part = (type: string, data: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6], 8);
  return Buffer.concat([
    Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1'),
    part('IHDR', header),
    part('IDAT', Buffer.alloc(bytes)),
    part('IEND', Buffer.alloc(0)),
  ]);
}

export function makeJpeg(width: number, height: number): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt16BE(height, 0);
  size.writeUInt16BE(width, 2);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    Buffer.from([0xff, 0xe0, 0, 6, 1, 2, 3, 4]),
    // Padding before a mark, and a table that is no size.
    Buffer.from([0xff, 0xff, 0xc4, 0, 4, 9, 9]),
    Buffer.from([0xff, 0xc2, 0, 8, 8]),
    size,
    Buffer.from([0, 0xff, 0xda, 0, 2, 7, 7, 0xff, 0xd9]),
  ]);
}

export function makeGif(width: number, height: number): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt16LE(width, 0);
  size.writeUInt16LE(height, 2);
  return Buffer.concat([Buffer.from('GIF89a'), size, Buffer.from([0, 0, 0, 0x3b])]);
}

export function makeWebp(kind: 'VP8 ' | 'VP8L' | 'VP8X', width: number, height: number): Buffer {
  const data = Buffer.alloc(10);
  if (kind === 'VP8 ') {
    data.writeUInt16LE(width, 6);
    data.writeUInt16LE(height, 8);
  } else if (kind === 'VP8L') {
    data.writeUInt8(0x2f, 0);
    data.writeUInt32LE((width - 1) | ((height - 1) << 14), 1);
  } else {
    data.writeUIntLE(width - 1, 4, 3);
    data.writeUIntLE(height - 1, 7, 3);
  }
  const head = Buffer.alloc(20);
  head.write('RIFF', 0);
  head.writeUInt32LE(22, 4);
  head.write(`WEBP${kind}`, 8);
  head.writeUInt32LE(10, 16);
  return Buffer.concat([head, data]);
}
