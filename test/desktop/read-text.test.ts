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

test('a text that is too long is cut, and says so', async () => {
  const long = { readText: () => 'a'.repeat(limits.textFileBytes + 1) };
  const { text, cut } = await readText('clipboard', long, true);
  expect(text.length).toBeLessThanOrEqual(limits.textFileBytes);
  expect(cut).toBe(true);
});

test('the selection can be read on X11 alone', () => {
  expect(readsSelection('linux', { DISPLAY: ':0', XDG_SESSION_TYPE: 'x11' })).toBe(true);
  expect(readsSelection('linux', { DISPLAY: ':0', XDG_SESSION_TYPE: 'wayland' })).toBe(false);
  expect(readsSelection('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(false);
  expect(readsSelection('darwin', {})).toBe(false);
});
