/** The parts of a turn's time as rows: name, colour, ms, whole percent of the total. Pure. */
import type { Timing } from '../../../preload/contract/shapes';

export interface Part {
  name: string;
  /** Class of its colour. */
  fill: string;
  ms: number;
  pct: number;
}

/** Rows that are always there, in the order of the bar; approval and retry only once they cost something. */
export function partsOf(timing: Timing): Part[] {
  const part = (name: string, fill: string, ms: number): Part => ({
    name,
    fill,
    ms,
    pct: timing.totalMs > 0 ? Math.round((100 * ms) / timing.totalMs) : 0,
  });
  const tools = timing.toolCallCount > 0 ? `Tools · ${timing.toolCallCount}` : 'Tools';
  const parts = [
    part('First event', 'bg-part-first', timing.ttfeMs),
    part('Thinking', 'bg-part-think', timing.thinkingMs),
    part('Responding', 'bg-part-respond', timing.respondingMs),
    part(tools, 'bg-part-tool', timing.toolExecutionMs),
  ];
  if (timing.approvalMs > 0) parts.push(part('Approval', 'bg-part-approval', timing.approvalMs));
  if (timing.retryMs > 0) parts.push(part('Retry', 'bg-part-retry', timing.retryMs));
  parts.push(part('Other', 'bg-part-other', timing.otherMs));
  return parts;
}
