/** Which models a turn went over from, and why, as sentences. Pure. */
import { recordsModel } from '../../../preload/contract/records';
import type { ModelInfo, Turn } from '../../../preload/contract/shapes';
import { modelName } from '../../ui/format';
import { modelLabel } from '../settings/model-groups';

/** "claude-haiku-5-5 did not answer: overloaded. qwen was asked instead." One for each model that was left. */
export function movesOf({ moved = [], model }: Pick<Turn, 'moved' | 'model'>): string[] {
  return moved.map(({ from, reason }, at) => {
    const next = moved[at + 1]?.from ?? model;
    const why = reason.trim().replace(/[.\s]+$/, '');
    const then = next === undefined ? '' : ` ${modelName(next)} was asked instead.`;
    return `${modelName(from)} did not answer${why === '' ? '' : `: ${why}`}.${then}`;
  });
}

/** Who was asked first: where the turn went over to another model, that is said of the turn itself. */
const askedOf = ({ moved, model }: Turn) => moved?.[0]?.from ?? model;

/** "GPT-5.5 answers from here on, Claude Opus 5.5 before." Undefined where the same model is asked as before. */
export function changeOf(
  before: Turn | undefined,
  turn: Turn,
  models: readonly ModelInfo[],
): string | undefined {
  const [was, is] = [before && askedOf(before), askedOf(turn)];
  if (was === undefined || is === undefined || was === is) return undefined;
  // Konsole's own answers are between those of models.
  if (was === recordsModel || is === recordsModel) return undefined;
  return `${modelLabel(is, models)} answers from here on, ${modelLabel(was, models)} before.`;
}
