/** Kontasks as the turn that asked for them shows them: what can be picked and what was, and nothing long beside it. Pure. */
import { limits } from '../../../preload/contract/limits';
import type { KontaskOfTurn } from '../../../preload/contract/shapes';
import type { Held } from './types';

/** In the order they came, the first `limits.kontasksOfTurn` of them. */
export function ofTurn(held: readonly Held[]): KontaskOfTurn[] {
  return held.slice(0, limits.kontasksOfTurn).map(({ kontask }) => {
    const { id, status, title, context: { choices, chosen } = {} } = kontask;
    return { id, status, title, ...(choices ? { choices } : {}), ...(chosen ? { chosen } : {}) };
  });
}
