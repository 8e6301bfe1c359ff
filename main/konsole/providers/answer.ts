/**
 * What came back from a provider, in the shape of a `Response` as far as the clients use one. A whole `Response` and
 * its streams cost more, at each start and at each question, than all else between a question and the wire.
 */

/** Largest answer that is no stream: an error, a list of models. */
export const maxPlainBytes = 8 * 1024 * 1024;

/** Has the code that errors.ts knows. */
export class OversizeError extends Error {
  override readonly name = 'OversizeError';
  readonly code = 'KONSOLE_OVERSIZE';
}

export type Fetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>;

export type Body = AsyncIterable<Uint8Array>;

interface Head {
  url: string;
  status: number;
  statusText: string;
  headers: Headers;
}

class Answer {
  readonly redirected = false;
  readonly type = 'basic';
  readonly ok: boolean;
  readonly url: string;
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;

  constructor(
    head: Head,
    readonly body: Body,
  ) {
    this.url = head.url;
    this.status = head.status;
    this.statusText = head.statusText;
    this.headers = head.headers;
    this.ok = head.status >= 200 && head.status < 300;
  }

  /** Rejects with an `OversizeError`: a stream is bounded by whoever reads it (event-stream.ts), all else here. */
  async text(): Promise<string> {
    const decoder = new TextDecoder();
    let held = 0;
    let text = '';
    for await (const chunk of this.body) {
      held += chunk.byteLength;
      if (held > maxPlainBytes) throw new OversizeError('the answer is too large');
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }
}

export const answerOf = (head: Head, body: Body): Response =>
  new Answer(head, body) as unknown as Response;
