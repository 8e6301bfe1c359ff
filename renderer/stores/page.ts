/** The page's two ways to the konsole: the bridge for commands and the one stream for events. Set once at start. */
import type { BridgeApi } from '../../preload/contract/bridge-api';
import type { Stream } from '../../preload/stream/types';

export interface Page {
  readonly bridge: BridgeApi;
  readonly stream: Stream;
}

let current: Page | undefined;

export function openPage(page: Page): void {
  current = page;
}

/** Throws before `openPage`: a programming error, not a state a person can reach. */
export function thePage(): Page {
  if (!current) throw new Error('The page was not opened: call openPage before the first render.');
  return current;
}
