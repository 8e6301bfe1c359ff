/** Where a provider is reached, and which origins a key may go to. Pure. */
import type { ProviderSettings } from '../../../preload/contract/settings';
import { houseOf, houses } from '../providers/houses';

/** The variables of a house hold a key of its own by their name; it goes nowhere else but to this computer. */
const boundTo = (variable: string): string | undefined =>
  houses.find(({ keyVariables }) => keyVariables.includes(variable))?.origin;

/** The origin of the provider's server; undefined when its address is none, or it has no server. */
export function originOf(provider: Pick<ProviderSettings, 'kind' | 'baseUrl'>): string | undefined {
  if (provider.baseUrl === undefined) return houseOf(provider.kind)?.origin;
  return URL.canParse(provider.baseUrl) ? new URL(provider.baseUrl).origin : undefined;
}

export function isLoopback(origin: string | undefined): boolean {
  if (origin === undefined || !URL.canParse(origin)) return false;
  const { hostname } = new URL(origin);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Whether the key in this environment variable may be sent to this origin. */
export function mayCarry(variable: string, origin: string): boolean {
  const bound = boundTo(variable);
  return bound === undefined || bound === origin || isLoopback(origin);
}
