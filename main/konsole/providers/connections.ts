/** HTTP connections that stay warm between requests. One pool a process. */
// By their files: all of undici takes three times as long to load, and a host that starts in the cold waits for it.
import Agent from 'undici/lib/dispatcher/agent.js';
import { fetch as undiciFetch } from 'undici/lib/web/fetch/index.js';
import type { Fetch } from './anthropic/bounded-fetch';

/**
 * The default pool drops an idle socket after some 4 s. Silence inside an answer has no limit here:
 * reasoning models are rightly silent for minutes, and the turn loop has its own watch.
 */
const agent = new Agent({
  keepAliveTimeout: 300_000,
  keepAliveMaxTimeout: 600_000,
  headersTimeout: 0,
  bodyTimeout: 0,
  connect: { timeout: 15_000 },
});

export const warmFetch: Fetch = (url, init) =>
  undiciFetch(
    url as Parameters<typeof undiciFetch>[0],
    { ...init, dispatcher: agent } as Parameters<typeof undiciFetch>[1],
  ) as unknown as Promise<Response>;
