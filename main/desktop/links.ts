/** Which addresses a click may open in the system's browser or mail program: an allow-list of schemes, nothing else. */
import { KonsoleError } from '../../preload/contract/errors';

const schemes: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:']);

/** The address in its normal form. Throws `invalid` or `denied` with what a person may do instead. */
export function checkLink(address: string): string {
  // What a person saw and what would be opened must be the same text.
  if (/[\s\p{Cc}\p{Cf}\\]/u.test(address)) {
    throw new KonsoleError(
      'invalid',
      'This link has hidden or blank characters in it and was not opened.',
    );
  }
  let url: URL;
  try {
    url = new URL(address);
  } catch {
    throw new KonsoleError('invalid', 'This is not a complete address, so it was not opened.');
  }
  if (!schemes.has(url.protocol)) {
    throw new KonsoleError(
      'denied',
      `Konsole opens only https, http and mailto links; this one is "${url.protocol.slice(0, 40)}". Copy it if you trust it.`,
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new KonsoleError(
      'denied',
      'This link hides a user name before the real address. Copy it if you trust it.',
    );
  }
  return url.href;
}
