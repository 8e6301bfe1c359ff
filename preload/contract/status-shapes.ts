/** What Konsole tells of itself: pool, log, providers, models. Reached through shapes.ts; carries zod. */
import { z } from 'zod';

const time = z.number();

export const hostState = z.enum(['warming', 'warm', 'leased', 'dead']);
export const lane = z.enum(['main', 'quick']);

/** How a turn began: on a host that was warm for just this provider, key and model, or on any other. */
export const turnStart = z.enum(['warm', 'cold']);

/** From `turn.started` to the provider's first event, of the newest turns of this run. */
const firstTimes = z.object({ count: z.number(), lastMs: z.number(), p50Ms: z.number() });

export const poolStatus = z.object({
  hosts: z.array(
    z.object({
      id: z.string(),
      pid: z.number().optional(),
      lane,
      state: hostState,
      /** Since when it is in this state. */
      since: time.optional(),
      session: z.string().optional(),
      /** `<provider>/<model>` that it is warm for. */
      model: z.string().optional(),
      /** Turns it was leased for. */
      turns: z.number().optional(),
      rssBytes: z.number().optional(),
    }),
  ),
  lanes: z.record(
    lane,
    z.object({
      transport: z.string(),
      hosts: z.number(),
      busy: z.number(),
      waiting: z.number(),
      /** The turns that wait for a host, first come first. */
      queue: z.array(z.object({ session: z.string(), turn: z.string() })).optional(),
      first: z.object({ warm: firstTimes.optional(), cold: firstTimes.optional() }).optional(),
    }),
  ),
  /** Of all hosts together, as last measured. */
  memory: z.object({ rssBytes: z.number(), limitBytes: z.number() }).optional(),
  /** What filling the provider's prompt cache ahead of questions has cost in this run. */
  fills: z.object({ count: z.number(), costUsd: z.number(), lastAt: time.optional() }).optional(),
  /** Grows when a provider answers otherwise than before: `provider.list` then tells how. Absent: none was asked in this run. */
  providersRev: z.number().optional(),
  /** Grows when what `settings.get` tells became another, whoever changed it. */
  settingsRev: z.number().optional(),
});

export const logRecord = z.object({
  /** Grows from record to record within one run of Konsole; of earlier runs it is 0 or less. */
  n: z.number().optional(),
  at: time,
  level: z.enum(['debug', 'info', 'warn', 'error']),
  area: z.string(),
  session: z.string().optional(),
  message: z.string(),
  fields: z.record(z.string(), z.unknown()),
});

/** One thing that a provider counts, as it last told it. */
export const rateLimit = z.object({
  /** "requests", "tokens", "input tokens" */
  what: z.string(),
  limit: z.number(),
  remaining: z.number(),
  /** When `remaining` is whole again. */
  resetAt: time.optional(),
});

/** A provider as a window may know it: where a key comes from, never the key. */
export const providerInfo = z.object({
  id: z.string(),
  /** See `providerHouse`. */
  kind: z.string(),
  name: z.string(),
  baseUrl: z.string().optional(),
  keyEnv: z.string().optional(),
  /** Where its key is: needs none, environment, the system's secret store, this run only, or nowhere. */
  key: z.enum(['none-needed', 'environment', 'store', 'run', 'missing', 'origin-changed']),
  /** Found by looking at this computer's own ports, not configured. */
  found: z.boolean().optional(),
  /** The host of the proxy on the way, without user name and password. */
  proxy: z.string().optional(),
  tier: z.string().optional(),
  /** How it went when it was last asked for something in this run; absent: it was not. */
  state: z
    .object({ ok: z.boolean(), at: time, message: z.string(), hint: z.string().optional() })
    .optional(),
  /** What it said is left for now, when it last said so. */
  limits: z.array(rateLimit).optional(),
});

/** A kind of provider that may be added. */
export const providerHouse = z.object({
  kind: z.string(),
  /** "OpenAI" */
  name: z.string(),
  /** What is spoken: "OpenAI's Responses API". */
  api: z.string(),
  /** Its own server; absent: a provider of this kind needs an address. */
  origin: z.string().optional(),
  keyVariable: z.string().optional(),
  /** `main` and `quick`, without the provider. */
  defaults: z.object({ main: z.string(), quick: z.string() }).optional(),
  tiers: z.array(z.string()).optional(),
});

/** A server of this computer that is known by name: how a provider is made of it. */
export const localServer = z.object({
  id: z.string(),
  /** How it is spoken to: see `providerHouse`. */
  kind: z.string(),
  name: z.string(),
  /** Where it usually is. */
  baseUrl: z.string(),
});

export const modelInfo = z.object({
  /** `<provider>/<model>` */
  id: z.string(),
  name: z.string(),
  provider: z.string(),
  /** Tokens the model can hold. */
  contextTokens: z.number().optional(),
  /** Largest answer, tokens. */
  maxOutputTokens: z.number().optional(),
  /** US dollars per million tokens, as of the day `asOf`. */
  price: z
    .object({
      input: z.number(),
      output: z.number(),
      cacheRead: z.number(),
      cacheWrite: z.number(),
    })
    .optional(),
  asOf: z.string().optional(),
  /** How much it can be asked to think, in its own terms, least first. */
  efforts: z.array(z.string()).optional(),
  /** False: it sees no pictures. */
  images: z.boolean().optional(),
  /** False: it reads no PDF. */
  pdf: z.boolean().optional(),
  /** The last day on which its provider serves it, YYYY-MM-DD, and what is to be used instead. */
  retires: z.object({ on: z.string(), instead: z.string().optional() }).optional(),
  /** Why it is for side questions only: it calls no tools, or holds too little for a main turn. */
  quickOnly: z.string().optional(),
});

/** Tokens and money of several turns. `costUsd` sums the turns whose price is known; `unpriced` counts the others. */
export const spending = z.object({
  turns: z.number(),
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheReadTokens: z.number(),
  cacheWriteTokens: z.number(),
  costUsd: z.number(),
  unpriced: z.number(),
});

/** Sentences for a person, and the figures they were made from. */
export const explanation = z.object({
  lines: z.array(z.string()),
  facts: z.record(z.string(), z.unknown()),
});

export type Spending = z.infer<typeof spending>;
export type Explanation = z.infer<typeof explanation>;
export type Lane = z.infer<typeof lane>;
export type TurnStart = z.infer<typeof turnStart>;
export type HostState = z.infer<typeof hostState>;
export type PoolStatus = z.infer<typeof poolStatus>;
export type LogRecord = z.infer<typeof logRecord>;
export type ProviderInfo = z.infer<typeof providerInfo>;
export type ProviderHouse = z.infer<typeof providerHouse>;
export type LocalServer = z.infer<typeof localServer>;
export type RateLimit = z.infer<typeof rateLimit>;
export type ModelInfo = z.infer<typeof modelInfo>;
