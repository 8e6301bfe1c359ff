/** A SOCKS 5 proxy on loopback (RFC 1928, 1929). Names are its own to look up: all of them are on this computer. */
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface SocksProxy {
  /** `name:password` that it wants; absent: it wants none. */
  user?: string;
  /** The code of its reply to every request for a connection. */
  reply?: number;
  /** What it does in place of speaking SOCKS. */
  instead?: (socket: Socket) => void;
}

/** `asked`: each `host:port` as it was named; `users`: each `name:password` that was tried. */
export async function startSocksProxy({ user, reply = 0, instead }: SocksProxy = {}) {
  const asked: string[] = [];
  const users: string[] = [];
  let connections = 0;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
  };

  async function serve(socket: Socket): Promise<void> {
    const next = readerOf(socket);
    const [, count = 0] = await next(2);
    const method = user === undefined ? 0 : 2;
    if (![...(await next(count))].includes(method)) {
      socket.end(Buffer.from([5, 0xff]));
      return;
    }
    socket.write(Buffer.from([5, method]));
    if (method === 2) {
      const [, name = 0] = await next(2);
      const given = `${(await next(name)).toString()}:`;
      const [password = 0] = await next(1);
      users.push(given + (await next(password)).toString());
      const isRight = users.at(-1) === user;
      socket.write(Buffer.from([1, isRight ? 0 : 1]));
      if (!isRight) {
        socket.end();
        return;
      }
    }
    const [, , , kind] = await next(4);
    const host = await nameOf(kind, next);
    const port = (await next(2)).readUInt16BE();
    asked.push(`${host}:${port}`);
    const answer = Buffer.from([5, reply, 0, 1, 127, 0, 0, 1, 0, 0]);
    if (reply !== 0) {
      socket.end(answer);
      return;
    }
    const through = connect(port, '127.0.0.1', () => {
      socket.write(answer);
      through.pipe(socket).pipe(through);
    });
    keep(through);
    through.on('error', () => socket.destroy());
    socket.on('close', () => through.destroy());
  }

  const server = createServer((socket) => {
    connections += 1;
    keep(socket);
    if (instead) instead(socket);
    else void serve(socket).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, asked, users, connections: () => connections };
}

type Next = (bytes: number) => Promise<Buffer>;

async function nameOf(kind: number | undefined, next: Next): Promise<string> {
  if (kind === 1) return [...(await next(4))].join('.');
  if (kind === 3) return (await next((await next(1))[0] ?? 0)).toString();
  return `[${(await next(16)).toString('hex')}]`;
}

/** Reads just as many bytes as are asked for; what follows stays in the socket. */
function readerOf(socket: Socket): Next {
  return (bytes) =>
    new Promise((resolve, reject) => {
      if (bytes === 0) return resolve(Buffer.alloc(0));
      const look = () => {
        const found = socket.read(bytes) as Buffer | null;
        if (!found) return;
        socket.off('readable', look).off('close', gone);
        resolve(found);
      };
      const gone = () => reject(new Error('closed'));
      socket.once('close', gone);
      socket.on('readable', look);
      look();
    });
}
