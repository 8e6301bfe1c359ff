/** What an answer says of itself: who did not answer before it, and how it began. Pure. */
import type { ModelInfo, Turn } from '../../../preload/contract/shapes';
import { modelLabel } from '../settings/model-groups';

/** One sentence for each model that was asked in vain, in order. */
export function movesOf(
  { moved = [], model }: Pick<Turn, 'moved' | 'model'>,
  models: readonly ModelInfo[],
): string[] {
  return moved.map(({ from, reason }, at) => {
    const to = moved[at + 1]?.from ?? model;
    const why = reason
      .trim()
      .replace(/[.!]+$/, '')
      .replace(/ \(([^()]*)\)/g, ', $1');
    const because = why === '' ? '' : ` (${why})`;
    const next = to === undefined ? 'another model' : modelLabel(to, models);
    return `${modelLabel(from, models)} did not answer${because}, so ${next} was asked.`;
  });
}

export const startTitles = {
  warm: 'Warm: a process with its connection to this provider was ready, and the question went out at once.',
  cold: 'Cold: no process was ready for this model, so the question waited until one was.',
} as const;
