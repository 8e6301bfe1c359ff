/**
 * From what a provider's client throws to a `ProviderError` that tells a person what happened and what to
 * do. Duck-typed, so that reading it loads no client. Never carries a key.
 */
import type { TurnError } from '../../../preload/contract/shapes';
import { cutText, oneLine } from '../../../preload/contract/text';
import {
  addressHint,
  type DayTold,
  hereHint,
  proxyHint,
  proxyPasswordHint,
  refused,
  type RefusalKind,
} from './refusals';
import { AuthoritiesError } from './authorities-error';
import { causedBy } from './caused-by';
import { ProxyError } from './proxy-error';
import { redact } from './redact';
import { bounded, msUntil } from './server-time';
import { fileWords, tlsWords } from './tls-words';
import { ProviderError } from './types';

/** Which request failed, for the words of the message. */
export interface About {
  /** Where the request went, as an origin: "api.anthropic.com", "127.0.0.1:11434". */
  host: string;
  model: string;
  /** What is spoken there: "Anthropic's API". */
  api: string;
  key?: string;
  /** Epoch ms, to read a `retry-after` that is a date. */
  now: number;
  /** What the house itself calls this error, where it says more than the HTTP status does. */
  reads?: (thrown: Thrown, words: string, now: number) => Read | undefined;
}

/** How a house reads one of its errors. */
export interface Read {
  kind: RefusalKind;
  afterMs?: number;
  /** What of its own words tells a person something; absent: all of them. */
  words?: string;
  day?: DayTold;
}

/** What a client threw, as far as anybody looks; `error` is the body of the answer. */
export interface Thrown {
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
  const hint = `The address in Settings → Providers may be wrong, or the server does not speak ${about.api}.`;
  return new ProviderError({ code: 'bad-answer', message, hint }, false);
}

function bad(message: string, again: boolean): ProviderError {
  const hint = 'Try again. If it stays so, the provider or something on the way is broken.';
  return new ProviderError({ code: 'bad-answer', message, hint }, again ? {} : false);
}

/** An error that came inside an answer, in the form that is read here. `body` has it as `error`. */
export function errorInside(body: unknown, type?: string): Error & Thrown {
  const told = (body as { error?: { type?: unknown; code?: unknown } } | null)?.error;
  const own = [told?.type, told?.code].find((one) => typeof one === 'string' && one !== '');
  return Object.assign(new Error('the provider sent an error'), {
    error: body,
    type: type ?? own ?? 'api_error',
  });
}

export function toProviderError(thrown: unknown, about: About): ProviderError {
  if (thrown instanceof ProviderError) return thrown;
  const error = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as Thrown;
  const status = typeof error.status === 'number' ? error.status : undefined;
  const type = errorType(error);
  if (status === undefined && type === undefined) return fromNetwork(thrown, about);
  const raw = typeof error.message === 'string' ? error.message : '';
  if (status !== undefined && /<(!doctype|html|head|body)\b/i.test(raw)) {
    return webPage(about, status);
  }
  const words = said(error, about);
  const own = about.reads?.(error, words, about.now);
  const kind =
    own?.kind ??
    (status === undefined ? kindOfType(type ?? '') : kindOfStatus(status, type, words)) ??
    'trouble';
  return refused({
    kind,
    words: own?.words === undefined ? words : plain(own.words, about),
    about,
    ...(status === undefined ? { inside: type ?? 'error' } : { status }),
    afterMs: own?.afterMs ?? retryAfter(error.headers, about.now),
    day: own?.day,
  });
}

/** The provider's own words, one line, no key, at most 300 characters. */
function said(error: Thrown, about: About): string {
  const own = wordsIn(error.error, 0) ?? (typeof error.message === 'string' ? error.message : '');
  return plain(own, about);
}

const plain = (words: string, { key }: About) => cutText(oneLine(redact(words, key)), 300);

/** Where the servers of one API or another put what is wrong, the most telling first. */
const places = ['error', 'message', 'detail', 'errors', 'msg'] as const;

function wordsIn(told: unknown, depth: number): string | undefined {
  if (typeof told === 'string') return told === '' ? undefined : told;
  if (typeof told !== 'object' || told === null || depth > 4) return undefined;
  if (Array.isArray(told)) return wordsIn(told[0], depth + 1);
  const inner = told as Record<string, unknown>;
  for (const place of places) {
    const words = wordsIn(inner[place], depth + 1);
    if (words !== undefined) return words;
  }
  return undefined;
}

function errorType(error: Thrown): string | undefined {
  if (typeof error.type === 'string') return error.type;
  const body = error.error as { error?: { type?: unknown } } | undefined;
  return typeof body?.error?.type === 'string' ? body.error.type : undefined;
}

/** By the words of Anthropic's API, which the others' are near to. */
function kindOfType(type: string): RefusalKind | undefined {
  switch (type) {
    case 'overloaded_error':
      return 'overloaded';
    case 'rate_limit_error':
      return 'rate';
    case 'authentication_error':
      return 'key';
    case 'permission_error':
      return 'denied';
    case 'not_found_error':
      return 'no-model';
    case 'request_too_large':
      return 'too-long';
    case 'invalid_request_error':
      return 'invalid';
    case 'billing_error':
      return 'payment';
    default:
      return undefined;
  }
}

function kindOfStatus(status: number, type: string | undefined, words: string): RefusalKind {
  if (status >= 300 && status < 400) return 'moved';
  switch (status) {
    case 401:
      return 'key';
    case 402:
      return 'payment';
    case 403:
      return 'denied';
    case 404:
      return type === 'not_found_error' || /model/i.test(words) ? 'no-model' : 'no-address';
    case 407:
      return 'proxy';
    case 413:
      return 'too-long';
    case 429:
      return 'rate';
    case 529:
      return 'overloaded';
  }
  if (status === 408 || status === 409 || status >= 500) {
    return type === 'overloaded_error' ? 'overloaded' : 'trouble';
  }
  return tooLong.test(words) ? 'too-long' : 'invalid';
}

const tooLong = /too long|context (window|length)|maximum context|exceeds? .*(tokens|context)/i;

/** This computer, at any port: no network is between. */
const isHere = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;

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
  const proxy = causedBy(thrown, ProxyError);
  const code = networkCode(proxy ? proxy.cause : thrown);
  const fail = (message: string, hint = addressHint, again = true) =>
    new ProviderError({ code: 'no-network', message, hint }, again ? {} : false);
  if (code === 'KONSOLE_OVERSIZE') {
    return bad(`${about.host} sent one piece of over 8 MB, which no answer needs.`, false);
  }
  const file = causedBy(thrown, AuthoritiesError);
  if (file) return fail(...fileWords(file, proxy?.host ?? about.host), false);
  if (proxy?.said?.wantsPassword) {
    const message = `The proxy ${proxy.host} on the way to ${about.host} wants a password.`;
    const { status } = proxy.said;
    const error: TurnError = { code: 'no-network', message, hint: proxyPasswordHint };
    return new ProviderError(status === undefined ? error : { ...error, status }, false);
  }
  if (proxy?.said) {
    const { host, said } = proxy;
    return fail(
      `The proxy ${host} lets nothing through to ${about.host} (${said.words}).`,
      proxyHint,
    );
  }
  const tls = tlsWords(code, proxy?.host ?? about.host, about.now);
  if (tls) return fail(...tls, false);
  if (proxy) {
    return fail(`The proxy ${proxy.host} on the way to ${about.host} does not answer.`, proxyHint);
  }
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return fail(`The address ${about.host} cannot be found.`);
  }
  if (code === 'ECONNREFUSED') {
    const hint = isHere.test(about.host) ? hereHint : addressHint;
    return fail(`Nothing answers at ${about.host}.`, hint);
  }
  const why = code ? ` (${code})` : '';
  return fail(`The connection to ${about.host} was cut${why}.`);
}

/**
 * `retry-after-ms`, or `retry-after` in seconds or as a date, in ms from now; never negative. Undefined where nothing is
 * told, or nothing that can be.
 */
export function retryAfter(headers: unknown, now: number): number | undefined {
  const get = (name: string) =>
    typeof (headers as Headers | undefined)?.get === 'function'
      ? ((headers as Headers).get(name) ?? undefined)
      : undefined;
  const exact = Number(get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(exact)) return bounded(Math.max(0, exact));
  const text = get('retry-after');
  if (text === undefined) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return bounded(Math.max(0, seconds * 1000));
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : msUntil(date, get, now);
}
