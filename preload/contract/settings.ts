/** `$KONSOLE_HOME/settings.json`: its schema and its defaults. Carries zod; a window gets values over a command. */
import { z } from 'zod';
import { kontaskFilter, kontaskRegion } from './kontask-shapes';
import { settingBounds } from './limits';
import { ruleProblem } from './rules';
import { isWholePath, proxySchemesInWords } from './ways';

/** The name of a house (main/konsole/providers/houses.ts): which API is spoken. One that nobody knows says so when it is used. */
export const providerKind = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be lower-case letters, digits and dashes');
export const transportKind = z.enum(['direct', 'sse', 'websocket']);
export const theme = z.enum(['system', 'light', 'dark']);

const modelId = z
  .string()
  .max(200)
  .regex(/^[\w.-]+\/\S+$/, 'must be "<provider>/<model>", for example "anthropic/claude-opus-5-5"');

export const providerSettings = z.object({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be lower-case letters, digits and dashes'),
  kind: providerKind,
  name: z.string().max(80).optional(),
  /** Origin and path prefix of the server; absent means the provider's own. */
  baseUrl: z
    .string()
    .max(500)
    .regex(/^https?:\/\/[^\s@]+$/, 'must be an http or https address without a user name')
    .optional(),
  /** Name of the environment variable that holds the key. */
  keyEnv: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'must be the name of an environment variable')
    .optional(),
  /** For servers on loopback only; "none" for a server that wants no key. */
  key: z.string().max(500).optional(),
  /**
   * The way there; absent: what HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY say, which may carry a password and this may not.
   * A scheme that is not spoken stays: left out, the provider would be reached around the proxy. It says so when it is used.
   */
  proxy: z
    .string()
    .max(500)
    .regex(
      /^[a-z][a-z0-9+.-]*:\/\/[^\s@/]+\/?$/i,
      `must be an address that begins with ${proxySchemesInWords}, without a user name`,
    )
    .optional(),
  /** A file (PEM) with authorities that may vouch for this server and its proxy, beside those that are known. */
  certificates: z
    .string()
    .max(1000)
    .refine(isWholePath, 'must be the whole path of a PEM file, for example /etc/ssl/company.pem')
    .optional(),
  /** The tier of service that is asked for, in the provider's own words. */
  tier: z.string().max(40).optional(),
});

const whole = ({ min, max }: { min: number; max: number }) => z.number().int().min(min).max(max);

const lane = (hosts: number) =>
  z
    .object({
      transport: transportKind.default('direct'),
      hosts: whole(settingBounds.laneHosts).default(hosts),
    })
    .prefault({});

/** A wrong rule is left out and reported; it never matches something else. */
const rule = z
  .string()
  .max(500)
  .superRefine((text, context) => {
    const problem = ruleProblem(text);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });

export const settings = z.object({
  models: z
    .object({
      main: modelId.default('anthropic/claude-opus-5-5'),
      quick: modelId.default('anthropic/claude-haiku-5-5'),
      /**
       * Asked in this order when the quick model's provider refuses or is silent; empty: none is. Absent: the main
       * model, where another provider has it, then a server that was found on this computer.
       */
      fallback: z.array(modelId).max(settingBounds.fallbackModels).optional(),
      /** The same for main turns, which go over to nobody where this is empty. */
      mainFallback: z.array(modelId).max(settingBounds.fallbackModels).default([]),
      /** How much a model is to think, in its own terms, by model. */
      efforts: z.record(modelId, z.string().max(40)).default({}),
      /** Models that a person marked, in their order; they stand first where one is chosen. */
      favourites: z.array(modelId).max(100).default([]),
    })
    .prefault({}),
  providers: z
    .array(providerSettings)
    .max(50)
    .default([{ id: 'anthropic', kind: 'anthropic', keyEnv: 'ANTHROPIC_API_KEY' }]),
  /** US dollars. Asked about before they are passed; absent: no budget. */
  budgets: z
    .object({
      /** Of one turn. */
      turnUsd: z.number().positive().max(100_000).optional(),
      /** Of one day, by this computer's clock and time zone. */
      dayUsd: z.number().positive().max(100_000).optional(),
    })
    .prefault({}),
  lanes: z
    .object({
      main: lane(4),
      quick: lane(1),
    })
    .prefault({}),
  pool: z
    .object({
      /** A host that has grown past this is replaced: between turns at once, in a turn at twice as much. */
      hostMemoryMb: whole(settingBounds.hostMemoryMb).default(1_024),
      /** All hosts together: past this no further one is started for main turns, they wait. */
      memoryMb: whole(settingBounds.memoryMb).default(4_096),
      /** Fill the provider's prompt cache ahead of a question, which costs a little. */
      fillCache: z.boolean().default(true),
    })
    .prefault({}),
  /** An Electron accelerator; empty switches the global hotkey off. */
  hotkey: z.string().max(80).default('CommandOrControl+Shift+Space'),
  /** The folder that new sessions work in; absent until a person chose one. */
  workspace: z.string().max(4096).optional(),
  permissions: z
    .object({
      mode: z.enum(['ask', 'edits', 'plan']).default('ask'),
      allow: z.array(rule).max(500).default([]),
      deny: z.array(rule).max(500).default([]),
      /** Run shell commands in a sandbox where the system has one: they write in the folder and its tmp only. */
      sandbox: z.boolean().default(false),
    })
    .prefault({}),
  kontasks: z
    .object({
      view: z.enum(['list', 'board']).default('board'),
      /** Filters that were saved under a name. */
      filters: z
        .array(z.object({ name: z.string().trim().min(1).max(80), filter: kontaskFilter }))
        .max(50)
        .default([]),
      /** Which regions a type shows, in their order; a type that is not named here shows all. */
      layouts: z.record(z.string().max(100), z.array(kontaskRegion).max(12)).default({}),
    })
    .prefault({}),
  theme: theme.default('system'),
  /** Look for Ollama, LM Studio and llama-server on this computer when no key is there. */
  findLocalServers: z.boolean().default(true),
  gateway: z
    .object({
      /** A TCP door, off unless asked for. */
      tcp: z
        .object({ port: z.number().int().min(0).max(65535), host: z.string().max(255).optional() })
        .optional(),
    })
    .prefault({}),
  /** What was said once and need not be said again: "closing leaves Konsole in the tray", for one. */
  said: z.array(z.string().max(60)).max(100).default([]),
});

export type Settings = z.infer<typeof settings>;
export type ProviderSettings = z.infer<typeof providerSettings>;
export type ProviderKind = z.infer<typeof providerKind>;
export type TransportKind = z.infer<typeof transportKind>;
export type Theme = z.infer<typeof theme>;
