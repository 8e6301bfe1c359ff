/** Which addresses count as public, and how a URL is judged before anybody is asked. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicAddress, parseIp } from '../../../main/konsole/host/tools/public-address';
import { judgeUrl, staysOnHost } from '../../../main/konsole/host/tools/web-address';

describe('an address', () => {
  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '93.184.216.34',
    '172.32.0.1',
    '100.128.0.1',
    '2606:4700:4700::1111',
    '2a00:1450:4001:82f::200e',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
  ])('%s is public', (ip) => {
    expect(isPublicAddress(ip)).toBe(true);
  });

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '100.100.100.200',
    '127.0.0.1',
    '127.255.255.254',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.168.1.1',
    '198.18.0.1',
    '203.0.113.7',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::808:808',
    'fe80::1',
    'fe80::1%eth0',
    'fc00::1',
    'fd00:ec2::254',
    'ff02::1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '5f00::1',
    '1.2.3',
    '01.2.3.4',
    '1.2.3.256',
    '1::2::3',
    'example.com',
    '',
  ])('%s is not', (ip) => {
    expect(isPublicAddress(ip)).toBe(false);
  });

  it('is read as it is written, whatever way IPv6 is shortened', () => {
    const group = fc.integer({ min: 0, max: 0xffff });
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (all) => {
        const full = all.map((one) => one.toString(16)).join(':');
        const short = new URL(`http://[${full}]/`).hostname.slice(1, -1);
        const bytes = all.flatMap((one) => [one >> 8, one & 255]);
        expect(parseIp(full)).toEqual(bytes);
        expect(parseIp(short)).toEqual(bytes);
      }),
    );
  });

  it('that is no text of an address is never public, and nothing throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void isPublicAddress(text)));
  });
});

describe('a URL', () => {
  it.each([
    ['https://Example.COM:443/a/../b?x=1#part', 'https://example.com/b?x=1'],
    [' http://8.8.8.8 ', 'http://8.8.8.8/'],
    ['https://bücher.example/', 'https://xn--bcher-kva.example/'],
  ])('%s is asked for as %s', (text, href) => {
    const judged = judgeUrl(text, isPublicAddress);
    expect('url' in judged && judged.url.href).toBe(href);
  });

  it.each([
    ['ftp://example.com/', 'Only https and http'],
    ['file:///etc/passwd', 'Only https and http'],
    ['javascript:alert(1)', 'Only https and http'],
    ['example.com', 'no whole address'],
    ['https://', 'no whole address'],
    ['https://me@example.com/', 'name or password'],
    ['https://me:secret@example.com/', 'name or password'],
    [`https://example.com/${'ü'.repeat(1000)}`, 'longer than'],
    ['http://localhost:3000/', 'no public address'],
    ['http://LOCALHOST./', 'no public address'],
    ['http://app.localhost/', 'no public address'],
    ['http://2130706433/', 'no public address'],
    ['http://0x7f.1/', 'no public address'],
    ['http://017700000001/', 'no public address'],
    ['http://127.1/', 'no public address'],
    ['http://0/', 'no public address'],
    ['http://127.0.0.1./', 'no public address'],
    ['http://①②⑦.0.0.1/', 'no public address'],
    ['http://[::]/', 'no public address'],
    ['http://[::ffff:127.0.0.1]/', 'no public address'],
    ['http://[64:ff9b::a9fe:a9fe]/', 'no public address'],
    ['http://169.254.169.254/latest/meta-data/', 'no public address'],
  ])('%s is refused', (text, words) => {
    const judged = judgeUrl(text, isPublicAddress);
    expect('wrong' in judged && judged.wrong).toContain(words);
  });

  it.each([
    ['http://a.example/x', 'http://a.example/y', true],
    ['http://a.example/x', 'https://a.example/x', true],
    ['https://a.example/x', 'http://a.example/x', false],
    ['https://a.example/x', 'https://www.a.example/x', false],
    ['http://a.example/x', 'http://a.example:8080/x', false],
    ['http://a.example:80/x', 'https://a.example:8443/x', false],
  ])('from %s to %s stays on the host: %s', (from, to, stays) => {
    expect(staysOnHost(new URL(from), new URL(to))).toBe(stays);
  });
});
