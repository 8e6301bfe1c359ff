/** A proxy that holds answers back: what a server says goes on only when the test lets it, all at once. */
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface HoldingProxy {
  /** As it stands in the settings. */
  url: string;
  /** What was asked for, each `name:port`. */
  asked: string[];
  /** Whether these words are among what it holds back. */
  holds(words: string): boolean;
  /** Lets go what it holds; all that comes later goes on at once. */
  release(): void;
  close(): Promise<void>;
}

/** Every name leads to `port` on loopback. Until `release`, nothing of what comes back goes on. */
export async function startHoldingProxy(port: number): Promise<HoldingProxy> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  let held: { to: Socket; bytes: Buffer }[] | undefined = [];
  const server = createServer();
  server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    asked.push(request.url ?? '');
    const through = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      through.write(head);
      socket.pipe(through);
    });
    through.on('data', (bytes: Buffer) => {
      if (held) held.push({ to: socket, bytes });
      else socket.write(bytes);
    });
    for (const [one, other] of [
      [socket, through],
      [through, socket],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined).on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    holds: (words) => Buffer.concat((held ?? []).map(({ bytes }) => bytes)).includes(words),
    release() {
      const all = held ?? [];
      held = undefined;
      for (const { to, bytes } of all) to.write(bytes);
    },
    close: () =>
      new Promise<void>((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
