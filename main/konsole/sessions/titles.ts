/** Titles and the size of what a list shows of a session. Pure. */
import { KonsoleError } from '../../../preload/contract/errors';
import { limits } from '../../../preload/contract/limits';
import type { Session } from '../../../preload/contract/shapes';
import { cutText, oneLine } from '../../../preload/contract/text';

/** Kept free for what a running session's summary adds: turn, times, status. Bytes. */
const reserve = 300;

/** A title from what a person wrote: one line, cut; `fallback` when nothing visible is left. */
export function titleFrom(text: string, fallback = 'New session'): string {
  // Only the beginning can become the title; a 5 MB paste is not walked through.
  return cutText(oneLine(text.slice(0, limits.titleChars * 8)), limits.titleChars) || fallback;
}

/** Cuts the title until the summary fits, and refuses what does not fit even so. */
export function fitSummary(session: Session): Session {
  const room = limits.indexSummaryBytes - reserve;
  const size = (title: string) => Buffer.byteLength(JSON.stringify({ ...session, title }));
  if (size('') > room) {
    throw new KonsoleError(
      'invalid',
      'The path of the folder is too long for Konsole (about 1 500 bytes at most). Choose a folder with a shorter path.',
    );
  }
  let title = session.title;
  for (let max: number = limits.titleChars; size(title) > room; max = Math.floor(max * 0.8)) {
    title = cutText(title, Math.max(1, max));
  }
  return title === session.title ? session : { ...session, title };
}
