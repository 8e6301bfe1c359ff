/** Which models a turn went over from, and why, as sentences. Pure. */
import type { Turn } from '../../../preload/contract/shapes';
import { modelName } from '../../ui/format';

/** "claude-haiku-5-5 did not answer: overloaded. qwen was asked instead." One for each model that was left. */
export function movesOf({ moved = [], model }: Pick<Turn, 'moved' | 'model'>): string[] {
  return moved.map(({ from, reason }, at) => {
    const next = moved[at + 1]?.from ?? model;
    const why = reason.trim().replace(/[.\s]+$/, '');
    const then = next === undefined ? '' : ` ${modelName(next)} was asked instead.`;
    return `${modelName(from)} did not answer${why === '' ? '' : `: ${why}`}.${then}`;
  });
}
