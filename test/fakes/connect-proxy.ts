/** An HTTP proxy on loopback that opens tunnels (CONNECT), or refuses to. */
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Certificate } from './certificate';

export interface ConnectProxy {
  /** `name:password` that it wants. */
  user?: string;
  /** HTTP status of its answer to everybody. */
  refusal?: number;
  /** It is spoken to by TLS. */
  certificate?: Certificate;
}

/** `asked` are the tunnels, `plain` what was asked of it without one. */
export async function startConnectProxy({ user, refusal, certificate }: ConnectProxy = {}) {
  const asked: { path: string | undefined; authorization: string | undefined }[] = [];
  const plain: IncomingMessage[] = [];
  const sockets = new Set<Socket>();
  const answer: RequestListener = (request, response) => {
    plain.push(request);
    response.writeHead(400).end();
  };
  const server = certificate ? createTlsServer(certificate, answer) : createServer(answer);
  server.on('connect', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    const authorization = request.headers['proxy-authorization'];
    asked.push({ path: request.url, authorization });
    const basic = user && `Basic ${Buffer.from(user).toString('base64')}`;
    const status = refusal ?? (authorization === basic ? 200 : 407);
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const [host, port] = (request.url ?? '').split(':');
    const through = connect(Number(port), host, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      through.write(head);
      through.pipe(socket).pipe(through);
    });
    sockets.add(through);
    through.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    server.close();
  });
  return { host: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked, plain };
}
