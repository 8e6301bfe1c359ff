/** The address of the app's own pages, and the path in one; which file that is, main/pages says. Pure. */

export const appScheme = 'app';
export const pageHost = 'konsole';
export const pageOrigin = `${appScheme}://${pageHost}`;

/** The path of an `app://konsole/…` address, undecoded; or the status that refuses the address. */
export function pathOfAddress(address: string): string | 400 | 403 {
  const match = /^app:\/\/([^/?#]*)([^?#]*)/i.exec(address);
  if (!match) return 400;
  return match[1] === pageHost ? (match[2] ?? '') : 403;
}
