/** Where events are poured into: the product's hub, or a bare server that does the same work and nothing else. */
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcp, type Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import type { SessionEvent } from '../../../preload/contract/events';
import type { Hub } from '../../../main/transport/hub';
import type { Sink } from '../../../main/transport/sink';
import type { WireFeed } from './feed';

/** One reader, as whoever pours sees it. */
export interface Outlet {
  push(events: readonly SessionEvent[]): void;
  writable(): boolean;
  drained(): Promise<void>;
}

/** Bare servers, each with the outlet of who connected last. */
export interface Bare {
  ports: { tcp: number; ws: number; sse: number };
  ws?: Outlet;
  sse?: Outlet;
}

const listening = (server: { listen: (port: number, host: string, done: () => void) => unknown }) =>
  new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });

const drainOf = (stream: { once: (event: 'drain', run: () => void) => unknown }) => () =>
  new Promise<void>((resolve) => {
    stream.once('drain', resolve);
  });

export async function openBare(epoch: string): Promise<Bare> {
  const tcp = createTcp({ noDelay: true }, (socket) => {
    socket.on('data', (data) => socket.write(data));
    socket.on('error', () => socket.destroy());
  });
  const wsHttp = createServer();
  const sse = createServer((_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    res.write('retry: 500\n\n');
    bare.sse = {
      push: (events) =>
        void res.write(
          events
            .map(
              (event) =>
                `event: ${event.type}\nid: ${epoch}.${event.pos}\ndata: ${JSON.stringify(event)}\n\n`,
            )
            .join(''),
        ),
      writable: () => !res.writableNeedDrain,
      drained: drainOf(res),
    };
  });
  const wss = new WebSocketServer({ server: wsHttp, perMessageDeflate: false });
  wss.on('connection', (ws, req) => {
    const { socket }: { socket: Socket } = req;
    ws.on('message', (data, isBinary) => ws.send(data, { binary: isBinary }));
    bare.ws = {
      push(events) {
        const frames = events.map((event) => ({ t: 'event', event }));
        ws.send(JSON.stringify(frames.length === 1 ? frames[0] : frames));
      },
      writable: () => !socket.writableNeedDrain,
      drained: drainOf(socket),
    };
  });
  await Promise.all([listening(tcp), listening(wsHttp), listening(sse)]);
  const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;
  const bare: Bare = { ports: { tcp: portOf(tcp), ws: portOf(wsHttp), sse: portOf(sse) } };
  return bare;
}

/** The hub, with an outlet that knows of the pace of the reader that connected last. */
export function watchedHub(hub: Hub, feed: WireFeed): { hub: Hub; outlet: Outlet } {
  let sink: Sink | undefined;
  let waiting: (() => void)[] = [];
  return {
    hub: {
      ...hub,
      connect(its, kind) {
        sink = its;
        const reader = hub.connect(its, kind);
        return {
          ...reader,
          drained() {
            reader.drained();
            const those = waiting;
            waiting = [];
            for (const go of those) go();
          },
        };
      },
    },
    outlet: {
      push: (events) => feed.publish(events, false),
      writable: () => sink?.writable() ?? true,
      drained: () => new Promise((resolve) => waiting.push(resolve)),
    },
  };
}
