import { expect, test } from 'vitest';
import { startFolder } from '../../main/desktop/start-folder';

test('a session works where Konsole was started', () => {
  expect(startFolder('/home/ada/code', '/home/ada')).toBe('/home/ada/code');
});

test('started at the root of the disk, as by a menu, it works in the home folder', () => {
  expect(startFolder('/', '/home/ada')).toBe('/home/ada');
});
