/**
 * How the blocks of a turn are laid out: steps (thinking and tools) that follow each other share one
 * list, text stands between, and what a retry replaced is folded away. Pure.
 */
import type { Block } from '../../../preload/contract/shapes';

export interface Step {
  block: Block;
  /** What the tool printed, on a step of kind tool. */
  output?: Block;
}

export type Item =
  | { kind: 'steps'; key: string; steps: Step[] }
  | { kind: 'text'; key: string; block: Block }
  | { kind: 'abandoned'; key: string; blocks: Block[] };

export function itemsOf(blocks: readonly Block[]): Item[] {
  const outputs = new Map<string, Block>();
  for (const block of blocks) {
    if (block.kind === 'output' && block.parent) outputs.set(block.parent, block);
  }
  const items: Item[] = [];
  for (const block of blocks) {
    if (block.kind === 'output') continue;
    if (block.kind === 'text' && block.text === '') continue;
    const last = items.at(-1);
    if (block.status === 'abandoned') {
      if (last?.kind === 'abandoned') last.blocks.push(block);
      else items.push({ kind: 'abandoned', key: block.id, blocks: [block] });
    } else if (block.kind === 'text') {
      items.push({ kind: 'text', key: block.id, block });
    } else {
      const output = outputs.get(block.id);
      const step: Step = output ? { block, output } : { block };
      if (last?.kind === 'steps') last.steps.push(step);
      else items.push({ kind: 'steps', key: block.id, steps: [step] });
    }
  }
  return items;
}
