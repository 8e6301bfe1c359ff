import { expect, test, vi } from 'vitest';
import { createBlobIpc } from '../../main/desktop/blob-ipc';
import type { Sender } from '../../main/desktop/ipc';
import { KonsoleError } from '../../preload/contract/errors';

const origin = 'app://konsole';
const frame = { origin };
const main: Sender = { sender: { id: 1, mainFrame: frame }, senderFrame: frame };
const bytes = new Uint8Array([1, 2, 3]).buffer;

function open() {
  const put = vi.fn(async (name: string, given: Uint8Array) => ({
    id: 'abcdefgh12',
    name,
    type: 'text/plain',
    bytes: given.length,
  }));
  const log = vi.fn();
  const windowOf = (id: number) => (id === 1 ? ('main' as const) : undefined);
  return { put, log, take: createBlobIpc({ windowOf, put, log }) };
}

test('a file of a window reaches the engine with its name and bytes', async () => {
  const { put, take } = open();
  expect(await take(main, 'a.txt', bytes)).toMatchObject({
    ok: true,
    result: { blob: { name: 'a.txt', bytes: 3 } },
  });
  expect(put).toHaveBeenCalledWith('a.txt', new Uint8Array([1, 2, 3]));
});

test('attack 5: a file from a child frame, a foreign origin or an unknown window is refused', async () => {
  const { put, take } = open();
  const foreign = { origin: 'app://output' };
  for (const event of [
    { sender: { id: 1, mainFrame: {} }, senderFrame: frame },
    { sender: { id: 1, mainFrame: foreign }, senderFrame: foreign },
    { sender: { id: 2, mainFrame: frame }, senderFrame: frame },
    { sender: { id: 1, mainFrame: frame }, senderFrame: null },
  ]) {
    expect(await take(event, 'a.txt', bytes)).toMatchObject({ ok: false, code: 'denied' });
  }
  expect(put).not.toHaveBeenCalled();
});

test('attack 6: what is no name or no bytes is refused by name, and a fault inside says nothing of itself', async () => {
  const { put, take, log } = open();
  expect(await take(main, 7, bytes)).toMatchObject({
    code: 'invalid',
    message: expect.stringMatching(/^name/),
  });
  expect(await take(main, 'a'.repeat(5000), bytes)).toMatchObject({ code: 'invalid' });
  expect(await take(main, 'a', 'text')).toMatchObject({
    code: 'invalid',
    message: expect.stringMatching(/^bytes/),
  });
  expect(await take(main, 'a', { byteLength: 1 })).toMatchObject({ code: 'invalid' });
  expect(put).not.toHaveBeenCalled();
  put.mockRejectedValueOnce(new KonsoleError('too-large', 'A picture may have at most 5 MB.'));
  expect(await take(main, 'a', bytes)).toMatchObject({ code: 'too-large' });
  put.mockRejectedValueOnce(new Error('/home/secret'));
  expect(JSON.stringify(await take(main, 'a', bytes))).not.toContain('secret');
  expect(log).toHaveBeenCalled();
});
