/**
 * What a host hears from the providers of its turn. It goes on with the very access that the turn was given: by now the
 * provider may have another key or address, of which this tells nothing.
 */
import type { FromHost, ProviderAccess, ProviderOutcome, TurnOrder } from '../host/protocol';
import type { RateLimit } from '../../../preload/contract/shapes';

export interface ProviderNews {
  /** What it said is left for now. */
  limits(access: ProviderAccess, limits: readonly RateLimit[]): void;
  /** How a request to it went. */
  asked(access: ProviderAccess, outcome: ProviderOutcome): void;
}

/** A provider that the turn was not given is not spoken of. */
export function passOn(
  order: TurnOrder | undefined,
  message: Extract<FromHost, { t: 'limits' | 'asked' }>,
  news: ProviderNews | undefined,
): void {
  const given = order && [order, ...(order.alternatives ?? [])];
  const access = given?.find(({ provider }) => provider.id === message.provider)?.provider;
  if (!access) return;
  if (message.t === 'limits') news?.limits(access, message.limits);
  else news?.asked(access, message);
}
