import { expect, test } from 'vitest';
import { readsSelection, readText } from '../../main/desktop/read-text';
import { limits } from '../../preload/contract/limits';

/** As Electron 33 has it, and as the newest has it. */
const old = { readText: (type?: string) => (type === 'selection' ? 'selected' : 'copied') };
const newest = {
  // An argument means nothing to it.
  readText: () => Promise.resolve('copied'),
  selection: { readText: () => Promise.resolve('selected') },
};

test('the clipboard and the selection are told apart, whichever Electron answers', async () => {
  for (const source of [old, newest]) {
    expect(await readText('clipboard', source, true)).toEqual({ text: 'copied' });
    expect(await readText('selection', source, true)).toEqual({ text: 'selected' });
  }
});

test('where no app is told what is selected, the way through the clipboard is named', async () => {
  await expect(readText('selection', newest, false)).rejects.toThrow(/Copy it/);
});

test('a text that is too long is cut so that it may go along, and says so', async () => {
  for (const sign of ['a', 'ä', '€', '😀']) {
    const long = { readText: () => `b${sign.repeat(limits.textFileBytes)}` };
    const { text, cut } = await readText('clipboard', long, true);
    const bytes = Buffer.byteLength(text);
    expect(bytes).toBeLessThanOrEqual(limits.textFileBytes);
    expect(bytes).toBeGreaterThan(limits.textFileBytes - 4);
    expect(text).toBe(`b${sign.repeat((bytes - 1) / Buffer.byteLength(sign))}`);
    expect(cut).toBe(true);
  }
  const just = { readText: () => 'a'.repeat(limits.textFileBytes) };
  expect(await readText('clipboard', just, true)).not.toHaveProperty('cut');
});

test('the selection can be read where the windows are on X11 alone', () => {
  expect(readsSelection('x11')).toBe(true);
  for (const kind of ['xwayland', 'wayland', 'mac', 'windows'] as const) {
    expect(readsSelection(kind)).toBe(false);
  }
});
