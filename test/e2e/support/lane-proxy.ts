/** Stands in the place of Konsole's own socket and hands on to it, so that a test can break one transport from outside. */
import { rename } from 'node:fs/promises';
import { connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** What of a request says which transport it is for. */
export const pathOf = { sse: '/v1/events', websocket: '/v1/socket' } as const;

export interface LaneProxy {
  /** Ends every connection of the transport at once, and takes no new one. */
  cut(transport: keyof typeof pathOf): void;
  mend(transport: keyof typeof pathOf): void;
  /** Connections that were taken for it and handed on. */
  carried(transport: keyof typeof pathOf): number;
  /** Connections that were refused. */
  refused(): number;
}

/** The app must be running. A lane looks for the socket by its path at each attempt, and finds this. */
export async function standBetween(home: string): Promise<LaneProxy> {
  const own = join(home, 'konsole.sock');
  const real = join(home, 'real.sock');
  await rename(own, real);
  const broken = new Set<string>();
  const open = new Map<Socket, string>();
  const counts = new Map<string, number>();
  let refused = 0;

  const server = createServer((client) => {
    client.on('error', () => client.destroy());
    client.once('data', (head) => {
      const path = /^GET (\/v1\/\w+)/.exec(head.toString('latin1'))?.[1] ?? '';
      if (broken.has(path)) {
        refused += 1;
        client.destroy();
        return;
      }
      counts.set(path, (counts.get(path) ?? 0) + 1);
      const upstream = connect(real);
      upstream.on('error', () => upstream.destroy());
      upstream.write(head);
      client.pipe(upstream).pipe(client);
      open.set(client, path);
      client.once('close', () => {
        open.delete(client);
        upstream.destroy();
      });
      upstream.once('close', () => client.destroy());
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(own, resolve);
  });
  onTestFinished(() => {
    for (const client of open.keys()) client.destroy();
    server.close();
  });
  return {
    cut(transport) {
      broken.add(pathOf[transport]);
      for (const [client, path] of open) if (path === pathOf[transport]) client.destroy();
    },
    mend: (transport) => void broken.delete(pathOf[transport]),
    carried: (transport) => counts.get(pathOf[transport]) ?? 0,
    refused: () => refused,
  };
}
