/**
 * How the blocks of a turn are laid out: steps (thinking, tools, a summary of what came before) that follow each other
 * share one list, text stands between, what a person said to the running turn stands where it was said, and what a retry
 * replaced is folded away. Pure.
 */
import type { Block, Steer } from '../../../preload/contract/shapes';

export interface Step {
  block: Block;
  /** What the tool printed, on a step of kind tool. */
  output?: Block;
}

export type Item =
  | { kind: 'steps'; key: string; steps: Step[] }
  | { kind: 'text'; key: string; block: Block }
  | { kind: 'abandoned'; key: string; blocks: Block[] }
  | { kind: 'steer'; key: string; text: string };

const noSteers: readonly Steer[] = [];

export function itemsOf(blocks: readonly Block[], steered: readonly Steer[] = noSteers): Item[] {
  const outputs = new Map<string, Block>();
  for (const block of blocks) {
    if (block.kind === 'output' && block.parent) outputs.set(block.parent, block);
  }
  const said = steersByBlock(blocks, steered);
  const items: Item[] = [...(said.get('') ?? [])];
  for (const block of blocks) {
    add(items, block, outputs.get(block.id));
    const after = said.get(block.id);
    if (after) items.push(...after);
  }
  return items;
}

function add(items: Item[], block: Block, output: Block | undefined): void {
  if (block.kind === 'output') return;
  if (block.kind === 'text' && block.text === '') return;
  const last = items.at(-1);
  if (block.status === 'abandoned') {
    if (last?.kind === 'abandoned') last.blocks.push(block);
    else items.push({ kind: 'abandoned', key: block.id, blocks: [block] });
  } else if (block.kind === 'text') {
    items.push({ kind: 'text', key: block.id, block });
  } else {
    const step: Step = output ? { block, output } : { block };
    if (last?.kind === 'steps') last.steps.push(step);
    else items.push({ kind: 'steps', key: block.id, steps: [step] });
  }
}

/** By the block it was said after; what a snapshot left that block out of was said before all that is here. */
function steersByBlock(blocks: readonly Block[], steered: readonly Steer[]): Map<string, Item[]> {
  const said = new Map<string, Item[]>();
  if (steered.length === 0) return said;
  const here = new Set(blocks.map((block) => block.id));
  for (const [index, { text, after = '' }] of steered.entries()) {
    const place = here.has(after) ? after : '';
    const item: Item = { kind: 'steer', key: `said-${index}`, text };
    said.set(place, [...(said.get(place) ?? []), item]);
  }
  return said;
}

/** A run of a long list that is shown, or one that waits until it is asked for. */
export interface Stretch {
  from: number;
  to: number;
  shown: boolean;
}

/**
 * The first `head` and the last `tail` of a long list, and what was opened between. A list that is only a little
 * longer is shown whole.
 */
export function stretchesOf(
  count: number,
  { head, tail, opened }: { head: number; tail: number; opened: ReadonlyArray<[number, number]> },
): Stretch[] {
  if (count <= head + tail + 20) return count > 0 ? [{ from: 0, to: count, shown: true }] : [];
  const runs = [[0, head], ...opened, [count - tail, count]]
    .map(([from = 0, to = 0]) => ({ from: Math.max(0, from), to: Math.min(count, to) }))
    .filter(({ from, to }) => to > from)
    .sort((a, b) => a.from - b.from);
  const stretches: Stretch[] = [];
  let next = 0;
  for (const { from, to } of runs) {
    if (to <= next) continue;
    const last = stretches.at(-1);
    if (from > next) {
      stretches.push({ from: next, to: from, shown: false }, { from, to, shown: true });
    } else if (last) last.to = to;
    else stretches.push({ from, to, shown: true });
    next = to;
  }
  return stretches;
}
