/** As much of fetch as the SSE driver needs, over a Unix socket or a named pipe: the own one of Node takes neither. */
import { type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import { ByteLengthQueuingStrategy } from 'node:stream/web';

/** What is read ahead of who reads, bytes. Without it Node counts chunks, and holds gigabytes for a slow one. */
const aheadBytes = 32 * 1024;

/** Each request has a connection of its own to what lies at `socketPath` by then. Rejects as fetch does. */
export function socketFetch(socketPath: string) {
  return (path: string, { headers, signal }: RequestInit): Promise<Response> =>
    new Promise((resolve, reject) => {
      const req = request({
        socketPath,
        path,
        headers: { ...Object.fromEntries(new Headers(headers)), host: 'localhost' },
        agent: false,
        ...(signal ? { signal } : {}),
      });
      req.on('error', reject);
      req.on('response', (res) => {
        try {
          resolve(toResponse(res));
        } catch (error) {
          req.destroy();
          reject(error instanceof Error ? error : new Error(String(error)));
        }
      });
      req.end();
    });
}

/** Throws for an answer that cannot have a body, such as 204. */
function toResponse(res: IncomingMessage): Response {
  const strategy = new ByteLengthQueuingStrategy({ highWaterMark: aheadBytes });
  const body = Readable.toWeb(res, { strategy }) as ReadableStream<Uint8Array>;
  return new Response(body, { status: res.statusCode ?? 0 });
}
