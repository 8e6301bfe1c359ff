import path from 'node:path';
import { expect, test } from 'vitest';
import { isInside, resolvePagePath } from '../../main/pages/page-path';

const root = path.resolve('/srv/pages');
const status = (pathname: string) => {
  const resolved = resolvePagePath(root, pathname);
  return resolved.ok ? resolved.file : resolved.status;
};

test('a page, its script and its font are found below the root', () => {
  expect(status('/main-window/index.html')).toBe(path.join(root, 'main-window/index.html'));
  expect(status('/assets/main-window-B4x_-9.js')).toBe(
    path.join(root, 'assets/main-window-B4x_-9.js'),
  );
  expect(resolvePagePath(root, '/assets/inter.woff2')).toMatchObject({
    type: 'font/woff2',
  });
});

test('attack 11: no spelling of a way out of the folder resolves to a file', () => {
  const ways = [
    '/../secret.js',
    '/..',
    '/./index.html',
    '/%2e%2e/secret.js',
    '/%2E%2e%2fsecret.js',
    '/%252e%252e/secret.js',
    '/assets/..%2f..%2fsecret.js',
    '/assets/..%5c..%5csecret.js',
    '/assets\\..\\secret.js',
    '/..\\secret.js',
    '/a.js%00.html',
    '/a.js\0.html',
    '//etc/passwd.json',
    '/C:/windows/system.json',
    '/.env.json',
    '/assets/.hidden.js',
    '/assets/a.js/',
    '/\u2025/secret.js',
    '/\uff0e\uff0e/secret.js',
    '/a/b/c/d/e/f/g/h/i.js',
  ];
  for (const way of ways) expect(status(way), way).not.toBeTypeOf('string');
});

test('attack 11: a sibling folder with the same prefix is outside', () => {
  expect(isInside('/srv/pages', '/srv/pages-private/key.json')).toBe(false);
  expect(isInside('/srv/pages', '/srv/pages')).toBe(false);
  expect(isInside('/srv/pages', '/srv/pages/a.js')).toBe(true);
});

test('a file of a kind that no page consists of is not served', () => {
  expect(status('/main-window/index.js.map')).toBe(404);
  expect(status('/stamp')).toBe(404);
});
