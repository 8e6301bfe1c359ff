import { expect, test } from 'vitest';
import { readAddress } from '../../main/desktop/app-path';

test('the path of an address of the app is taken as it came, whatever query or hash follows', () => {
  const path = (address: string) => readAddress(`app://konsole${address}`);
  expect(path('/main-window/index.html')).toEqual({
    host: 'konsole',
    pathname: '/main-window/index.html',
  });
  expect(path('/assets/a.js?v=1#top')).toMatchObject({ pathname: '/assets/a.js' });
  expect(path('/%2e%2e/a.js')).toMatchObject({ pathname: '/%2e%2e/a.js' });
});

test('the second origin is told apart from the first', () => {
  expect(readAddress('app://output/diagram.html')).toEqual({
    host: 'output',
    pathname: '/diagram.html',
  });
});

test('another host, another scheme, a port or a user name is not this app', () => {
  for (const address of [
    'app://output.evil/index.html',
    'app://output@konsole/index.html',
    'app://konsole.evil/index.html',
    'app://konsole:80/index.html',
    'app://me@konsole/index.html',
    'file:///etc/passwd.json',
    'app:index.html',
    'app://',
  ]) {
    expect(readAddress(address), address).toBeTypeOf('number');
  }
});
