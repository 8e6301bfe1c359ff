/** How much of a model's context a conversation fills, as well as can be known before it is sent. Pure. */
import type { Block } from '../../../preload/contract/shapes';
import { cutText } from '../../../preload/contract/text';
import { compacted } from '../providers/compacted';
import { pdfType } from '../providers/files';
import type { ModelFile, ModelTurn } from '../providers/types';

/** UTF-16 units of one token: about what code has; English prose has more, Chinese far fewer. */
const unitsPerToken = 3;

/** What Anthropic's API makes of a picture at most; "Vision" of platform.claude.com. */
const pictureTokens = 1_568;
/**
 * Of a page of a PDF the least that "PDF support" of platform.claude.com tells (1 500 to 3 000); Gemini's take 560. A guess that
 * is too low is set right by what the provider counts; one that is too high would summarise what had room.
 */
const pageTokens = 1_500;

const unitsOf = (blocks: readonly Block[]) =>
  blocks.reduce((sum, block) => sum + (block.status === 'abandoned' ? 0 : block.text.length), 0);

const unitsIn = ({ text, summary = '', blocks, attached = [] }: ModelTurn) =>
  text.length + summary.length + unitsOf(blocks) + unitsAlong(attached);

const unitsAlong = (files: readonly ModelFile[]) =>
  files.reduce((sum, { type, data, pages = 1 }) => {
    if (type === pdfType) return sum + pages * pageTokens * unitsPerToken;
    return sum + (type.startsWith('image/') ? pictureTokens * unitsPerToken : data.length);
  }, 0);

/** Tokens of what is told of these turns, guessed from its length. */
export function tokensOf(turns: readonly ModelTurn[]): number {
  const units = compacted(turns).reduce((sum, turn) => sum + unitsIn(turn), 0);
  return Math.ceil(units / unitsPerToken);
}

/** What a provider counted: all up to this turn, with so many of its blocks. */
export interface Counted {
  tokens: number;
  turn: string;
  blocks: number;
}

/** Tokens that the next request will fill: what was counted, and a guess at what came since. */
export function filled(turns: readonly ModelTurn[], counted: Counted | undefined): number {
  const at = counted ? turns.findIndex(({ id }) => id === counted.turn) : -1;
  const turn = turns[at];
  if (!counted || !turn) return tokensOf(turns);
  const later = turns.slice(at + 1).reduce((sum, one) => sum + unitsIn(one), 0);
  const units = unitsOf(turn.blocks.slice(counted.blocks)) + later;
  return counted.tokens + Math.ceil(units / unitsPerToken);
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

/**
 * The turns, with tool outputs cut from the oldest on, and then without the oldest turns, until they fit. The last one
 * stays, and one that carries the summary of all before it.
 */
export function fitted(turns: readonly ModelTurn[], tokens: number): ModelTurn[] {
  const room = tokens * unitsPerToken;
  let units = turns.reduce((sum, turn) => sum + unitsIn(turn), 0);
  const fit = turns.map((turn): ModelTurn => {
    if (units <= room) return turn;
    const blocks = turn.blocks.map((block) => {
      if (units <= room || block.kind !== 'output' || block.text.length <= headUnits) return block;
      units -= block.text.length - headUnits;
      return { ...block, text: cutText(block.text, headUnits) };
    });
    return { ...turn, blocks };
  });
  return fit.filter((turn, at) => {
    const stays = units <= room || at === fit.length - 1 || turn.summary !== undefined;
    if (!stays) units -= unitsIn(turn);
    return stays;
  });
}
