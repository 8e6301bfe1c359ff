/**
 * From what a provider's client throws to a `ProviderError` that tells a person what happened and what to
 * do. Duck-typed, so that reading it loads no client. Never carries a key.
 */
import type { TurnError } from '../../../preload/contract/shapes';
import { cutText, oneLine } from '../../../preload/contract/text';
import { redact } from './redact';
import { ProviderError } from './types';

/** Which request failed, for the words of the message. */
export interface About {
  /** Where the request went, as an origin: "api.anthropic.com", "127.0.0.1:11434". */
  host: string;
  model: string;
  key?: string;
  /** Epoch ms, to read a `retry-after` that is a date. */
  now: number;
}

const keyHint = 'Check or replace the key in Settings → Providers.';
const addressHint = 'Check the network, a proxy or VPN, and the address in Settings → Providers.';

interface Thrown {
  status?: unknown;
  headers?: unknown;
  error?: unknown;
  type?: unknown;
  message?: unknown;
  code?: unknown;
  cause?: unknown;
}

/** A stream that ended without its terminal event. May be tried again. */
export function truncated(about: About): ProviderError {
  return bad(`The answer of ${about.host} broke off before its end.`, true);
}

/** Something in the stream was not what the protocol says. May be tried again. */
export function malformed(about: About, what: string): ProviderError {
  return bad(`${about.host} sent something that cannot be read: ${what}.`, true);
}

/** An answer that is no stream of events: most often a proxy's or a captive portal's web page. */
export function webPage(about: About, status: number): ProviderError {
  const error: TurnError = {
    code: 'bad-answer',
    message: `Something between Konsole and ${about.host} answered with a web page (HTTP ${status}).`,
    hint: `A proxy, a VPN or a sign-in page of this network is in the way. ${addressHint}`,
    status,
  };
  return new ProviderError(error, status >= 500 ? {} : false);
}

/** A server that took the request but does not stream. */
export function noStream(about: About, type: string): ProviderError {
  const message = `${about.host} did not answer with a stream (${cutText(oneLine(type), 60)}).`;
  const hint =
    "The address in Settings → Providers may be wrong, or the server does not speak Anthropic's API.";
  return new ProviderError({ code: 'bad-answer', message, hint }, false);
}

function bad(message: string, again: boolean): ProviderError {
  const hint = 'Try again. If it stays so, the provider or something on the way is broken.';
  return new ProviderError({ code: 'bad-answer', message, hint }, again ? {} : false);
}

export function toProviderError(thrown: unknown, about: About): ProviderError {
  if (thrown instanceof ProviderError) return thrown;
  const error = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as Thrown;
  if (typeof error.status === 'number') return fromStatus(error, error.status, about);
  const type = errorType(error);
  if (type) return fromEvent(type, said(error, about), about);
  return fromNetwork(thrown, about);
}

/** The provider's own words, one line, no key, at most 300 characters. */
function said(error: Thrown, about: About): string {
  const body = error.error as { error?: { message?: unknown }; message?: unknown } | undefined;
  const own = body?.error?.message ?? body?.message ?? error.message;
  const text = typeof own === 'string' ? own : '';
  return cutText(oneLine(redact(text, about.key)), 300);
}

function errorType(error: Thrown): string | undefined {
  if (typeof error.type === 'string') return error.type;
  const body = error.error as { error?: { type?: unknown } } | undefined;
  return typeof body?.error?.type === 'string' ? body.error.type : undefined;
}

function fromStatus(error: Thrown, status: number, about: About): ProviderError {
  const raw = typeof error.message === 'string' ? error.message : '';
  const type = errorType(error);
  const words = said(error, about);
  const fail = (code: TurnError['code'], message: string, hint?: string) =>
    new ProviderError({ code, message, status, ...(hint ? { hint } : {}) }, false);
  const again = (code: TurnError['code'], message: string, hint: string) => {
    const afterMs = retryAfter(error.headers, about.now);
    const retry = afterMs === undefined ? {} : { afterMs };
    return new ProviderError({ code, message, hint, status }, retry);
  };
  if (/<(!doctype|html|head|body)\b/i.test(raw)) return webPage(about, status);
  if (status >= 300 && status < 400) {
    return fail(
      'bad-answer',
      `${about.host} sent the request on to another address, and Konsole does not take a key there.`,
      'Put the final address into Settings → Providers.',
    );
  }
  switch (status) {
    case 401:
      return fail('bad-key', `${about.host} does not accept this key.`, keyHint);
    case 402:
      return fail(
        'provider',
        `${about.host} wants payment: ${words}`,
        'See the billing page of the provider.',
      );
    case 403:
      return fail(
        'denied',
        `This key may not use ${about.model}: ${words || 'forbidden'}`,
        keyHint,
      );
    case 404:
      if (type !== 'not_found_error' && !/model/i.test(words)) {
        return fail(
          'provider',
          `${about.host} has nothing at this address (HTTP 404).`,
          "Check the address in Settings → Providers, and that the server speaks Anthropic's API.",
        );
      }
      return fail(
        'unknown-model',
        `${about.host} does not know the model "${about.model}".`,
        'Choose another model in Settings → Models.',
      );
    case 407:
      return fail('no-network', 'The proxy of this network wants a password.', addressHint);
    case 413:
      return fail('too-long', 'This conversation is too large for the provider.', startAnew);
    case 429:
      return again(
        'rate-limited',
        `${about.host} has had enough requests for now${words ? `: ${words}` : '.'}`,
        'Wait a little, or choose another model in Settings → Models.',
      );
    case 529:
      return again('overloaded', `${about.host} is overloaded.`, 'Wait a little and try again.');
  }
  if (status === 408 || status === 409 || status >= 500) {
    const code = type === 'overloaded_error' ? 'overloaded' : 'provider';
    const message = `${about.host} has trouble (HTTP ${status})${words ? `: ${words}` : '.'}`;
    return again(code, message, 'Wait a little and try again.');
  }
  if (/too long|context (window|length)|maximum context|exceeds? .*tokens/i.test(words)) {
    return fail(
      'too-long',
      `The conversation does not fit into ${about.model}: ${words}`,
      startAnew,
    );
  }
  const hint = /credit|billing|balance/i.test(words)
    ? 'See the billing page of the provider.'
    : 'Try another model in Settings → Models, or start a new session.';
  return fail('provider', `${about.host} refused the request (HTTP ${status}): ${words}`, hint);
}

const startAnew = 'Start a new session, or ask about less at once.';

/** `event: error` in the middle of a stream. */
function fromEvent(type: string, words: string, about: About): ProviderError {
  const message = `${about.host} broke off${words ? `: ${words}` : ` (${type}).`}`;
  const hint = 'Wait a little and try again.';
  switch (type) {
    case 'overloaded_error':
      return new ProviderError({ code: 'overloaded', message, hint }, {});
    case 'rate_limit_error':
      return new ProviderError({ code: 'rate-limited', message, hint }, {});
    case 'authentication_error':
      return new ProviderError({ code: 'bad-key', message, hint: keyHint }, false);
    case 'permission_error':
      return new ProviderError({ code: 'denied', message, hint: keyHint }, false);
    case 'not_found_error':
      return new ProviderError({ code: 'unknown-model', message }, false);
    case 'request_too_large':
      return new ProviderError({ code: 'too-long', message, hint: startAnew }, false);
    case 'invalid_request_error':
    case 'billing_error':
      return new ProviderError({ code: 'provider', message }, false);
    default:
      return new ProviderError({ code: 'provider', message, hint }, {});
  }
}

/** Codes of Node and of its HTTP client, looked for along the chain of causes. */
function networkCode(thrown: unknown): string {
  let at = thrown;
  for (let depth = 0; depth < 6 && typeof at === 'object' && at !== null; depth++) {
    const { code, cause, errors } = at as Thrown & { errors?: unknown[] };
    if (typeof code === 'string') return code;
    at = cause ?? errors?.[0];
  }
  return '';
}

function fromNetwork(thrown: unknown, about: About): ProviderError {
  const code = networkCode(thrown);
  const fail = (message: string, hint = addressHint, again = true) =>
    new ProviderError({ code: 'no-network', message, hint }, again ? {} : false);
  if (code === 'KONSOLE_OVERSIZE') {
    return bad(`${about.host} sent one piece of over 8 MB, which no answer needs.`, false);
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return fail(`The address ${about.host} cannot be found.`);
  }
  if (code === 'ECONNREFUSED') return fail(`Nothing answers at ${about.host}.`);
  if (/CERT|SELF_SIGNED|UNABLE_TO|ERR_TLS|SSL/.test(code)) {
    const hint =
      'A proxy may read this traffic. Ask who runs this network; do not give a key there.';
    return fail(`The certificate of ${about.host} cannot be trusted (${code}).`, hint, false);
  }
  const why = code ? ` (${code})` : '';
  return fail(`The connection to ${about.host} was cut${why}.`);
}

/** `retry-after-ms`, or `retry-after` in seconds or as a date, in ms from now; never negative. */
export function retryAfter(headers: unknown, now: number): number | undefined {
  const get = (name: string) =>
    typeof (headers as Headers | undefined)?.get === 'function'
      ? ((headers as Headers).get(name) ?? undefined)
      : undefined;
  const exact = Number(get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(exact)) return Math.max(0, exact);
  const text = get('retry-after');
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
