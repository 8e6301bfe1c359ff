/**
 * A conversation that was summarised: what stands before the last summary is told by it, and by nothing else. Kept are
 * the request of the turn in which it was made and the last steps before it. Their thinking goes: its seals are bound to
 * words that are not told any more. Pure; the same turns give the same conversation, so what follows stays sealed.
 */
import type { Block } from '../../../preload/contract/shapes';
import { noteOf } from './notes';
import type { ModelTurn } from './types';

/**
 * Whether this block is a summary that its model brought to an end (`opaque.complete`): one that was stopped, cut short or
 * refused is closed like any other block, and stands for nothing.
 */
export function isSummary({ kind, status, text, opaque }: Block): boolean {
  const whole = opaque?.complete === true && status === 'done';
  return kind === 'summary' && whole && text.trim() !== '';
}

/** Safe to apply to what it gave. */
export function compacted(turns: readonly ModelTurn[]): readonly ModelTurn[] {
  const at = turns.findLastIndex(({ blocks }) => blocks.some(isSummary));
  const turn = turns[at];
  if (!turn) return turns;
  return [shortened(turn), ...turns.slice(at + 1)];
}

function shortened(turn: ModelTurn): ModelTurn {
  const { blocks } = turn;
  const place = blocks.findLastIndex(isSummary);
  const summary = blocks[place];
  const keep = summary?.opaque?.keep;
  const from = keep === undefined ? place : blocks.findIndex((block) => block.id === keep);
  const kept = blocks
    .slice(from < 0 ? place : from, place)
    .filter(({ kind }) => kind !== 'thinking' && kind !== 'summary');
  const after = blocks.slice(place + 1);
  const note = turn.note ?? noteOf(blocks);
  const instructions = summary?.opaque?.instructions;
  const told = typeof instructions === 'string' ? `\n\n${instructions}` : '';
  return {
    ...turn,
    blocks: [...kept, ...after],
    ...(after.length === 0 ? { rested: true } : {}),
    summary: `${summaryHead}\n\n${summary?.text ?? ''}${told}`,
    ...(note === undefined ? {} : { note }),
  };
}

const summaryHead =
  '[What came before in this conversation was too long to be told again. It was summarised, by you:]';
