import { expect, test } from 'vitest';
import { brief, mayFrame, mayNavigate, mayRequest } from '../../main/desktop/navigation';
import { isAllowed } from '../../main/desktop/permissions';

const page = 'app://konsole/main-window/index.html';

test('attack 12: a page may be loaded again and may not become another one', () => {
  expect(mayNavigate(page, page)).toBe(true);
  expect(mayNavigate(page, `${page}#kontasks`)).toBe(true);
  for (const target of [
    'https://example.com/',
    'file:///etc/passwd',
    'app://konsole/quick-window/index.html',
    'app://output/index.html',
    'javascript:alert(1)',
    'data:text/html,hi',
    'about:blank',
    `${page}?x`,
  ]) {
    expect(mayNavigate(page, target), target).toBe(false);
  }
});

test('attack 3: the network layer of the windows loads nothing from outside the app', () => {
  expect(mayRequest('app://konsole/assets/a.js')).toBe(true);
  expect(mayRequest('data:image/png;base64,AA')).toBe(true);
  for (const target of [
    'https://evil.test/?q=1',
    'http://127.0.0.1:1/',
    'file:///etc/passwd',
    'ws://x/',
    'app://konsole.evil/',
    'blob:https://evil.test/1',
  ]) {
    expect(mayRequest(target), target).toBe(false);
  }
});

test('a log names where something wanted to go, not what it carried', () => {
  expect(brief('https://evil.test/?secret=1')).toBe('https://evil.test');
  expect(brief('data:text/html,secret')).toBe('data:');
});

test('no permission is given, not even one with the name of a prototype member', () => {
  for (const permission of [
    'media',
    'geolocation',
    'clipboard-read',
    'openExternal',
    'constructor',
    '__proto__',
  ]) {
    expect(isAllowed(permission), permission).toBe(false);
  }
});

test('attack 12: a frame may show our second origin and nothing else', () => {
  expect(mayFrame('app://output/diagram.html')).toBe(true);
  for (const target of [
    'app://konsole/main-window/index.html',
    'app://output.evil/diagram.html',
    'app://output@evil.example/',
    'https://evil.example/',
    'file:///etc/passwd',
    'data:text/html,x',
    'about:blank#x',
  ]) {
    expect(mayFrame(target), target).toBe(false);
  }
});
