/** How much memory hosts may have: one of them, and all together. Pure. */

const megabyte = 1024 * 1024;
/** Of the limit: below this a host is kept ready again, so that none is put away and started in a circle. */
const ampleShare = 0.9;

/** `tight`: hosts are started for turns that wait, and none to spare. `none`: no further one for main turns. */
export type Room = 'ample' | 'tight' | 'none';

export function roomOf(rssBytes: number, limitBytes: number): Room {
  if (rssBytes > limitBytes) return 'none';
  return rssBytes > limitBytes * ampleShare ? 'tight' : 'ample';
}

export const bytesOf = (megabytes: number): number => megabytes * megabyte;

/** "1.5 GB", "900 MB". */
export function inWords(bytes: number): string {
  const megabytes = Math.round(bytes / megabyte);
  return megabytes < 1024 ? `${megabytes} MB` : `${Number((megabytes / 1024).toFixed(1))} GB`;
}
