/** How high a turn will be, before it was ever laid out: near enough that the scroll bar stays calm. Pure. */
import type { Turn } from '../../../preload/contract/shapes';

/** Px of the look in turn.tsx: lines of text, a step's row, room between. */
const line = 24;
const stepRow = 36;
const room = 18;
const afterTurn = 28;
const footer = 24;
/** Px of one character of reading text, on average. */
const charWidth = 7.2;

export function guessHeight(turn: Turn, width: number): number {
  const perLine = Math.max(20, Math.min(width, 700) / charWidth);
  const lines = (text: string, of = perLine) => Math.max(1, Math.ceil(text.length / of));
  let height = Math.min(lines(turn.text, perLine * 0.75), 60) * 21 + 20 + afterTurn + footer;
  if ((turn.files?.length ?? 0) > 0) height += 110;
  let steps = 0;
  for (const block of turn.blocks) {
    if (block.kind === 'text' && block.status !== 'abandoned') {
      height += lines(block.text) * line * 1.15 + room;
    } else if (block.kind !== 'output') {
      steps += 1;
    }
  }
  return height + Math.min(steps, 26) * stepRow + (steps > 0 ? room : 0);
}
