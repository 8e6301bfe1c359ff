/** The page's one stream: over the window's port, or what else carries it. The only place that makes one. */
import type { BridgeApi } from '../../preload/contract/bridge-api';
import { createWindowPortDriver } from '../../preload/stream/port-driver';
import { createStream } from '../../preload/stream/stream';
import type { StreamDeps } from '../../preload/stream/types';
import type { Page } from './page';

export function connect(
  bridge: BridgeApi,
  over: Pick<StreamDeps, 'driver' | 'transport'> = {
    driver: createWindowPortDriver(window),
    transport: 'direct',
  },
): Page {
  const stream = createStream({ ...over, now: Date.now, schedule, random: Math.random });
  return { bridge, stream };
}

/** Runs `run` after `ms`; returns how to cancel. */
export function schedule(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}
