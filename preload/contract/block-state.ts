/** The blocks of one turn as a pure fold: open, append by offset, close, tool started and finished. No zod. */
import type { SessionEvent } from './events';
import type { Block, Turn } from './shapes';

export type BlockEvent = Extract<
  SessionEvent,
  { type: `block.${string}` } | { type: `tool.${string}` }
>;

/** A wrong id, a repeat or an append past the end returns the same turn. */
export function applyBlockEvent(turn: Turn, event: BlockEvent): Turn {
  if (event.type === 'block.opened') {
    if (turn.blocks.some((block) => block.id === event.block)) return turn;
    const opened: Block = { id: event.block, kind: event.kind, text: '', openedAt: event.at };
    if (event.name !== undefined) opened.name = event.name;
    if (event.parent !== undefined) opened.parent = event.parent;
    return { ...turn, blocks: [...turn.blocks, opened] };
  }
  const index = turn.blocks.findLastIndex((block) => block.id === event.block);
  const before = turn.blocks[index];
  if (!before) return turn;
  const after = change(before, event);
  return after === before ? turn : { ...turn, blocks: turn.blocks.with(index, after) };
}

function change(block: Block, event: Exclude<BlockEvent, { type: 'block.opened' }>): Block {
  switch (event.type) {
    case 'block.appended':
      return append(block, event.off, event.text);
    case 'block.closed': {
      // A try that fails late abandons what it had already finished; nothing else changes a closed block.
      if (block.closed && !(event.status === 'abandoned' && block.status === 'done')) return block;
      const closed: Block = { ...block, closed: true };
      if (event.opaque) closed.opaque = event.opaque;
      // A tool that already runs or ran keeps that status and its running time.
      if (block.kind === 'tool' && block.startedAt !== undefined) return closed;
      return { ...closed, ms: event.ms, status: event.status };
    }
    case 'tool.started':
      return {
        ...block,
        ...(event.process ? { process: event.process } : {}),
        name: event.tool,
        input: event.input,
        summary: event.summary,
        status: 'running',
        startedAt: event.at,
      };
    case 'tool.finished': {
      const { process: _process, ...rest } = block;
      const finished: Block = {
        ...rest,
        closed: true,
        status: event.status,
        ms: event.ms,
        summary: event.summary,
      };
      if (event.truncated) finished.truncated = true;
      return finished;
    }
  }
}

/** Trims what overlaps by `off`; what starts past the end is not applied, a reader has noticed the hole. */
export function append(block: Block, off: number, text: string): Block {
  const end = (block.from ?? 0) + block.text.length;
  if (off > end || off + text.length <= end || block.closed) return block;
  return { ...block, text: block.text + text.slice(end - off) };
}
