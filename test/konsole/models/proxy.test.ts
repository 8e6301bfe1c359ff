/** Which proxy lies on the way, as the settings and the environment say it. */
import { describe, expect, test } from 'vitest';
import { proxyFor } from '../../../main/konsole/models/proxy';

const far = 'https://api.example.com';
const url = (...given: Parameters<typeof proxyFor>) => proxyFor(...given)?.url;

test('the settings go before the environment, and there is none where nobody names one', () => {
  const env = { HTTPS_PROXY: 'http://other:1' };
  expect(url(far, 'http://mine:3128/', env)).toBe('http://mine:3128');
  expect(url(far, undefined, env)).toBe('http://other:1');
  expect(url(far, undefined, {})).toBeUndefined();
  // What a person wrote for this provider is meant for it.
  expect(url(far, 'http://mine:3128', { NO_PROXY: '*' })).toBe('http://mine:3128');
});

test('each protocol has its variable, ALL_PROXY is for both, and lower case goes first', () => {
  const env = { HTTP_PROXY: 'http://plain:1', ALL_PROXY: 'http://all:2' };
  expect(url('http://lab.example', undefined, env)).toBe('http://plain:1');
  expect(url(far, undefined, env)).toBe('http://all:2');
  expect(url(far, undefined, { https_proxy: 'http://small:3', HTTPS_PROXY: 'http://big:4' })).toBe(
    'http://small:3',
  );
  expect(url(far, undefined, { https_proxy: ' ', HTTPS_PROXY: 'big:4' })).toBe('http://big:4');
});

test.each(['http://127.0.0.1:11434', 'http://localhost:1234', 'http://[::1]:8080'])(
  'the way to %s is direct, whatever anybody says',
  (origin) => {
    const env = { HTTP_PROXY: 'http://p:1', ALL_PROXY: 'http://p:1' };
    expect(proxyFor(origin, 'http://p:1', env)).toBeUndefined();
  },
);

describe('NO_PROXY', () => {
  const isDirect = (list: string, origin = far) =>
    proxyFor(origin, undefined, { HTTPS_PROXY: 'http://p:1', no_proxy: list }) === undefined;

  test.each([
    '*',
    'api.example.com',
    'API.Example.com',
    'example.com',
    '.example.com',
    '*.example.com',
    'other.org, example.com:443',
    'other.org example.com',
  ])('%s takes api.example.com out', (list) => expect(isDirect(list)).toBe(true));

  test.each(['', ',', 'ample.com', 'api.example.com.evil', 'example.com:8443', 'example', '.com.'])(
    '%j does not',
    (list) => expect(isDirect(list)).toBe(false),
  );

  test('a port is one of the address', () => {
    expect(isDirect('example.com:8443', 'https://api.example.com:8443')).toBe(true);
    expect(isDirect('example.com:443', 'https://api.example.com:8443')).toBe(false);
  });
});

test('what is no http proxy counts as none', () => {
  for (const HTTPS_PROXY of ['socks5://p:1', 'http://', 'http://a b', ':::']) {
    expect(proxyFor(far, undefined, { HTTPS_PROXY })).toBeUndefined();
  }
});

test('a user name and password go along, and are told apart from what may be seen', () => {
  const env = { HTTPS_PROXY: 'http://me:secret@p.example:3128/path' };
  expect(proxyFor(far, undefined, env)).toEqual({
    url: 'http://me:secret@p.example:3128',
    host: 'p.example:3128',
    secrets: ['secret'],
  });
  expect(proxyFor(far, undefined, { HTTPS_PROXY: 'http://p:1' })?.secrets).toEqual([]);
});
