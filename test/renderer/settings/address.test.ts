import { expect, test } from 'vitest';
import { proxyTrouble } from '../../../renderer/features/settings/address';

test.each([
  ['', undefined],
  [' http://proxy.lan:3128/ ', undefined],
  ['socks5h://proxy.lan:1080', undefined],
  ['proxy.lan:3128', /^The address begins with http:\/\//],
  ['socks4://proxy.lan:1080', /^The address begins with http:\/\//],
  ['proxy.lan', /^Give the whole address of the proxy/],
  ['socks5://', /^Give the whole address of the proxy/],
  ['socks5:proxy.lan:1080', /^Give the whole address of the proxy/],
  ['socks5://me:secret@proxy.lan', /^Leave user name and password out/],
  ['socks5://proxy.lan/there', /^A proxy is a host and a port/],
])('of a proxy "%s" it is told what to change', (proxy, trouble) => {
  if (trouble) expect(proxyTrouble(proxy)).toMatch(trouble);
  else expect(proxyTrouble(proxy)).toBeUndefined();
});
