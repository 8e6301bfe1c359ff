/**
 * A wire API asked by plain requests, for a house whose official client is not worth its weight: over the connections that stay
 * warm, with the key in a header, and refused in the form that errors.ts reads.
 */
import { type About, noStream } from './errors';
import { asked } from './exchange';
import type { AdapterAccess, AdapterDeps, House } from './house';
import { parsed } from './json';
import { warmAt } from './warm';

/** What messages say of requests to `base`, by the model that is asked. */
export const aboutAt =
  (
    base: string,
    { api }: Pick<House, 'api'>,
    { key }: AdapterAccess,
    { now }: Pick<AdapterDeps, 'now'>,
    reads?: About['reads'],
  ) =>
  (model: string): About => ({
    host: new URL(base).host,
    model,
    api,
    now: now(),
    ...(reads === undefined ? {} : { reads }),
    ...(key === undefined ? {} : { key }),
  });

export interface PlainApiParts {
  /** What stands before every path, without a slash at its end. */
  base: string;
  about: (model: string) => About;
  /** Headers with the key. It goes into no address: addresses stand in logs. */
  headers: Readonly<Record<string, string>>;
}

export interface PlainApi {
  /** For `Exchange.send`. Rejects where the answer is no 2xx, and where nobody answers. */
  post(path: string, body: unknown, signal: AbortSignal): Promise<Response>;
  /** What `read` makes of the JSON there; undefined from it: that is not what was asked for. Rejects with `ProviderError`. */
  get<Value>(
    path: string,
    read: (told: unknown) => Value | undefined,
    signal: AbortSignal,
  ): Promise<Value>;
  /** For `ProviderAdapter.warm`. */
  warm(signal: AbortSignal): Promise<boolean>;
}

export function createPlainApi(
  { base, about, headers }: PlainApiParts,
  { fetch }: Pick<AdapterDeps, 'fetch'>,
): PlainApi {
  async function ask(path: string, init: RequestInit): Promise<Response> {
    const answer = await fetch(`${base}/${path}`, {
      // A key goes to the origin it was given for, and nowhere else.
      redirect: 'manual',
      ...init,
      headers: { 'content-type': 'application/json', ...headers },
    });
    if (!answer.ok) throw await refusalOf(answer);
    return answer;
  }

  async function got<Value>(
    path: string,
    read: (told: unknown) => Value | undefined,
    signal: AbortSignal,
  ): Promise<Value> {
    const answer = await ask(path, { method: 'GET', signal });
    const value = read(parsed(await answer.text()));
    if (value !== undefined) return value;
    throw noStream(about(''), answer.headers.get('content-type') ?? '');
  }

  return {
    post: (path, body, signal) => ask(path, { method: 'POST', body: JSON.stringify(body), signal }),
    get: (path, read, signal) => asked(got(path, read, signal), () => about(''), signal),
    warm: (signal) => warmAt(base, fetch, signal),
  };
}

/** In the form in which the official clients throw it. */
async function refusalOf(answer: Response): Promise<Error> {
  const body = await answer.text();
  const told = parsed(body);
  // Some answer with a list of one.
  const error: unknown = Array.isArray(told) ? told[0] : told;
  const { status, headers } = answer;
  return Object.assign(new Error(body), { status, headers, error });
}
