/** OpenAI's official client, for its own API and for all that are spoken like it. Its retries and environment are switched off. */
import { OpenAI } from 'openai/client';
import type { APIError } from 'openai/core/error';
import { withoutEnvironment } from '../environment';
import type { AdapterAccess, AdapterDeps } from '../house';

/** The turn loop has its own watch over silence; the client's must never be the first to act. */
const headersMs = 24 * 60 * 60 * 1000;

/** `baseURL` is what stands before `/responses` and `/chat/completions`, without a slash at its end. */
export function openaiClient(
  baseURL: string,
  access: Pick<AdapterAccess, 'key'>,
  deps: Pick<AdapterDeps, 'fetch'>,
): OpenAI {
  return withoutEnvironment(
    /^(OPENAI|OTEL)_/,
    () =>
      new Client({
        apiKey: access.key ?? 'none',
        adminAPIKey: null,
        organization: null,
        project: null,
        webhookSecret: null,
        baseURL,
        maxRetries: 0,
        timeout: headersMs,
        logLevel: 'off',
        fetch: deps.fetch,
        // A key goes to the origin it was given for, and nowhere else.
        fetchOptions: { redirect: 'manual' },
      }),
  );
}

/** The client wants the version in the address; a person may leave it out, or have a gateway with a path of its own. */
export function withVersion(address: string): string {
  const plain = address.replace(/\/+$/, '');
  return new URL(plain).pathname === '/' ? `${plain}/v1` : plain;
}

class Client extends OpenAI {
  /** The official one keeps only what stands in `error`; other servers tell what is wrong beside it. */
  protected override makeStatusError(
    status: number,
    body: object,
    message: string | undefined,
    headers: Headers,
  ): APIError {
    const made = super.makeStatusError(status, body, message, headers);
    return Object.assign(made, { error: body ?? message });
  }
}
