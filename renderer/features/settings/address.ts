/** What may be an address of a provider or of a proxy, in words a person can act on. Pure. */
import { proxySchemes, proxySchemesInWords } from '../../../preload/contract/ways';

/** What is wrong with a provider's address, or nothing. */
export function addressTrouble(address: string): string | undefined {
  const meant = withScheme(address.trim());
  if (meant !== undefined) return `The address begins with http:// or https://: write ${meant}.`;
  const url = urlOf(address);
  if (!url) return 'Give the whole address, for example http://127.0.0.1:1234.';
  const common = commonTrouble(url, ['http:', 'https:'], 'http:// or https://');
  if (common !== undefined) return common;
  if (url.search !== '' || url.hash !== '')
    return 'Leave out what begins with “?” or “#”: the address ends with its path.';
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return 'A server on another computer needs https://, or anyone on the way could read the key and your text.';
  }
  return undefined;
}

/** What is wrong with a proxy, or nothing; empty is none. */
export function proxyTrouble(proxy: string): string | undefined {
  if (proxy.trim() === '') return undefined;
  const whole = 'Give the whole address of the proxy, for example http://proxy.lan:3128.';
  const url = urlOf(proxy);
  if (!url) return whole;
  // First: of a host and a port alone, the parser takes the host for a scheme.
  const common = commonTrouble(url, proxySchemes, proxySchemesInWords);
  if (common !== undefined) return common;
  // It asks for a host after http:// and https:// alone.
  if (url.hostname === '') return whole;
  if (!/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '')
    return 'A proxy is a host and a port: leave out what follows them.';
  return undefined;
}

function commonTrouble(url: URL, schemes: readonly string[], inWords: string): string | undefined {
  if (!schemes.includes(url.protocol)) return `The address begins with ${inWords}.`;
  if (url.username !== '' || url.password !== '')
    return 'Leave user name and password out of the address.';
  return undefined;
}

/** What stands for a host, a port and a path alone, as it would be written in full; a server of this computer has no certificate. */
function withScheme(text: string): string | undefined {
  const [, host] = /^([\w.-]*\w|\[[\da-f:]+\])(?::\d{1,5})?(?:\/\S*)?$/i.exec(text) ?? [];
  if (host === undefined || !/[.:]|^localhost$/i.test(text)) return undefined;
  return `${isLoopback(host.toLowerCase()) ? 'http' : 'https'}://${text}`;
}

function urlOf(text: string): URL | undefined {
  try {
    return new URL(text.trim());
  } catch {
    return undefined;
  }
}

/** As it is written into the settings. */
export const plainAddress = (address: string) => new URL(address.trim()).href.replace(/\/+$/, '');

/** The URL parser writes every spelling of an IPv4 address as four numbers. */
const isLoopback = (host: string) =>
  host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

export const isLocal = (address: string) => isLoopback(new URL(address).hostname);
