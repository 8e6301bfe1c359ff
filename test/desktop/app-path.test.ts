import { expect, test } from 'vitest';
import { pathOfAddress } from '../../main/desktop/app-path';

test('the path of an address of the app is taken as it came, whatever query or hash follows', () => {
  expect(pathOfAddress('app://konsole/main-window/index.html')).toBe('/main-window/index.html');
  expect(pathOfAddress('app://konsole/assets/a.js?v=1#top')).toBe('/assets/a.js');
  expect(pathOfAddress('app://konsole/%2e%2e/a.js')).toBe('/%2e%2e/a.js');
});

test('another host, another scheme, a port or a user name is not this app', () => {
  for (const address of [
    'app://output/index.html',
    'app://konsole.evil/index.html',
    'app://konsole:80/index.html',
    'app://me@konsole/index.html',
    'file:///etc/passwd.json',
    'app:index.html',
    'app://',
  ]) {
    expect(pathOfAddress(address), address).toBeTypeOf('number');
  }
});
