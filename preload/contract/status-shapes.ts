/** What Konsole tells of itself: pool, log, providers, models. Reached through shapes.ts; carries zod. */
import { z } from 'zod';

const time = z.number();

export const hostState = z.enum(['warming', 'warm', 'leased', 'dead']);
export const lane = z.enum(['main', 'quick']);

export const poolStatus = z.object({
  hosts: z.array(
    z.object({
      id: z.string(),
      pid: z.number().optional(),
      lane,
      state: hostState,
      session: z.string().optional(),
      rssBytes: z.number().optional(),
    }),
  ),
  lanes: z.record(
    lane,
    z.object({ transport: z.string(), hosts: z.number(), busy: z.number(), waiting: z.number() }),
  ),
});

export const logRecord = z.object({
  at: time,
  level: z.enum(['debug', 'info', 'warn', 'error']),
  area: z.string(),
  session: z.string().optional(),
  message: z.string(),
  fields: z.record(z.string(), z.unknown()),
});

/** A provider as a window may know it: where a key comes from, never the key. */
export const providerInfo = z.object({
  id: z.string(),
  kind: z.enum(['anthropic', 'openai', 'openai-chat', 'gemini', 'demo']),
  name: z.string(),
  baseUrl: z.string().optional(),
  keyEnv: z.string().optional(),
  /** Where its key is: needs none, environment, the system's secret store, this run only, or nowhere. */
  key: z.enum(['none-needed', 'environment', 'store', 'run', 'missing', 'origin-changed']),
  /** Found by looking at this computer's own ports, not configured. */
  found: z.boolean().optional(),
});

export const modelInfo = z.object({
  /** `<provider>/<model>` */
  id: z.string(),
  name: z.string(),
  provider: z.string(),
  /** Tokens the model can hold. */
  contextTokens: z.number().optional(),
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
export type HostState = z.infer<typeof hostState>;
export type PoolStatus = z.infer<typeof poolStatus>;
export type LogRecord = z.infer<typeof logRecord>;
export type ProviderInfo = z.infer<typeof providerInfo>;
export type ModelInfo = z.infer<typeof modelInfo>;
