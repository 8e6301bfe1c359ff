/** How a provider is named, and what a person reads when it was silent for too long: what may hold an answer back. Pure. */
import { houseOf } from '../providers/houses';
import { ProviderError, type Retry } from '../providers/types';
import type { ProviderAccess } from './protocol';
import { pauseInWords } from './retry';

/** Silence that no provider needs, not even one that thinks for minutes. */
export const idleLimitMs = 10 * 60_000;

/** Longer than any model thinks: what keeps a connection open for so long without a word has no answer. */
export const emptyLimitMs = 60 * 60_000;

/** The server's name and port, and nothing that may stand beside them in an address. */
export function serverOf({ kind, baseUrl }: ProviderAccess): string | undefined {
  const address = baseUrl ?? houseOf(kind)?.origin;
  return address !== undefined && URL.canParse(address) ? new URL(address).host : undefined;
}

/**
 * Nothing came at all, or (`alive`) nothing but signs of life. A whole silence may be a connection that was lost, so it is
 * asked once more; an answer that something holds back for longer would be held, and paid for, each time.
 */
export function silentFor(provider: ProviderAccess, ms: number, alive: boolean): ProviderError {
  const name = nameOf(provider);
  const span = pauseInWords(ms);
  return failed(
    provider,
    alive
      ? `${name} has kept the connection open for ${span} and said nothing.`
      : `${name} has sent nothing for ${span}.`,
    'Check the network, where a proxy or VPN may hold answers back, and the status page of the provider.',
    alive ? false : { most: 2 },
  );
}

/** Where somebody else could be asked. */
export function silentAtFirst(provider: ProviderAccess, ms: number): ProviderError {
  return failed(
    provider,
    `${nameOf(provider)} did not begin to answer within ${pauseInWords(ms)}.`,
    'Check the network, or choose another model.',
    {},
  );
}

/** As the adapters name it. */
export const nameOf = (provider: ProviderAccess): string => serverOf(provider) ?? provider.id;

function failed(
  { proxy }: ProviderAccess,
  message: string,
  direct: string,
  retry: Retry,
): ProviderError {
  const host = proxy !== undefined && URL.canParse(proxy) ? new URL(proxy).host : undefined;
  const hint =
    host === undefined
      ? direct
      : `The proxy ${host} on the way may hold answers back until they are whole. ` +
        'Change the proxy of this provider in Settings → Providers, or HTTPS_PROXY, ALL_PROXY and NO_PROXY.';
  return new ProviderError({ code: 'no-network', message, hint }, retry);
}
