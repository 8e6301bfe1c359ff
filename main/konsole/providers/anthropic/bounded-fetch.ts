/**
 * Bounds what an answer may make this process hold: the client keeps one event in memory until it is
 * whole, so an event without an end would take all of it. Back-pressure is kept: nothing is read ahead.
 */

/** Largest event of a stream, bytes between two empty lines. */
export const maxEventBytes = 8 * 1024 * 1024;
/** Largest answer that is no stream: an error, a list of models. */
export const maxPlainBytes = 8 * 1024 * 1024;

/** Has the code that errors.ts knows. */
export class OversizeError extends Error {
  override readonly name = 'OversizeError';
  readonly code = 'KONSOLE_OVERSIZE';
}

export type Fetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>;

export function boundedFetch(fetch: Fetch): Fetch {
  return async (url, init) => {
    const response = await fetch(url, init);
    if (!response.body) return response;
    const isStream = (response.headers.get('content-type') ?? '').includes('event-stream');
    const count = isStream ? eventCounter() : (chunk: Uint8Array) => chunk.byteLength;
    const max = isStream ? maxEventBytes : maxPlainBytes;
    let held = 0;
    const bound = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        const size = count(chunk);
        held = size < 0 ? -size - 1 : held + size;
        if (held > max) throw new OversizeError('an event of the stream is too large');
        controller.enqueue(chunk);
      },
    });
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(bound), { status, statusText, headers });
  };
}

/**
 * Counts the bytes since the last empty line, across chunks. A chunk with an empty line in it gives
 * `-(bytes after it) - 1`, one without gives its length.
 */
function eventCounter(): (chunk: Uint8Array) => number {
  let lineIsEmpty = true;
  return (chunk) => {
    let since = -1;
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i];
      if (byte === 10) {
        if (lineIsEmpty) since = chunk.length - i - 1;
        lineIsEmpty = true;
      } else if (byte !== 13) {
        lineIsEmpty = false;
      }
    }
    return since < 0 ? chunk.length : -since - 1;
  };
}
