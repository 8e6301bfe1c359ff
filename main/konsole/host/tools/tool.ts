/** What a tool is. */
import type { FolderLimits } from '../../folder/workspace';
import type { ToolDeclaration } from '../../providers/types';

export interface ToolResult {
  ok: boolean;
  /** What the model and a person read. */
  text: string;
  /** One line for a person: "412 lines". */
  summary: string;
  truncated?: boolean;
}

export interface ToolContext extends FolderLimits {
  signal: AbortSignal;
}

export interface Tool extends ToolDeclaration {
  readOnly: boolean;
  /** True: does not start before its start is in the journal, and never beside another tool (I3). */
  sideEffects: boolean;
  /** One line that says what this call does: "Read src/a.ts". */
  summary(input: Record<string, unknown>): string;
  /** Input fits the schema. A failure that a model can act on is a result with `ok: false`. */
  run(input: Record<string, unknown>, context: ToolContext): Promise<ToolResult>;
}

/** The folder or file that a search is asked to look in; the whole workspace if none is named. */
export function pathOf(input: Record<string, unknown>): string {
  return typeof input.path === 'string' && input.path !== '' ? input.path : '.';
}

/** Told to the model in place of a result. */
export function failed(text: string, summary: string): ToolResult {
  return { ok: false, text, summary };
}
