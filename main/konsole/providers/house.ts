/**
 * A house: everything that Konsole must know of one wire API. How to add one is in CONTRIBUTING.md. Nothing else asks
 * which house it is: what one has and another lacks is said here, or by what its adapter offers.
 */
import type { Fetch } from './answer';
import type { KnownModel } from './known-model';
import type { ProviderAdapter } from './types';

export interface AdapterAccess {
  /** Origin and prefix, with or without trailing slashes. Absent: the house's own. */
  baseUrl?: string;
  /** Absent for a server that wants none. */
  key?: string;
  /** What the provider is asked to serve with, in its own words; absent: as it does by itself. */
  tier?: string;
}

export interface AdapterDeps {
  /** Follows no redirect, keeps connections warm, and goes through the person's proxy where there is one. */
  fetch: Fetch;
  /** Epoch ms. */
  now: () => number;
}

/** A prompt that might be filled ahead. */
export interface FillPlace {
  model: string;
  /** At the house's own server. */
  isOwn: boolean;
  /** Of which parameters and price are known. */
  isKnown: boolean;
}

/** Never throws and asks nobody: what cannot be reached says so when it is asked for something. */
export type CreateAdapter = (access: AdapterAccess, deps: AdapterDeps) => ProviderAdapter;

/** Light: it is read where no client is loaded. */
export interface House {
  /** As it stands in settings.json: lower-case letters, digits and dashes. */
  kind: string;
  /** Of the house, for a person: "Anthropic". */
  name: string;
  /** What is spoken, for a person: "Anthropic's API". */
  api: string;
  /** Where its own server is; absent: every provider of this kind gives an address. */
  origin?: string;
  /**
   * Environment variables that hold a key of this house by their name: whichever provider names one (`keyEnv`), the key goes
   * to `origin` and to this computer alone. A new provider of this kind names the first.
   */
  keyVariables: readonly string[];
  /** What a new provider of this kind would use for each lane. */
  defaults?: { main: string; quick: string };
  /** Models of which more is known than the provider lists; any others get no special parameters and no price. */
  models: readonly KnownModel[];
  /** Tiers of service that may be asked for; the first is what is meant where nothing is said. */
  tiers?: readonly string[];
  /** True: it answers from a script in this process: no server, no key, no AI. */
  scripted?: true;
  /** Whether a prompt that is filled ahead (`fillCache`) is kept there, and paid for; absent: nowhere. */
  fillsCache?: (place: FillPlace) => boolean;
  /** Loads the adapter and its client: by `import()`, so that reading what is known of a house loads neither. */
  load: () => Promise<CreateAdapter>;
}
