/**
 * As much of fetch as the SSE driver needs, over a Unix socket or a named pipe, which Node's own takes neither of; for
 * the lanes and the commands of the terminal. No whole `Response` is made: loading one costs a start some 70 ms, and
 * what is read ahead of a slow reader stays what node:http has in hand.
 */
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { SseAnswer, SseDriverDeps } from '../preload/stream/sse-driver';

/** Each request has a connection of its own to what lies at `socketPath` by then. Rejects as fetch does. */
export function socketFetch(socketPath: string): SseDriverDeps['fetch'] {
  return async (path, { headers, signal }) => {
    const asked = request({
      socketPath,
      path,
      agent: false,
      headers: { ...(headers as Record<string, string>), host: 'localhost' },
      ...(signal ? { signal } : {}),
    });
    const answer = answerTo(asked);
    asked.end();
    return sseAnswer(await answer);
  };
}

export function answerTo(asked: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // Stays: an error after the answer began reaches its reader as well, and must not end the process here.
    asked.on('error', reject);
    asked.on('response', resolve);
  });
}

export async function textOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of response) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

function sseAnswer(response: IncomingMessage): SseAnswer {
  const status = response.statusCode ?? 0;
  const cuts = response[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
  const read = async () => {
    const { done = false, value } = await cuts.next();
    return { done, value: value as Uint8Array | undefined };
  };
  return {
    ok: status >= 200 && status < 300,
    status,
    body: { getReader: () => ({ read }) },
    json: async () => JSON.parse(await textOf(response)) as unknown,
  };
}
