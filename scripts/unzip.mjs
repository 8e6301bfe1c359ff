/**
 * Reads a zip archive without any dependency: lists its entries and writes chosen ones to disk.
 * Plain zip only (stored or deflated, below 4 GB); anything else is an error, never a wrong file.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, open, symlink } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;

/**
 * Unpacks the entries for which `place(name)` answers a path below `into`; others are skipped.
 * Modes and symbolic links are kept. Rejects on a damaged archive and on a path that leaves `into`.
 *
 * @param {string} zipFile
 * @param {string} into
 * @param {(name: string) => string | undefined} place
 * @returns {Promise<number>} how many files were written
 */
export async function unzip(zipFile, into, place) {
  const file = await open(zipFile, 'r');
  try {
    let count = 0;
    for (const entry of await readDirectory(file)) {
      const name = entry.name.endsWith('/') ? undefined : place(entry.name);
      if (name === undefined) continue;
      const target = join(into, name);
      if (!target.startsWith(into + sep)) throw new Error(`Zip entry leaves its folder: ${name}`);
      await mkdir(dirname(target), { recursive: true });
      await writeEntry(file, zipFile, entry, target);
      count += 1;
    }
    return count;
  } finally {
    await file.close();
  }
}

async function readDirectory(file) {
  const { size } = await file.stat();
  const tail = await readAt(file, Math.max(0, size - 66_000), Math.min(size, 66_000));
  let end = tail.length - 22;
  while (end >= 0 && tail.readUInt32LE(end) !== END) end -= 1;
  if (end < 0) throw new Error('Not a zip archive: its end record is missing.');
  const directory = await readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries = [];
  let at = 0;
  while (at < directory.length) {
    if (directory.readUInt32LE(at) !== ENTRY) throw new Error('Damaged zip: bad directory entry.');
    const nameLength = directory.readUInt16LE(at + 28);
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      method: directory.readUInt16LE(at + 10),
      compressed: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      mode: directory.readUInt32LE(at + 38) >>> 16,
      offset: directory.readUInt32LE(at + 42),
    });
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

async function writeEntry(file, zipFile, entry, target) {
  const head = await readAt(file, entry.offset, 30);
  if (head.readUInt32LE(0) !== LOCAL) throw new Error(`Damaged zip: no data for ${entry.name}.`);
  const start = entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  if ((entry.mode & 0o170000) === 0o120000) {
    await symlink((await readAt(file, start, entry.size)).toString('utf8'), target);
    return;
  }
  if (entry.compressed === 0) {
    await (await open(target, 'w')).close();
  } else {
    const end = start + entry.compressed - 1;
    const source = createReadStream(zipFile, { start, end });
    const sink = createWriteStream(target);
    if (entry.method === 8) await pipeline(source, createInflateRaw(), sink);
    else if (entry.method === 0) await pipeline(source, sink);
    else throw new Error(`Zip entry ${entry.name} uses compression ${entry.method}, not deflate.`);
    if (sink.bytesWritten !== entry.size) throw new Error(`Damaged zip: ${entry.name} is cut off.`);
  }
  const mode = entry.mode & 0o777;
  if (mode !== 0) await chmod(target, mode);
}

async function readAt(file, position, length) {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead !== length) throw new Error('Damaged zip: it ends too early.');
  return buffer;
}
