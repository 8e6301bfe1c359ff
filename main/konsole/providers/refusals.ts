/** What it means when a provider refuses a request, and what a person can do. Pure. */
import type { TurnError } from '../../../preload/contract/shapes';
import type { About } from './errors';
import { ProviderError } from './types';

export type RefusalKind =
  /** The key is wrong or was taken back. */
  | 'key'
  /** The key is right, and may not do this. */
  | 'denied'
  /** No money or no quota is left: waiting does not help. */
  | 'payment'
  | 'no-model'
  | 'no-address'
  | 'too-long'
  /** Too much in too short a time. */
  | 'rate'
  /** What a day allows is used up. It comes back by itself, too late to be waited for. */
  | 'day'
  | 'overloaded'
  /** A fault over there, which may pass. */
  | 'trouble'
  | 'invalid'
  /** A redirect. */
  | 'moved'
  /** A proxy of this network wants a password. */
  | 'proxy';

export interface Refusal {
  kind: RefusalKind;
  /** The provider's own, one line, without a key; may be empty. */
  words: string;
  about: About;
  /** HTTP; absent for what came inside an answer, which `inside` then names. */
  status?: number;
  inside?: string;
  afterMs: number | undefined;
  day?: DayTold | undefined;
}

/** Of what a day allows. */
export interface DayTold {
  /** When it comes back: "at midnight Pacific time, in about 9 hours". */
  back: string;
  /** What has more of it: "a paid plan". */
  more: string;
}

export const keyHint = 'Check or replace the key in Settings → Providers.';
export const addressHint =
  'Check the network, a proxy or VPN, and the address in Settings → Providers.';
export const proxyHint =
  'Check the proxy of this provider in Settings → Providers, or HTTPS_PROXY, ALL_PROXY and NO_PROXY.';
export const hereHint =
  'This is a server on this computer: start it, or check its address in Settings → Providers.';
export const proxyPasswordHint =
  'Set HTTPS_PROXY to http://user:password@host:port, or to socks5:// with the same, before starting Konsole, and leave the proxy of this provider empty in Settings → Providers.';
const startAnew = 'Start a new session, or ask about less at once.';
const waitHint = 'Wait a little and try again.';
const billing = 'See the billing page of the provider.';

const codes: Record<RefusalKind, TurnError['code']> = {
  key: 'bad-key',
  denied: 'denied',
  payment: 'provider',
  'no-model': 'unknown-model',
  'no-address': 'provider',
  'too-long': 'too-long',
  rate: 'rate-limited',
  day: 'rate-limited',
  overloaded: 'overloaded',
  trouble: 'provider',
  invalid: 'provider',
  moved: 'bad-answer',
  proxy: 'no-network',
};

/** What may be asked again as it is. */
const passing = new Set<RefusalKind>(['rate', 'overloaded', 'trouble']);

export function refused(refusal: Refusal): ProviderError {
  const { kind, status, afterMs } = refusal;
  const [message, hint] = status === undefined ? inside(refusal) : outside(refusal, status);
  const error: TurnError = { code: codes[kind], message };
  if (hint !== undefined) error.hint = hint;
  if (status !== undefined) error.status = status;
  const retry = passing.has(kind) ? (afterMs === undefined ? {} : { afterMs }) : false;
  return new ProviderError(error, retry);
}

type Told = [message: string, hint?: string];

function outside({ kind, words, about, day }: Refusal, status: number): Told {
  const { host, model, api } = about;
  switch (kind) {
    case 'key':
      return [`${host} does not accept this key.`, keyHint];
    case 'payment':
      return [`${host} wants payment${after(words)}`, billing];
    case 'denied':
      return [`This key may not use ${model} at ${host}: ${words || 'forbidden'}`, keyHint];
    case 'no-model':
      return [
        `${host} does not know the model "${model}".`,
        'Choose another model in Settings → Models.',
      ];
    case 'no-address':
      return [
        `${host} has nothing at this address (HTTP ${status}).`,
        `Check the address in Settings → Providers, and that the server speaks ${api}.`,
      ];
    case 'proxy':
      return [`A proxy on the way to ${host} wants a password.`, proxyPasswordHint];
    case 'moved':
      return [
        `${host} sent the request on to another address, and Konsole does not take a key there.`,
        'Put the final address into Settings → Providers.',
      ];
    case 'too-long':
      return status === 413
        ? [`This conversation is too large for ${host}.`, startAnew]
        : [`The conversation does not fit into ${model}: ${words}`, startAnew];
    case 'rate':
      return [
        `${host} has had enough requests for now${after(words)}`,
        'Wait a little, or choose another model in Settings → Models.',
      ];
    case 'day':
      return [`${host} has no more of ${model} for today${after(words)}`, dayHint(day)];
    case 'overloaded':
      return status === 529
        ? [`${host} is overloaded.`, waitHint]
        : [`${host} is overloaded (HTTP ${status})${after(words)}`, waitHint];
    case 'trouble':
      return [`${host} has trouble (HTTP ${status})${after(words)}`, waitHint];
    case 'invalid':
      return [
        `${host} refused the request (HTTP ${status}): ${words}`,
        /credit|billing|balance/i.test(words)
          ? billing
          : 'Try another model in Settings → Models, or start a new session.',
      ];
  }
}

const dayHint = (day: DayTold | undefined) =>
  day
    ? `It comes back ${day.back}. Until then choose another model in Settings → Models, or take ${day.more}.`
    : 'Come back tomorrow, or choose another model in Settings → Models.';

const after = (words: string) => (words ? `: ${words}` : '.');

/** In the middle of an answer. */
function inside({ kind, words, about, day, inside: type = 'error' }: Refusal): Told {
  const message = `${about.host} broke off${words ? `: ${words}` : ` (${type}).`}`;
  switch (kind) {
    case 'key':
    case 'denied':
      return [message, keyHint];
    case 'too-long':
      return [message, startAnew];
    case 'payment':
      return [message, billing];
    case 'day':
      return [message, dayHint(day)];
    case 'no-model':
    case 'invalid':
      return [message, 'Try another model in Settings → Models, or start a new session.'];
    default:
      return [message, waitHint];
  }
}
