import { expect, test } from 'vitest';
import { appArguments, wantsQuick } from '../../main/desktop/app-arguments';

test('what follows the path of the app is meant for Konsole', () => {
  const argv = [
    'electron',
    '--no-sandbox',
    '-r',
    'loader.js',
    '--inspect=0',
    '/repo',
    '--demo',
    '--quick',
  ];
  expect(appArguments(argv, true)).toEqual(['--demo', '--quick']);
  expect(appArguments(['electron', '--x'], true)).toEqual([]);
});

test('a packaged app has all arguments for itself', () => {
  expect(appArguments(['/opt/vibe-konsole', '--quick'], false)).toEqual(['--quick']);
});

test('attack 10: of a second start’s arguments only --quick means anything', () => {
  expect(wantsQuick(['x', '--allow-file-access-from-files', '--quick'])).toBe(true);
  expect(
    wantsQuick(['x', '--quick=rm', '--quicker', '--', '/tmp/--quick', '--home', '/evil']),
  ).toBe(false);
});
