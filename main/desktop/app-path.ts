/**
 * The addresses of the app's own pages and of its second origin, where untrusted things are shown in frames; and
 * the path in one. Which file that is, main/pages says. Pure.
 */

export const appScheme = 'app';
export const pageHost = 'konsole';
export const pageOrigin = `${appScheme}://${pageHost}`;
export const outputHost = 'output';
export const outputOrigin = `${appScheme}://${outputHost}`;

export interface AppAddress {
  host: typeof pageHost | typeof outputHost;
  /** Undecoded. */
  pathname: string;
}

/** What an `app://…` address names; or the status that refuses it. */
export function readAddress(address: string): AppAddress | 400 | 403 {
  const match = /^app:\/\/([^/?#]*)([^?#]*)/i.exec(address);
  if (!match) return 400;
  const [, host, pathname = ''] = match;
  return host === pageHost || host === outputHost ? { host, pathname } : 403;
}
