/** What the engine asks of its surroundings: the composition roots hand these in, the engine never makes them. */
import type { Lane } from '../../preload/contract/shapes';

/** A host process as the engine sees it. Messages are structured-clonable; see host/protocol.ts. */
export interface HostProcess {
  readonly pid: number | undefined;
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called exactly once, also when the process could not be started. */
  onExit(listener: (reason: { code: number | null; detail?: string }) => void): void;
  /** SIGKILL or its like; safe to repeat. */
  kill(): void;
}

/** Starts `host.cjs` with a clean environment (no keys); never throws, a failure is an exit. */
export type StartHost = (lane: Lane) => HostProcess;

/**
 * Where keys are kept. A key is bound to the origin it was given for: asked for another, it is not given.
 * `kind` says what `set(..., 'store')` can do here; `none` means keys live only for this run.
 */
export interface KeyStore {
  readonly kind: 'system' | 'none';
  readonly why?: string;
  get(provider: string, origin: string): Promise<string | undefined>;
  /** Where a key of this provider is, and for which origin. */
  where(provider: string): Promise<{ kept: 'store' | 'run'; origin: string } | undefined>;
  set(provider: string, origin: string, key: string, keep: 'store' | 'run'): Promise<void>;
  remove(provider: string): Promise<void>;
}

export interface Clock {
  /** Epoch ms; never runs backwards within one process. */
  now(): number;
}

export interface Surroundings {
  /** The data folder; exists and is owned by this process. */
  home: string;
  /** Path of the built journal worker file. */
  journalWorker: string;
  /** Path of the built worker that reads files of kontasks. */
  importWorker: string;
  startHost: StartHost;
  keys: KeyStore;
  clock: Clock;
  /** A new id: lower-case letters and digits, at least 12, never repeated. */
  newId: () => string;
  /** The environment in which `keyEnv` names are looked up. */
  env: Readonly<Record<string, string | undefined>>;
  /** Name of the person at this computer, as kontasks and choices say who did something; `me` when absent. */
  person?: string;
  /** Named for this run; it goes before the one in the settings, until a person chooses another. */
  workspace?: string;
  /** Used when no workspace is named or set: the folder the person started Konsole in. */
  defaultWorkspace: string;
  /** Runs `run` after `ms` and returns how to cancel; the process's own timers when absent (tests give their own). */
  schedule?: (ms: number, run: () => void) => () => void;
  /** Resolves when the first window can be typed in: what is a comfort only is loaded then. Absent: at once. */
  settled?: Promise<void>;
  /** Start with the demo whatever keys are there. */
  forceDemo?: boolean;
}
