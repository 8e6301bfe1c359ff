/** The product's own gateway over a hub, with commands that answer at once: what remains is the way there and back. */
import { openGateway } from '../../../main/transport/gateway';
import type { Hub } from '../../../main/transport/hub';
import type { Feed } from '../../../main/konsole/types';
import { token } from './token';

export interface BenchDoor {
  /** Of the TCP door. */
  port: number;
  /** Path of the other. */
  socket: string;
}

/** `home` is an empty folder. */
export async function openDoor(hub: Hub, feed: Feed, home: string): Promise<BenchDoor> {
  const nothing = async () => undefined;
  const { url = '', socket } = await openGateway({
    konsole: {
      feed,
      execute: async () => ({ ok: true, result: {} }),
      log: { write: () => undefined },
      blobs: {
        put: () => Promise.reject(new Error('No files here.')),
        info: nothing,
        picture: nothing,
      },
    },
    // A gateway has at most 128 streams; a measurement may have more.
    hub: { ...hub, readers: () => 0 },
    home,
    token,
    tcp: { port: 0 },
  });
  return { port: Number(new URL(url).port), socket };
}
