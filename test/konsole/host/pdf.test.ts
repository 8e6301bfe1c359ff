/** `read` shows the text of a PDF. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextRound } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pdfBytes, readPdf } from '../../../main/konsole/host/tools/pdf';
import { readTool } from '../../../main/konsole/host/tools/read';
import type { ToolContext } from '../../../main/konsole/host/tools/tool';
import { makePdf } from './pdf-file';
import { runTool } from './tool-folder';

let workspace: string;

beforeAll(async () => {
  workspace = await mkdtemp(join(tmpdir(), 'konsole-pdf-'));
});
afterAll(() => rm(workspace, { recursive: true }));

async function read(
  bytes: Buffer,
  input: Record<string, unknown> = {},
  more: Partial<ToolContext> = {},
) {
  await writeFile(join(workspace, 'a.pdf'), bytes);
  return runTool(workspace, readTool, { path: 'a.pdf', ...input }, more);
}

const never = new AbortController().signal;

describe('read shows the text of a PDF', () => {
  it('page by page, with line numbers', async () => {
    const result = await read(makePdf(['First words (one)\nsecond line', 'On page two']));
    expect(result).toMatchObject({ ok: true, summary: '5 lines' });
    expect(result.text).toBe(
      [
        '     1\t[Page 1 of 2]',
        '     2\tFirst words (one)',
        '     3\tsecond line',
        '     4\t[Page 2 of 2]',
        '     5\tOn page two',
      ].join('\n'),
    );
  });

  it('a range of its lines, and says where to read on', async () => {
    const bytes = makePdf(['one\ntwo\nthree', 'four']);
    const some = await read(bytes, { offset: 2, limit: 2 });
    expect(some.text).toContain('     2\tone\n     3\ttwo');
    expect(some.text).toContain('read on with offset 4');
    expect((await read(bytes, { offset: 99 })).text).toContain('past its end');
  });

  it('names a page without text, and says that a scan has none', async () => {
    const some = await read(makePdf(['words', '']));
    expect(some.text).toContain('[Page 2 of 2: no text on it]');
    expect(some.text).not.toContain('pictures of text');
    const none = await read(makePdf(['']));
    expect(none).toMatchObject({ ok: true });
    expect(none.text).toContain('pictures of text');
  });

  it('not one that needs a password', async () => {
    const result = await read(makePdf(['secret'], { locked: true }));
    expect(result.ok).toBe(false);
    expect(result.text).toContain('password');
    expect(result.text).not.toContain('secret');
  });

  it('not a damaged one, and says so', async () => {
    for (const bytes of [
      Buffer.from('%PDF-1.7\nnothing of the kind'),
      makePdf(['words']).subarray(0, 60),
      Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(5000, 0xa7)]),
    ]) {
      const result = await read(bytes);
      expect(result).toMatchObject({ ok: false, summary: 'not readable' });
      expect(result.text).toContain('damaged PDF');
    }
  });

  it('not one that is too large to be held', async () => {
    const result = await read(Buffer.concat([makePdf(['x']), Buffer.alloc(pdfBytes)]));
    expect(result).toMatchObject({ ok: false, summary: 'too large' });
    expect(result.text).toContain('at most 32 MB');
  });

  it('only as long as it may take', async () => {
    const late = AbortSignal.abort(new Error('late'));
    const ask = { asked: 'a.pdf', first: 1, wanted: 10, signal: never, late };
    const result = await readPdf(makePdf(['words']), ask);
    expect(result).toMatchObject({ ok: false, summary: 'too slow' });
  });

  it.each([
    ['among many pages', makePdf(Array.from({ length: 300 }, (_, n) => `page ${n}`))],
    ['within one endless page', makePdf(['x\n'.repeat(20_000)], { step: 0.01 })],
  ])('until the turn is stopped, %s', async (_name, bytes) => {
    const stop = new AbortController();
    const ask = { asked: 'a.pdf', first: 1, wanted: 2000, signal: stop.signal, late: never };
    const reading = readPdf(bytes, ask);
    // Each page takes a round at least: this is somewhere among them.
    for (let round = 0; round < 20; round += 1) await nextRound();
    stop.abort(new Error('stopped'));
    await expect(reading).rejects.toThrow('stopped');
  });
});
