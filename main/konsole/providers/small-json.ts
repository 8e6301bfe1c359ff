/** A small question to a server of this computer, bounded in time and size. Whatever goes wrong is no answer. */

export type SmallFetch = (
  url: string,
  init: {
    signal: AbortSignal;
    redirect: 'error';
    method?: 'POST';
    headers?: Record<string, string>;
    body?: string;
  },
) => Promise<Response>;

/** What Ollama tells of a model carries its licence and the list of its tensors: some 100 kB. */
const maxBytes = 2 * 1024 * 1024;

export interface SmallQuestion {
  fetch: SmallFetch;
  url: string;
  signal: AbortSignal;
  /** Makes it a POST. */
  body?: Readonly<Record<string, unknown>>;
}

/** The JSON that was answered, or undefined: refused, too late, too large, no JSON. Never rejects. */
export function askJson(question: SmallQuestion): Promise<unknown> {
  const { signal } = question;
  const late = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  return Promise.race([asked(question).catch(() => undefined), late]);
}

async function asked({ fetch, url, signal, body }: SmallQuestion): Promise<unknown> {
  const headers = { 'content-type': 'application/json' };
  const post = body && { method: 'POST' as const, headers, body: JSON.stringify(body) };
  const answer = await fetch(url, { signal, redirect: 'error', ...post });
  if (!answer.ok || !answer.body) {
    await answer.body?.cancel();
    return undefined;
  }
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  // Leaving the loop cancels the rest.
  for await (const piece of answer.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += piece.byteLength;
    if (bytes > maxBytes) return undefined;
    pieces.push(piece);
  }
  return JSON.parse(Buffer.concat(pieces).toString('utf8'));
}
