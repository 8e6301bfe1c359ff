/**
 * The clients make `Headers`, and look whether a body is a `FormData`. The first use of either of Node's own loads a whole
 * second undici: 40 ms, for which a question waits that finds no warm host. For a process that serves providers and nothing
 * else.
 */
import { Headers } from 'undici/lib/web/fetch/headers.js';

/** No body is one. */
function NoForm(): never {
  throw new TypeError('Nothing is sent to a provider as a form.');
}

export function setLightGlobals(): void {
  globalThis.Headers = Headers;
  globalThis.FormData = NoForm as unknown as typeof FormData;
}
