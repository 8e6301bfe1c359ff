/** How much of a model's context a conversation fills, as well as can be known before it is sent. Pure. */
import type { Block, Turn } from '../../../preload/contract/shapes';
import { cutText } from '../../../preload/contract/text';
import type { ModelTurn } from '../providers/types';

/** UTF-16 units of one token: fewer than English prose has, as code and JSON have fewer. */
const unitsPerToken = 3.5;

const unitsOf = (blocks: readonly Block[]) =>
  blocks.reduce((sum, block) => sum + (block.status === 'abandoned' ? 0 : block.text.length), 0);

/** Tokens of these turns, guessed from their length. */
export function tokensOf(history: readonly ModelTurn[], turn: ModelTurn): number {
  const units = [...history, turn].reduce(
    (sum, { text, blocks }) => sum + text.length + unitsOf(blocks),
    0,
  );
  return Math.ceil(units / unitsPerToken);
}

export interface FilledFacts {
  /** What the provider counted at the last request; absent when it never did, or has no meaning any more. */
  counted: number | undefined;
  turn: Turn;
  /** How many of the turn's blocks that count has in it. */
  blocksCounted: number;
  history: readonly ModelTurn[];
}

/** Tokens that the next request will fill. */
export function filled({ counted, turn, blocksCounted, history }: FilledFacts): number {
  const fresh = Math.ceil(unitsOf(turn.blocks.slice(blocksCounted)) / unitsPerToken);
  if (counted === undefined) {
    // After a summary nobody has counted yet: what came since is all there is beside it.
    return blocksCounted > 0 ? fresh : tokensOf(history, turn);
  }
  const question = blocksCounted === 0 ? Math.ceil(turn.text.length / unitsPerToken) : 0;
  return counted + fresh + question;
}

/**
 * The first block of the steps that stay as they are: the last ones that fit into so many tokens, at most half of all.
 * Undefined where none fits. A step begins with what the model wrote after the results of the one before it, so a call
 * and its result stay together.
 */
export function keepFrom(blocks: readonly Block[], tokens: number): string | undefined {
  const starts: number[] = [];
  let after = true;
  blocks.forEach((block, at) => {
    if (block.status === 'abandoned' || block.kind === 'summary') return;
    if (block.kind === 'output') after = true;
    else {
      if (after) starts.push(at);
      after = false;
    }
  });
  let kept: number | undefined;
  for (const start of starts.slice(Math.ceil(starts.length / 2)).reverse()) {
    if (unitsOf(blocks.slice(start)) / unitsPerToken > tokens) break;
    kept = start;
  }
  return kept === undefined ? undefined : blocks[kept]?.id;
}

/** What is left of a long tool output, where a conversation has to be made to fit. */
const headUnits = 1_000;

/** The turns, with tool outputs cut from the oldest on, and then without the oldest turns, until they fit. */
export function fitted(turns: readonly ModelTurn[], tokens: number): ModelTurn[] {
  const room = tokens * unitsPerToken;
  let units = turns.reduce((sum, { text, blocks }) => sum + text.length + unitsOf(blocks), 0);
  let fit = turns.map((turn): ModelTurn => {
    if (units <= room) return turn;
    const blocks = turn.blocks.map((block) => {
      if (units <= room || block.kind !== 'output' || block.text.length <= headUnits) return block;
      units -= block.text.length - headUnits;
      return { ...block, text: cutText(block.text, headUnits) };
    });
    return { ...turn, blocks };
  });
  while (units > room && fit.length > 1) {
    const [oldest, ...rest] = fit;
    units -= (oldest?.text.length ?? 0) + unitsOf(oldest?.blocks ?? []);
    fit = rest;
  }
  return fit;
}
