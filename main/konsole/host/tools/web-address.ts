/** Which address a page may be fetched from, and whether a redirect stays where a person allowed it. Pure. */
import { parseIp } from './public-address';

/** True for an IP address that may be connected to. */
export type AllowAddress = (ip: string) => boolean;

export type Judged = { url: URL } | { wrong: string };

export const maxUrlChars = 2000;

export const notPublic =
  'It is no public address: what is on this computer or its network is not fetched. ' +
  'If the person wants it, a shell command can ask there.';

/** As it will be asked for: canonical, without a fragment. Names are looked up later, and judged then. */
export function judgeUrl(text: string, allow: AllowAddress): Judged {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return { wrong: 'It is no whole address. It begins with https:// and a host.' };
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return { wrong: `Only https and http can be fetched, not "${url.protocol}".` };
  }
  if (url.username !== '' || url.password !== '') {
    return { wrong: 'It has a name or password in it. Leave them out.' };
  }
  url.hash = '';
  if (url.href.length > maxUrlChars) return { wrong: 'It is longer than 2,000 characters.' };
  const ip = addressOf(url);
  if (ip !== undefined && !allow(ip)) return { wrong: notPublic };
  return { url };
}

/** The IP address that a URL names, in digits or as this machine's own name; undefined: a name to look up. */
function addressOf({ hostname }: URL): string | undefined {
  // The parser has made 2130706433, 0x7f.1 and 017700000001 to 127.0.0.1.
  const bare = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (bare === 'localhost' || bare.endsWith('.localhost')) return '127.0.0.1';
  return parseIp(bare) ? bare : undefined;
}

/** What was allowed was this host: the same one on https counts as the same, anything else as another. */
export function staysOnHost(from: URL, to: URL): boolean {
  if (from.origin === to.origin) return true;
  const secured = from.protocol === 'http:' && to.protocol === 'https:';
  return secured && from.hostname === to.hostname && from.port === '' && to.port === '';
}
