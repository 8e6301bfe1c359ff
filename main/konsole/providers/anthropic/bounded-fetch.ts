/**
 * Bounds what an answer may make this process hold where it is read whole: an error, a list of models.
 */

/** Largest answer that is no stream: an error, a list of models. */
export const maxPlainBytes = 8 * 1024 * 1024;

/** Has the code that errors.ts knows. */
export class OversizeError extends Error {
  override readonly name = 'OversizeError';
  readonly code = 'KONSOLE_OVERSIZE';
}

export type Fetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** Answers that are no stream hold at most `maxPlainBytes`; a stream is bounded by whoever reads it (event-stream.ts). */
export function boundedFetch(fetch: Fetch): Fetch {
  return async (url, init) => {
    const response = await fetch(url, init);
    const { body, headers, status, statusText } = response;
    if (!body || isEventStream(headers)) return response;
    let held = 0;
    const bound = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        held += chunk.byteLength;
        if (held > maxPlainBytes) throw new OversizeError('the answer is too large');
        controller.enqueue(chunk);
      },
    });
    return new Response(body.pipeThrough(bound), { status, statusText, headers });
  };
}

export const isEventStream = (headers: Headers): boolean =>
  (headers.get('content-type') ?? '').includes('event-stream');
