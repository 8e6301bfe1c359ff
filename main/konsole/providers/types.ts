/** What every provider adapter offers the turn loop: one streamed answer as a row of plain events. */
import type {
  Block,
  RateLimit,
  Steer,
  TurnError,
  Turn,
  Usage,
} from '../../../preload/contract/shapes';

export interface ToolDeclaration {
  name: string;
  description: string;
  /** JSON schema of the input; its first property is the tool's main argument. */
  inputSchema: Record<string, unknown>;
}

/** One request: the whole conversation, the running turn last with the blocks it has so far. */
export interface ModelRequest {
  model: string;
  system: string;
  tools: readonly ToolDeclaration[];
  turns: readonly ModelTurn[];
  /** A side question: a short answer soon is worth more than long thought. */
  quick?: boolean;
  /** Said by Konsole after all that there is, for this request alone. */
  ask?: string;
  /** How much it is to think, in the model's own terms (`KnownModel.efforts`); absent: as the model does by itself. */
  effort?: string;
  /** At most this long an answer, tokens; absent: as the adapter finds right for the model. */
  maxTokens?: number;
}

/**
 * A file as a model gets it: a picture or a PDF in base64, or text; `gone` where it is kept no longer, `unread` where the
 * model cannot be given it (`data` says what it is).
 */
export interface ModelFile {
  name: string;
  type: string;
  data: string;
  /** Of a PDF, about. */
  pages?: number;
}

/** Which files a model cannot be given (false). Absent: it can, as far as is known. */
export interface Reads {
  images?: boolean;
  pdf?: boolean;
}

/** Base64. */
export interface Picture {
  type: string;
  data: string;
}

/**
 * A turn as a model gets it. `note` is what Konsole added to the person's words (folder, date, facts). A
 * finished turn carries its note in its blocks' `opaque.note`, so that what was once sent never changes:
 * sealed thinking is bound to every word before it.
 */
export type ModelTurn = Pick<Turn, 'id' | 'text' | 'status'> & {
  blocks: readonly Block[];
  /** What goes before the person's words, in order. */
  attached?: readonly ModelFile[];
  note?: string;
  /** What stands in place of all that was said before this turn; see compacted.ts. */
  summary?: string;
  /** Nothing was written since that summary: what it ends with was not left open. */
  rested?: boolean;
  /**
   * What a person said while it ran, in order. How many the model knew when it wrote a block is kept in the block's
   * `opaque.steers`: that, and not when they were said, is their place in the conversation.
   */
  steered?: readonly Pick<Steer, 'text'>[] | undefined;
  /** Pictures that tools showed, by tool block: of the running turn alone, for they are written down nowhere. */
  pictures?: ReadonlyMap<string, readonly Picture[]>;
};

export type StopReason =
  | 'end'
  /** Calls wait for their results; a wire that does not tell it apart from `end` is read as this where there are calls. */
  | 'tools'
  | 'max-tokens'
  | 'refusal'
  /** Asked again as it stands, it goes on. */
  | 'pause'
  /** The conversation fills the model. */
  | 'context-full'
  | 'stop-sequence';

/**
 * What an adapter keeps with a block, and gets back with the parts of a dialogue. It may hold whatever the house needs (a
 * signature, an encrypted thought); these names mean the same in every house.
 */
export interface Opaque extends Readonly<Record<string, unknown>> {
  /** Of a call: its id as the model gave it, by which its result is told. */
  readonly toolUseId?: string;
  /** Who made what is sealed in this block: that model alone gets it back. A block without it goes back to any. */
  readonly model?: string;
  /** The model was told nothing sealed when it made this. */
  readonly bare?: true;
}

/** A block is opened once, has its text in deltas, and is closed once; several may be open. */
export type ModelEvent =
  /** The provider has begun to answer. */
  | { type: 'first' }
  /** A sign of life without content: a ping, a comment, a piece of an event. It may come before `first`. */
  | { type: 'alive' }
  /** As the answer's head tells it; replaces what was told before. */
  | { type: 'limits'; limits: readonly RateLimit[] }
  | {
      type: 'open';
      /** Of this answer's blocks, and no other's: they are shown in the order in which they were opened. */
      index: number;
      kind: 'thinking' | 'text' | 'tool' | 'summary';
      /** Of the tool, as the model wrote it. */
      name?: string;
      opaque?: Opaque;
    }
  /** Of a call: a piece of its input as JSON; none at all is `{}`. */
  | { type: 'delta'; index: number; text: string }
  /** What is sealed has the reader's marks in it (`{ ...marks, signature }`). */
  | { type: 'close'; index: number; opaque?: Opaque }
  /** Totals of this request so far; the last one counts. */
  | { type: 'usage'; usage: Usage }
  /** Required: a stream that ends without it was truncated. */
  | { type: 'stop'; reason: StopReason; detail?: string };

/** Whether the same request may succeed later, when, and at most how many tries of it are worth the wait. */
export type Retry = false | { afterMs?: number; most?: number };

/** Thrown by an adapter. */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly error: TurnError;
  readonly retry: Retry;

  constructor(error: TurnError, retry: Retry) {
    super(error.message);
    this.error = error;
    this.retry = retry;
  }
}

/** A model as its provider lists it; what is not told there is absent. */
export interface ListedModel {
  id: string;
  name: string;
  contextTokens?: number;
  /** It is served with less than it was made for (`most`, tokens): by whom, and what raises that. */
  served?: { by: string; most: number; raise: string };
  maxOutputTokens?: number;
  /** False: it calls no tools. */
  tools?: boolean;
  /** False: it sees no pictures. */
  images?: boolean;
  /** False: it reads no PDF. */
  pdf?: boolean;
  /** The day on which its provider shuts it down, as YYYY-MM-DD; what it says to use instead. */
  retires?: { on: string; instead?: string };
}

export interface ProviderAdapter {
  /**
   * What came together, in order, is given together: an answer is thousands of events, and each wait costs more than
   * reading one. Aborting ends the iteration within 50 ms with the signal's reason. Throws `ProviderError`.
   */
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<readonly ModelEvent[]>;
  /** Models that this key may use. Throws `ProviderError`. */
  models(signal: AbortSignal): Promise<ListedModel[]>;
  /** Opens the connection ahead of the first request, and says whether one is open. Never rejects. */
  warm(signal: AbortSignal): Promise<boolean>;
  /**
   * Fills the provider's prompt cache with what stands before every question (system and tools), and returns what that
   * cost. Absent where there is none. Throws `ProviderError`.
   */
  fillCache?(request: ModelRequest, signal: AbortSignal): Promise<Usage>;
}
