import { expect, test } from 'vitest';
import { recorded } from '../../../renderer/features/settings/accelerator';
import type { Pressed } from '../../../renderer/features/settings/accelerator';
import { addressTrouble } from '../../../renderer/features/settings/address';
import { freeId } from '../../../renderer/features/settings/providers-store';

const keys = (code: string, held: Partial<Pressed> = {}): Pressed => ({
  code,
  key: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
});

test.each([
  [keys('Space', { ctrlKey: true, shiftKey: true }), false, 'CommandOrControl+Shift+Space'],
  [keys('Space', { metaKey: true, shiftKey: true }), true, 'CommandOrControl+Shift+Space'],
  [keys('Space', { ctrlKey: true }), true, 'Control+Space'],
  [keys('KeyJ', { metaKey: true }), false, 'Super+J'],
  [keys('F9'), false, 'F9'],
  [keys('Numpad4', { altKey: true }), false, 'Alt+num4'],
  [keys('Comma', { ctrlKey: true, altKey: true }), false, 'CommandOrControl+Alt+,'],
  [keys('KeyC', { ctrlKey: true }), false, undefined],
  [keys('KeyA', { shiftKey: true }), false, undefined],
  [keys('MediaPlayPause', { ctrlKey: true, altKey: true }), false, undefined],
])('%o (on a Mac: %s) gives %s', (pressed, mac, accelerator) => {
  const result = recorded(pressed, mac);
  expect(result.state === 'done' ? result.accelerator : undefined).toBe(accelerator);
});

test('keys that are only held are shown while they are', () => {
  expect(recorded(keys('ShiftLeft', { ctrlKey: true, shiftKey: true }), false)).toEqual({
    state: 'holding',
    keys: 'CommandOrControl+Shift',
  });
});

test.each([
  ['http://127.0.0.1:1234', true],
  ['http://localhost:8080', true],
  ['http://[::1]:1', true],
  ['https://lab.example', true],
  ['http://lab.example', false],
  ['http://127.0.0.1.evil.example', false],
  ['ftp://x', false],
  ['https://u:p@x.example', false],
  ['https://lab.example/v1?key=1', false],
  ['https://lab.example/v1#top', false],
  ['nonsense', false],
  ['', false],
])('the address %j is taken: %s', (address, good) => {
  expect(addressTrouble(address) === undefined).toBe(good);
});

test.each([
  ['lab.example', 'https://lab.example'],
  ['lab.example/v1', 'https://lab.example/v1'],
  ['localhost:1234', 'http://localhost:1234'],
  ['127.0.0.1:8080/v1', 'http://127.0.0.1:8080/v1'],
  ['[::1]:8080', 'http://[::1]:8080'],
])('the address %j without its beginning is told as %s', (address, whole) => {
  expect(addressTrouble(address)).toContain(`write ${whole}.`);
  expect(addressTrouble(whole)).toBeUndefined();
});

test('a new provider gets an id that none has', () => {
  expect(freeId('LM Studio!', [])).toBe('lm-studio');
  expect(freeId('Ollama', ['ollama', 'ollama-2'])).toBe('ollama-3');
  expect(freeId('日本', [])).toBe('server');
});
