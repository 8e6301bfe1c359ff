/** Where a provider is reached, and which origins a key may go to. Pure. */
import type { ProviderKind, ProviderSettings } from '../../../preload/contract/settings';

const ownOrigins: Readonly<Partial<Record<ProviderKind, string>>> = {
  anthropic: 'https://api.anthropic.com',
  openai: 'https://api.openai.com',
  gemini: 'https://generativelanguage.googleapis.com',
};

/** These variables hold a key of this origin by their name; it goes nowhere else but to this computer. */
const boundVariables: Readonly<Record<string, string>> = {
  ANTHROPIC_API_KEY: 'https://api.anthropic.com',
  ANTHROPIC_AUTH_TOKEN: 'https://api.anthropic.com',
  OPENAI_API_KEY: 'https://api.openai.com',
  GEMINI_API_KEY: 'https://generativelanguage.googleapis.com',
  GOOGLE_API_KEY: 'https://generativelanguage.googleapis.com',
};

/** The origin of the provider's server; undefined when its address is none, or it has no server. */
export function originOf(provider: Pick<ProviderSettings, 'kind' | 'baseUrl'>): string | undefined {
  if (provider.baseUrl === undefined) return ownOrigins[provider.kind];
  return URL.canParse(provider.baseUrl) ? new URL(provider.baseUrl).origin : undefined;
}

export function isLoopback(origin: string | undefined): boolean {
  if (origin === undefined || !URL.canParse(origin)) return false;
  const { hostname } = new URL(origin);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Whether the key in this environment variable may be sent to this origin. */
export function mayCarry(variable: string, origin: string): boolean {
  const bound = boundVariables[variable];
  return bound === undefined || bound === origin || isLoopback(origin);
}
