/** Which proxy lies on the way, as the settings and the environment say it. */
import { describe, expect, test } from 'vitest';
import { proxyFor } from '../../../main/konsole/models/proxy';

const far = 'https://api.example.com';
/** The one that is used, or that there is none. */
function used(...given: Parameters<typeof proxyFor>) {
  const found = proxyFor(...given);
  if (found && 'noWay' in found) throw new Error(found.noWay.message);
  return found;
}
const url = (...given: Parameters<typeof proxyFor>) => used(...given)?.url;
const noWay = (...given: Parameters<typeof proxyFor>) => {
  const found = proxyFor(...given);
  return found && 'noWay' in found ? found.noWay : undefined;
};

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

test('SOCKS 5 is spoken, whatever it is called', () => {
  const named = (ALL_PROXY: string) => url(far, undefined, { ALL_PROXY });
  expect(named('socks5://p:1')).toBe('socks5://p:1');
  expect(named('SOCKS5H://p')).toBe('socks5h://p');
  expect(named('socks://[::1]:1080/')).toBe('socks5://[::1]:1080');
  expect(url(far, 'socks5h://me.lan:1080', {})).toBe('socks5h://me.lan:1080');
  // As other programs do it.
  const both = { ALL_PROXY: 'socks5://p:1', HTTPS_PROXY: 'http://q:2' };
  expect(url(far, undefined, both)).toBe('http://q:2');
});

test.each(['socks4://me:secret@p:1', 'socks4a://p:1', 'ftp://p', 'http://', 'http://a b', ':::'])(
  'with %s, which is no proxy that can be used, the way is not direct: the variable is named, and not its value',
  (value) => {
    for (const name of ['HTTPS_PROXY', 'all_proxy']) {
      const told = noWay(far, undefined, { [name]: value });
      expect(told?.message).toContain(name);
      expect(told?.hint).toContain('socks5://');
      expect(JSON.stringify(told)).not.toMatch(/secret|:1/);
    }
    expect(noWay(far, undefined, { ALL_PROXY: value, NO_PROXY: 'example.com' })).toBeUndefined();
    expect(noWay('http://127.0.0.1:1', undefined, { ALL_PROXY: value })).toBeUndefined();
  },
);

test('nor is it with a proxy in the settings that cannot be used: the field is named', () => {
  const told = noWay(far, 'socks4://p:1', { HTTPS_PROXY: 'http://other:1' });
  expect(told?.message).toContain('"proxy"');
  expect(told?.hint).toContain('Settings → Providers → Edit');
});

test('a user name and password go along, and are told apart from what may be seen', () => {
  const env = { HTTPS_PROXY: 'http://me:secret@p.example:3128/path' };
  expect(used(far, undefined, env)).toEqual({
    url: 'http://me:secret@p.example:3128',
    host: 'p.example:3128',
    secrets: ['secret'],
  });
  expect(used(far, undefined, { HTTPS_PROXY: 'http://p:1' })?.secrets).toEqual([]);
  // A sign that is none of an address is written as one.
  const odd = used(far, undefined, { ALL_PROXY: 'socks5://me:50%@p:1' });
  expect(odd).toMatchObject({ url: 'socks5://me:50%25@p:1', secrets: ['50%', '50%25'] });
});
