/** The blocks of one answer that are open: what is told of each, in order, and how much may be open at once. */
import { WireError } from '../exchange';
import type { ModelEvent } from '../types';

export interface OpenBlock {
  readonly index: number;
  readonly kind: 'thinking' | 'text' | 'tool';
  opaque: Record<string, unknown>;
  /** False until some of its text was told. */
  told: boolean;
  /** Which part of several its text is of. */
  part?: string;
}

export interface Blocks {
  get(key: string): OpenBlock | undefined;
  open(
    key: string,
    kind: OpenBlock['kind'],
    opaque: Record<string, unknown>,
    name?: string,
  ): { block: OpenBlock; events: ModelEvent[] };
  /** Nothing for no text. */
  add(block: OpenBlock, text: string): ModelEvent[];
  close(key: string): ModelEvent[];
  /** Closes those whose key begins so, in the order in which they were opened. */
  closeAll(prefix: string): ModelEvent[];
}

/** What nobody closes is held: a server may open without an end. */
const maxOpen = 5_000;

export function createBlocks(): Blocks {
  const blocks = new Map<string, OpenBlock>();
  let next = 0;

  function close(key: string): ModelEvent[] {
    const block = blocks.get(key);
    if (!block) return [];
    blocks.delete(key);
    const closed: ModelEvent = { type: 'close', index: block.index };
    if (Object.keys(block.opaque).length > 0) closed.opaque = block.opaque;
    return [closed];
  }

  return {
    get: (key) => blocks.get(key),
    open(key, kind, opaque, name) {
      if (blocks.has(key)) throw new WireError(`block ${key} was opened twice`);
      if (blocks.size >= maxOpen) throw new WireError('blocks without an end');
      const block: OpenBlock = { index: next++, kind, opaque, told: false };
      blocks.set(key, block);
      const opened: ModelEvent = { type: 'open', index: block.index, kind };
      if (name !== undefined) opened.name = name;
      return { block, events: [opened] };
    },
    add(block, text) {
      if (text === '') return [];
      block.told = true;
      return [{ type: 'delta', index: block.index, text }];
    },
    close,
    closeAll: (prefix) => [...blocks.keys()].filter((key) => key.startsWith(prefix)).flatMap(close),
  };
}
