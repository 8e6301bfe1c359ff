import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createBlobs } from '../../../main/konsole/storage/blobs';
import { textCheck } from '../../../main/konsole/storage/blob-types';
import { limits } from '../../../preload/contract/limits';

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13]);
const text = (words: string) => new TextEncoder().encode(words);

let home: string;
let folder: string;
let count: number;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'konsole-blobs-'));
  folder = join(home, 'blobs');
  count = 0;
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const open = () => createBlobs(folder, () => `blob${String(++count).padStart(10, '0')}`);

describe('a file that is not wanted any more', () => {
  test('goes whole when nothing refers to it', async () => {
    const blobs = open();
    const { id } = await blobs.put('a', [text('a')]);
    await blobs.drop(id);
    expect(readdirSync(folder)).toEqual([]);
    expect(await blobs.info(id)).toBeUndefined();
  });

  test('stays when it was asked for or held, or was given before the start', async () => {
    const early = await open().put('early', [text('early')]);
    const blobs = open();
    const asked = await blobs.put('asked', [text('asked')]);
    const shown = await blobs.put('shown.png', [png]);
    const held = await blobs.put('held', [text('held')]);
    await blobs.info(asked.id);
    await blobs.picture(shown.id);
    blobs.hold([held.id]);
    for (const one of [early, asked, shown, held]) {
      await blobs.drop(one.id);
      expect(await blobs.info(one.id)).toEqual(one);
      expect(statSync(join(folder, one.id)).size).toBe(one.bytes);
    }
  });

  test('attack 1: an id that is a path removes nothing', async () => {
    const blobs = open();
    const { id } = await blobs.put('a', [text('a')]);
    writeFileSync(join(home, 'other'), 'other');
    for (const path of ['../other', `../blobs/${id}`, `./${id}`]) await blobs.drop(path);
    expect(readFileSync(join(home, 'other'), 'utf8')).toBe('other');
    expect(readdirSync(folder).sort()).toEqual([id, `${id}.json`]);
  });
});

describe('a file that was given', () => {
  test('is there after a restart, readable by its owner alone, and a picture is given back whole', async () => {
    const blob = await open().put('/tmp/Look here.png', [png.subarray(0, 5), png.subarray(5)]);
    expect(blob).toMatchObject({ name: 'Look here.png', type: 'image/png', bytes: png.length });
    const again = open();
    expect(await again.info(blob.id)).toEqual(blob);
    expect((await again.picture(blob.id))?.bytes).toEqual(png);
    expect(statSync(join(folder, blob.id)).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  test('is what its bytes say, whatever its name says', async () => {
    const blobs = open();
    const types: Record<string, Uint8Array> = {
      'image/jpeg': Uint8Array.from([0xff, 0xd8, 0xff, 0xe0, 0, 0]),
      'image/gif': text('GIF89a......'),
      'image/webp': text('RIFF\u0001\u0001\u0001\u0001WEBPVP8 '),
      'application/pdf': Uint8Array.from([...text('%PDF-1.7\n%'), 0xe2, 0, 0xcf, 0xd3]),
      'text/plain': text('plain'),
    };
    for (const [type, bytes] of Object.entries(types)) {
      expect((await blobs.put('a.exe', [bytes])).type).toBe(type);
    }
  });

  test('attack 1: a PDF is a PDF also where it could be read as text, and is never given back', async () => {
    const blobs = open();
    const blob = await blobs.put('a.txt', [
      text('%PD'),
      text('F-1.4\n1 0 obj << /S /JavaScript >>'),
    ]);
    expect(blob.type).toBe('application/pdf');
    expect(await blobs.picture(blob.id)).toBeUndefined();
    expect((await blobs.put('a.pdf', [text('about %PDF-')])).type).toBe('text/plain');
  });

  test('attack 1: an SVG or a page is text, and is never given back as something to show', async () => {
    const blobs = open();
    for (const bytes of [
      text('<svg onload="alert(1)"/>'),
      text('<!doctype html><script>1</script>'),
    ]) {
      const blob = await blobs.put('picture.png', [bytes]);
      expect(blob.type).toBe('text/plain');
      expect(await blobs.picture(blob.id)).toBeUndefined();
    }
  });

  test('that is empty, binary or too large is refused in words, and nothing of it stays', async () => {
    const blobs = open();
    await expect(blobs.put('a', [])).rejects.toMatchObject({ code: 'invalid', message: /empty/ });
    await expect(blobs.put('a', [Uint8Array.from([1, 0, 2])])).rejects.toMatchObject({
      code: 'invalid',
      message: /no picture \(PNG, JPEG, GIF, WebP\), no PDF and no text/,
    });
    const big = Buffer.concat([png, Buffer.alloc(limits.pictureBytes)]);
    await expect(blobs.put('a', [big])).rejects.toMatchObject({
      code: 'too-large',
      message: /at most 5 MB/,
    });
    const long = [text('%PDF-1.7'), Buffer.alloc(limits.pdfBytes)];
    await expect(blobs.put('a', long)).rejects.toMatchObject({
      code: 'too-large',
      message: /A PDF may have at most 20 MB/,
    });
    const endless = (function* () {
      for (;;) yield new Uint8Array(1024 * 1024).fill(97);
    })();
    await expect(blobs.put('a', endless)).rejects.toMatchObject({
      code: 'too-large',
      message: /at most 50 MB/,
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('whose sender went away leaves nothing, and the next one is taken', async () => {
    const blobs = open();
    const cut = (async function* () {
      yield text('half');
      throw new Error('gone');
    })();
    await expect(blobs.put('a', cut)).rejects.toMatchObject({ code: 'internal' });
    expect(readdirSync(folder)).toEqual([]);
    expect(await blobs.put('a', [text('whole')])).toMatchObject({ bytes: 5 });
  });

  test('half written by a crash is not there, and is swept away', async () => {
    const { id } = await open().put('a', [text('whole')]);
    writeFileSync(join(folder, 'blob0000009999.tmp'), 'half');
    writeFileSync(join(folder, 'blob0000008888'), 'no JSON yet');
    const blobs = open();
    count = 100;
    expect(await blobs.info('blob0000008888')).toBeUndefined();
    await blobs.put('b', [text('next')]);
    expect(readdirSync(folder)).not.toContain('blob0000009999.tmp');
    expect(await blobs.info(id)).toBeDefined();
  });

  test('attack 11: an id that is none reads nothing', async () => {
    const blobs = open();
    await blobs.put('a', [text('x')]);
    writeFileSync(
      join(home, 'settings.json'),
      '{"id":"../settings","name":"","type":"image/png","bytes":1}',
    );
    for (const id of [
      '../settings',
      '..%2fsettings',
      'blob0000000001.json',
      '',
      'a\0b',
      '/etc/passwd',
    ]) {
      expect(await blobs.info(id)).toBeUndefined();
      expect(await blobs.picture(id)).toBeUndefined();
    }
    writeFileSync(join(folder, 'blob0000000077.json'), 'no JSON');
    expect(await blobs.info('blob0000000077')).toBeUndefined();
  });

  test('a name is one line without a path', async () => {
    const { name } = await open().put('C:\\a\\b\u202e\n.txt', [text('x')]);
    expect(name).toBe('b .txt');
    expect((await open().put('///', [text('x')])).name).toBe('file');
  });

  test('a disk that refuses is told with what to do', async () => {
    writeFileSync(folder, 'a file in its place');
    await expect(open().put('a', [text('x')])).rejects.toMatchObject({
      code: 'internal',
      message: /could not be kept in .*blobs.*add it again/,
    });
    expect(readFileSync(folder, 'utf8')).toBe('a file in its place');
    chmodSync(folder, 0o600);
  });
});

test('text is text however it is cut into chunks', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.nat(20)), (words, cuts) => {
      const bytes = text(words.replaceAll('\0', ''));
      const check = textCheck();
      let at = 0;
      for (const size of cuts) {
        check.read(bytes.subarray(at, at + size));
        at += size;
      }
      check.read(bytes.subarray(Math.min(at, bytes.length)));
      expect(check.isText()).toBe(true);
    }),
  );
});
