/** Which addresses a link may open, and how a person is told where it really goes. Pure. */

export interface SafeLink {
  /** As the URL parser writes it: the host in punycode, nothing hidden. */
  url: string;
  /** What the link opens, in a few words: a host, or a mail address. */
  target: string;
}

const longest = 4096;
/** Direction marks, isolates, zero-width and other invisible characters that can make text lie. */
const invisible = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

export const stripInvisible = (text: string): string => text.replace(invisible, '');

/** http, https and mailto only; an address with a user name before the host is a trick and no link. */
export function safeLink(href: string): SafeLink | undefined {
  if (href.length > longest) return undefined;
  let url: URL;
  try {
    url = new URL(href);
  } catch {
    return undefined;
  }
  if (url.protocol === 'mailto:') {
    const address = url.pathname;
    return address === '' ? undefined : { url: url.href, target: address };
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  if (url.username !== '' || url.password !== '' || url.host === '') return undefined;
  if (url.href.length > longest) return undefined;
  return { url: url.href, target: url.host };
}

const hostInText = /(?:https?:\/\/)?((?:[\p{L}\p{N}-]+\.)+\p{L}{2,})/iu;

/** True when a link's text reads like an address at another host than the one it opens. */
export function claimsOtherHost(text: string, link: SafeLink): boolean {
  const named = hostInText.exec(text)?.[1]?.toLowerCase();
  if (!named || link.url.startsWith('mailto:')) return false;
  const host = link.target.replace(/:\d+$/, '');
  const plain = (name: string) => name.replace(/^www\./, '');
  return plain(host) !== plain(named);
}
