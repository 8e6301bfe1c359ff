/** The output block of a tool call, and the explicit end of calls that nobody will answer any more (I3). */
import type { Block } from '../../../preload/contract/shapes';
import type { HostClock } from './clock';
import type { Emitter } from './emitter';

export interface OutputDeps {
  emitter: Emitter;
  clock: HostClock;
  newBlock: () => string;
  turn: string;
}

export interface OutputBlock {
  append(text: string): Promise<void>;
  close(): void;
}

export function openOutput(
  { emitter, clock, newBlock, turn }: OutputDeps,
  parent: string,
): OutputBlock {
  const block = newBlock();
  const openedAt = clock.now();
  emitter.event({ type: 'block.opened', turn, block, kind: 'output', parent });
  return {
    append: (text) => emitter.append(block, text),
    close() {
      emitter.settle(block);
      const ms = Math.round(clock.now() - openedAt);
      emitter.event({ type: 'block.closed', block, ms, status: 'done' });
    },
  };
}

/** Gives every tool call that has no end an explicit error result, at once (I3). */
export function closeTools({ emitter, clock, newBlock, turn }: OutputDeps, why: string): void {
  const { blocks } = emitter.turn();
  for (const tool of blocks) {
    if (tool.kind !== 'tool' || tool.status === 'abandoned' || isFinished(tool)) continue;
    const block = newBlock();
    // What it has shown so far was closed before this, and stays the first part of its result.
    const shown = blocks.findLast((one) => one.kind === 'output' && one.parent === tool.id);
    emitter.event({ type: 'block.opened', turn, block, kind: 'output', parent: tool.id });
    emitter.put(block, shown ? `${cutShown(shown.text)}\n\n${why}` : why);
    emitter.event({ type: 'block.closed', block, ms: 0, status: 'done' });
    const ms = Math.max(0, Math.round(clock.now() - (tool.startedAt ?? clock.now())));
    emitter.event({
      type: 'tool.finished',
      block: tool.id,
      status: 'interrupted',
      ms,
      summary: tool.summary ?? 'stopped',
    });
  }
}

/** Of what was shown before the end, the last part tells most. */
const cutShown = (text: string) => (text.length > 8_000 ? `…${text.slice(-8_000)}` : text);

const isFinished = (tool: Block) =>
  tool.status === 'ok' ||
  tool.status === 'error' ||
  tool.status === 'denied' ||
  tool.status === 'interrupted';
