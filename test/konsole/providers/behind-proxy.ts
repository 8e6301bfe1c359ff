/** A provider that stands behind a proxy, and what an adapter finds there. */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createAdapter } from '../../../main/konsole/providers/index';
import type { ProviderError } from '../../../main/konsole/providers/types';

/** Lists one model, "claude", whoever asks; `seen` are the requests that came. */
export async function startServer() {
  const seen: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    seen.push(request);
    response.setHeader('content-type', 'application/json');
    response.end('{"data":[{"id":"claude","display_name":"Claude"}]}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  return { port, host, url: `http://${host}`, seen };
}

export async function models(baseUrl: string, proxy: string) {
  const access = { id: 'p', kind: 'anthropic', baseUrl, key: 'sk-secret', proxy };
  const adapter = await createAdapter(access, { now: Date.now });
  return adapter.models(new AbortController().signal);
}

export const errorOf = (asked: Promise<unknown>) =>
  asked.then(
    () => undefined,
    (thrown: ProviderError) => thrown.error,
  );
