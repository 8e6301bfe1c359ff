/** `read` shows pictures to the model, and remembers what it read. */
import { mkdtemp, realpath, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readTool } from '../../../main/konsole/host/tools/read';
import { hashedBytes } from '../../../main/konsole/host/tools/stamp';
import { type FakeAnthropic, startFakeAnthropic } from '../../fakes/anthropic';
import { answer, toolCalls } from '../../fakes/anthropic-scenarios';
import { makeGif, makeJpeg, makePng, makeWebp } from './picture-file';
import { makeTestHost } from './support';
import { makeContext, runTool } from './tool-folder';

let fake: FakeAnthropic;
let workspace: string;

beforeAll(async () => {
  fake = await startFakeAnthropic();
  workspace = await realpath(await mkdtemp(join(tmpdir(), 'konsole-pictures-')));
});
afterAll(async () => {
  await fake.close();
  await rm(workspace, { recursive: true });
});
beforeEach(() => fake.reset());

const put = (path: string, content: Buffer | string) => writeFile(join(workspace, path), content);

describe('read shows a picture', () => {
  it.each([
    ['PNG', 'image/png', makePng(640, 480)],
    ['JPEG', 'image/jpeg', makeJpeg(640, 480)],
    ['GIF', 'image/gif', makeGif(640, 480)],
    ['WebP', 'image/webp', makeWebp('VP8 ', 640, 480)],
    ['WebP', 'image/webp', makeWebp('VP8L', 640, 480)],
    ['WebP', 'image/webp', makeWebp('VP8X', 640, 480)],
  ])('%s, whatever its name is', async (name, type, bytes) => {
    await put('picture.txt', bytes);
    const result = await runTool(workspace, readTool, { path: 'picture.txt' });
    expect(result).toEqual({
      ok: true,
      text: `(picture, 640×480 ${name}, ${bytes.length} bytes)`,
      summary: `640×480 ${name}, ${bytes.length} bytes`,
      pictures: [{ type, data: bytes.toString('base64') }],
    });
  });

  it.each([
    ['PNG', makePng(640, 480).subarray(0, -12)],
    ['PNG', makePng(0, 480)],
    ['JPEG', makeJpeg(640, 480).subarray(0, 12)],
    ['JPEG', Buffer.from([0xff, 0xd8, 0xff, 0xd9])],
    ['GIF', makeGif(640, 480).subarray(0, 12)],
    ['WebP', makeWebp('VP8X', 640, 480).subarray(0, 24)],
  ])('not a damaged %s, with which a provider would refuse the request', async (name, bytes) => {
    await put('damaged.png', bytes);
    const result = await runTool(workspace, readTool, { path: 'damaged.png' });
    expect(result).toMatchObject({ ok: false, summary: 'damaged' });
    expect(result.text).toContain(`damaged ${name} picture`);
  });

  it('not one that is larger than the API takes', async () => {
    // What it takes is bounded as base64, which is a third longer.
    await put('heavy.png', makePng(10, 10, 4 * 1024 * 1024));
    const heavy = await runTool(workspace, readTool, { path: 'heavy.png' });
    expect(heavy).toMatchObject({ ok: false, summary: 'too large' });
    expect(heavy.text).toContain('Make a smaller copy');
    await put('wide.png', makePng(8001, 10));
    const wide = await runTool(workspace, readTool, { path: 'wide.png' });
    expect(wide.text).toContain('8001×10 pixels');
  });

  it('not more of them in one turn than a request can hold', async () => {
    const context = makeContext(workspace);
    await put('small.png', makePng(10, 10));
    const some = Array.from({ length: 21 }, () =>
      runTool(workspace, readTool, { path: 'small.png' }, { pictures: context.pictures }),
    );
    const refused = (await Promise.all(some)).filter((result) => !result.ok);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.text).toContain('in the next turn');
    await put('three.png', makePng(10, 10, 2_900_000));
    const pictures = new Map();
    for (const ok of [true, true, true, false]) {
      const result = await runTool(workspace, readTool, { path: 'three.png' }, { pictures });
      expect(result.ok).toBe(ok);
    }
  });
});

describe('a picture in a turn', () => {
  it('goes to the model in its own turn, is in no event, and only told of in the next', async () => {
    const bytes = makePng(640, 480);
    await put('cat.png', bytes);
    fake.next(
      toolCalls([{ name: 'read', input: { path: 'cat.png' } }], {
        thinking: 'Look.',
        signature: 'c2VhbGVk',
      }),
      answer('A cat.'),
      answer('Yes.'),
    );
    const host = makeTestHost({ url: fake.url });
    await host.run({ workspace });
    const data = bytes.toString('base64');
    const said = () => JSON.stringify(fake.requests.at(-1)?.body.messages);
    expect(said()).toContain(data);
    expect(JSON.stringify(host.events)).not.toContain(data);
    const turn = host.turn();
    await host.run({ turn: 'turn00000002', text: 'Sure?', history: [turn], workspace });
    expect(said()).not.toContain(data);
    expect(said()).toContain('shown in an earlier turn');
    expect(said()).toContain('Look.');
  });
});

describe('what a turn has read', () => {
  const stampsOf = async (path: string, input: Record<string, unknown> = {}) => {
    const seen = new Map<string, string>();
    await runTool(
      workspace,
      readTool,
      { path, ...input },
      {
        seen: { get: (real) => seen.get(real), set: (real, stamp) => void seen.set(real, stamp) },
      },
    );
    return seen.get(join(workspace, path));
  };

  it('is known by its whole content, also where a part was shown', async () => {
    await put('long.txt', 'line\n'.repeat(100_000));
    const whole = await stampsOf('long.txt');
    expect(await stampsOf('long.txt', { offset: 7, limit: 1 })).toBe(whole);
    await put('long.txt', `${'line\n'.repeat(99_999)}lime\n`);
    expect(await stampsOf('long.txt', { limit: 1 })).not.toBe(whole);
  });

  it('is known where it was a picture, or empty, and not where it could not be shown', async () => {
    await put('seen.gif', makeGif(1, 1));
    expect(await stampsOf('seen.gif')).toBeDefined();
    await put('empty.txt', '');
    expect(await stampsOf('empty.txt')).toBeDefined();
    await put('data.bin', Buffer.alloc(10));
    expect(await stampsOf('data.bin')).toBeUndefined();
  });

  it('of 2 GB is read by ranges, at once, and known by what the system tells of it', async () => {
    await put('huge.txt', 'first\nsecond\n'.padEnd(100_000, 'x\n'));
    const before = await stampsOf('huge.txt');
    await truncate(join(workspace, 'huge.txt'), 2 * 1024 ** 3);
    const started = performance.now();
    const result = await runTool(workspace, readTool, { path: 'huge.txt', offset: 2, limit: 1 });
    expect(result.text).toContain('     2\tsecond');
    expect(performance.now() - started).toBeLessThan(2000);
    const after = await stampsOf('huge.txt', { limit: 1 });
    expect(before).toMatch(/^sha256:/);
    expect(after).toMatch(/^stat:2147483648:/);
    expect(hashedBytes).toBeLessThan(2 * 1024 ** 3);
    await truncate(join(workspace, 'huge.txt'), 2 * 1024 ** 3 - 1);
    expect(await stampsOf('huge.txt', { limit: 1 })).not.toBe(after);
    await rm(join(workspace, 'huge.txt'));
  });

  it('without the mark that begins some files', async () => {
    await put('mark.txt', '\ufeffone\n');
    expect((await runTool(workspace, readTool, { path: 'mark.txt' })).text).toBe('     1\tone');
  });
});
