/** The page's one stream, over the window's port. The only place that knows which driver carries it. */
import type { BridgeApi } from '../../preload/contract/bridge-api';
import { createWindowPortDriver } from '../../preload/stream/port-driver';
import { createStream } from '../../preload/stream/stream';
import type { Page } from './page';

export function connect(bridge: BridgeApi): Page {
  const stream = createStream({
    driver: createWindowPortDriver(window),
    transport: 'direct',
    now: Date.now,
    schedule(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    random: Math.random,
  });
  return { bridge, stream };
}
