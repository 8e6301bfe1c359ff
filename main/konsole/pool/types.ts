/** The pool as the rest of the engine sees it: ask a lane for a host, run a turn on it, know when it is gone. */
import type { SessionEventBody } from '../../../preload/contract/events';
import type { Lane, PoolStatus, TurnStart } from '../../../preload/contract/shapes';
import type {
  ApprovalAnswer,
  Permissions,
  ProviderAccess,
  EngineTool,
  TurnOrder,
} from '../host/protocol';
import type { Wanted } from './signature';
import type { Word } from './steering';

export interface WarmOrder {
  provider: ProviderAccess;
  model: string;
  /** As turns will ask for it; see `TurnOrder`. */
  effort?: string;
  /** Its provider keeps prompts, for money: the cache may be filled ahead of a question. */
  mayFill?: boolean;
}

/** Why a lease ended without its host saying so. */
export interface Death {
  /**
   * `unanswered`: it did not stop when asked; `silent`: it did not answer pings; `memory`: it had grown too much;
   * `killed`: by our own word.
   */
  cause: 'exit' | 'unanswered' | 'silent' | 'memory' | 'killed';
  detail: string;
}

export interface LeaseListener {
  /** A batch in order; answer with `written(n)` once it is in the journal. */
  events(n: number, events: readonly SessionEventBody[]): void;
  /** A tool of the turn asks for what is recorded; answer with `told(n)`. Few at a time. Absent: none is answered. */
  ask?(question: { n: number; tool: EngineTool; input: Record<string, unknown> }): void;
  /** At most once, and never after the host was given back. */
  died(death: Death): void;
}

/** One host at a time, for one turn. It ends when the host says it is free, when it dies, or by `release` or `abandon`. */
export interface Lease {
  readonly host: string;
  /** How this turn would begin. May change the host for one that is warm for just it; before `run`. */
  startFor(wanted: Wanted): TurnStart;
  /**
   * A host that says nothing at all within `takeUpMs` is killed, and the turn goes to another: once anything was
   * heard of it, it is never run again.
   */
  run(order: TurnOrder, listener: LeaseListener): void;
  /** Asks the host to stop; one that does not end its turn within `unansweredMs` is killed. Safe to repeat. */
  interrupt(): void;
  /** To say something to the turn; undefined when it is being stopped, or at its end. */
  hold(): Word | undefined;
  answer(answer: ApprovalAnswer): void;
  /** What its tools may do has changed. */
  permit(permissions: Permissions): void;
  written(n: number): void;
  told(n: number, answer: { ok: boolean; text: string; summary: string }): void;
  /** Ends the host at once; `died` follows. */
  kill(): void;
  /** Gives back a host on which nothing was run. */
  release(): void;
  /** The turn's session is gone: nothing more is told, the host stops the turn or is killed. */
  abandon(): void;
}

export interface Ticket {
  /** Rejects with a `KonsoleError` when no host can be started, or when the pool closes. */
  readonly lease: Promise<Lease>;
  /** Leaves the row; a lease that was already given is released. */
  cancel(): void;
}

export interface Pool {
  /** Turns of one lane wait in the order they asked; no lane waits for the other. */
  lease(lane: Lane, session: string, turn: string): Ticket;
  status(): PoolStatus;
  onChange(listener: (status: PoolStatus) => void): () => void;
  /** Settings, keys or how a provider answers changed: sizes, transports, what a warm host is warmed for, what is told. */
  refresh(): void;
  /** A person is about to ask: what has cooled since it was warm is warmed again. Waits for nothing. */
  warm(): void;
  close(): void;
}

export type Schedule = (ms: number, run: () => void) => () => void;
