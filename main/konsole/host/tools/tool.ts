/** What a tool is. */
import type { ProcessMark } from '../../../../preload/contract/shapes';
import type { FolderLimits } from '../../folder/workspace';
import type { Wanted } from '../../permissions/types';
import type { ToolDeclaration } from '../../providers/types';
import type { EngineTool } from '../protocol';

export interface ToolResult {
  ok: boolean;
  /** What the model and a person read; after what `show` has shown, which both have read already. */
  text: string;
  /** One line for a person: "412 lines". */
  summary: string;
  truncated?: boolean;
  /** Pictures for the model, base64. */
  pictures?: readonly { type: string; data: string }[];
  /** A background command was found to be over, or was ended. */
  ended?: { job: string; how: 'exit' | 'stopped' | 'lost'; code?: number };
}

export interface ToolContext extends FolderLimits {
  signal: AbortSignal;
  /** Where this session's long outputs are kept whole: made when first needed, readable by `read`. Absent: nowhere. */
  outputs?: string;
  /** Run shell commands in a sandbox, where the system has one. */
  sandbox: boolean;
  /** What this turn has read and written, so that nothing is overwritten that was not seen. */
  seen: SeenFiles;
  /** Pictures that tools of this turn showed, by tool block: they go to the model, and are written down nowhere. */
  pictures: Map<string, readonly { type: string; data: string }[]>;
  /** Commands in the background, by the id of their tool block. */
  jobs: Map<string, { command: string; startedAt: number; process: ProcessMark }>;
  /** Asks the engine for what it has recorded, or to keep a kontask. */
  ask: AskEngine;
  /** How those ended that ended since the last turn, in words. */
  ended: ReadonlyMap<string, string>;
}

/** Resolves with the engine's answer, or with words that it did not come in time. Rejects when the turn is stopped. */
export type AskEngine = (tool: EngineTool, input: Record<string, unknown>) => Promise<ToolResult>;

/** Files as this turn saw them, by real path. `stamp` tells one content of a file from another. */
export interface SeenFiles {
  get(real: string): string | undefined;
  set(real: string, stamp: string): void;
}

/** What a call that runs may tell while it does. */
export interface Running {
  /** Of the tool block: names what is kept of this call. */
  block: string;
  /** Shows text at once, to a person and to the model; resolves when there is room for more. */
  show(text: string): Promise<void>;
}

/**
 * A call that was understood and could be made. Nothing has happened yet: preparing has no side effects, and what was
 * prepared may never run.
 */
export interface PreparedCall {
  /** One line that says what this call does: "Read src/a.ts". */
  summary: string;
  /** What has to be allowed first; absent: nothing. */
  wanted?: Wanted;
  /** A unified diff of what would change, for a person to judge. */
  diff?: string;
  /** Makes the process in which `run` will work, waiting. Its group is in the journal before it may go on (I3). */
  spawn?(block: string): Promise<ProcessMark>;
  /** Ends what `spawn` made, where `run` is never called. */
  drop?(): void;
  /** A failure that a model can act on is a result with `ok: false`. Throws the signal's reason when aborted. */
  run(running: Running): Promise<ToolResult>;
}

export interface Tool extends ToolDeclaration {
  /** Looks only, and may run beside others. */
  readOnly: boolean;
  /** True: does not start before its start is in the journal, and never beside another tool (I3). */
  sideEffects: boolean;
  /** Made again and again it is no circle: it asks how something stands. */
  mayRepeat?: boolean;
  /** Input fits the schema. A result, in place of a call, says what is wrong with the input: it never ran. */
  prepare(
    input: Record<string, unknown>,
    context: ToolContext,
  ): Promise<PreparedCall | ToolResult> | PreparedCall | ToolResult;
}

export const isResult = (prepared: PreparedCall | ToolResult): prepared is ToolResult =>
  'ok' in prepared;

/** The folder or file that a search is asked to look in; the whole workspace if none is named. */
export function pathOf(input: Record<string, unknown>): string {
  return typeof input.path === 'string' && input.path !== '' ? input.path : '.';
}

/** Told to the model in place of a result. */
export function failed(text: string, summary: string): ToolResult {
  return { ok: false, text, summary };
}
