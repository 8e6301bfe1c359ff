/** A web server on loopback with every kind of page that a fetch can meet, and how a test asks for one. */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { isPublicAddress } from '../../../main/konsole/host/tools/public-address';

export interface WebServer {
  base: string;
  /** What came, in order. */
  asked: { path: string; headers: Record<string, unknown> }[];
  close(): Promise<void>;
}

/** Loopback's first address, where the server is, and what is public. */
export const allowAddress = (ip: string) => ip === '127.0.0.1' || isPublicAddress(ip);

export async function startWebServer(): Promise<WebServer> {
  const asked: WebServer['asked'] = [];
  const server = createServer((req, res) => {
    asked.push({ path: req.url ?? '', headers: req.headers });
    (pages[req.url ?? ''] ?? ((other) => void other.writeHead(500).end()))(res);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    base: `http://127.0.0.1:${port}`,
    asked,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const send = (res: ServerResponse, type: string, body: string | Buffer, more = {}) => {
  res.writeHead(200, { ...(type === '' ? {} : { 'content-type': type }), ...more });
  res.end(body);
};
const go = (res: ServerResponse, location: string) => {
  res.writeHead(302, { location });
  res.end();
};

const pages: Record<string, (res: ServerResponse) => void> = {
  '/page': (res) =>
    send(
      res,
      'text/html',
      '<title>A page</title><script>bad()</script><h1>Hello</h1><p>Some <a href="/next">words</a>.',
    ),
  '/json': (res) => send(res, 'application/json', '{"a":1}'),
  '/umlaut': (res) => send(res, 'text/html; charset=latin1', Buffer.from('<p>gr\xfcn', 'latin1')),
  '/meta': (res) =>
    send(res, 'text/html', Buffer.from('<meta charset="windows-1252"><p>gr\xfcn', 'latin1')),
  '/wrong': (res) => send(res, 'text/plain; charset=no-such', 'grün'),
  '/untyped': (res) => send(res, '', '<!doctype html><p>Untyped'),
  '/picture': (res) => send(res, 'image/png', Buffer.alloc(1234)),
  '/binary': (res) => send(res, 'text/plain', Buffer.alloc(100)),
  '/empty': (res) => void res.writeHead(204).end(),
  '/shell': (res) => send(res, 'text/html', '<script>render()</script>'),
  '/gone': (res) =>
    void res.writeHead(404, { 'content-type': 'text/plain' }).end('try /page instead'),
  '/busy': (res) => void res.writeHead(429, { 'retry-after': '30' }).end(),
  '/gzip': (res) =>
    send(res, 'text/plain', gzipSync('packed words'), { 'content-encoding': 'gzip' }),
  '/bomb': (res) =>
    send(res, 'text/plain', gzipSync(Buffer.alloc(200 * 1024 * 1024)), {
      'content-encoding': 'gzip',
    }),
  '/torn': (res) =>
    send(res, 'text/plain', Buffer.from('no gzip at all'), { 'content-encoding': 'gzip' }),
  '/zip': (res) => send(res, 'text/plain', 'x', { 'content-encoding': 'compress' }),
  '/large': (res) => {
    res.writeHead(200, { 'content-type': 'text/plain', 'content-length': 6_000_000 });
    res.write('x');
  },
  '/endless': (res) => {
    res.writeHead(200, { 'content-type': 'text/plain' });
    const more = () => {
      while (!res.destroyed && res.write('x'.repeat(65_536)));
      if (!res.destroyed) res.once('drain', more);
    };
    more();
  },
  '/silent': () => undefined,
  '/half': (res) => {
    res.writeHead(200, { 'content-type': 'text/plain', 'content-length': 100 });
    res.write('half', () => res.destroy());
  },
  '/long': (res) => send(res, 'text/plain', 'a line of words\n'.repeat(9_000)),
  '/hop': (res) => go(res, '/page#part'),
  '/circle': (res) => go(res, '/circle'),
  '/away': (res) => go(res, 'https://elsewhere.example/a b?c'),
  '/file': (res) => go(res, 'file:///etc/passwd'),
  '/inside': (res) => go(res, 'http://169.254.169.254/latest/meta-data/'),
  '/loopback': (res) => go(res, 'http://127.0.0.2/'),
  '/inside6': (res) => go(res, 'http://[::ffff:10.0.0.1]/'),
};
