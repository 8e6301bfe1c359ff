/** What an answer took, for comparing it with another one. Pure. */
import type { Turn } from '../../../preload/contract/shapes';
import { duration, price, tokens } from '../../ui/format';

/** "first 0.38 s · total 4.1 s · $0.0021": what is known of it by now. Where no price is known, its tokens. */
export function factsOf(turn: Turn | undefined): string {
  if (!turn) return '';
  const first = turn.timing?.ttfeMs ?? turn.clock?.spent.first;
  const began = first !== undefined && turn.blocks.length > 0;
  return [
    ...(began ? [`first ${(first / 1000).toFixed(2)} s`] : []),
    // What failed at once has no time worth telling.
    ...(turn.timing && turn.timing.totalMs >= 100
      ? [`total ${duration(turn.timing.totalMs)}`]
      : []),
    ...spentOn(turn),
  ].join(' · ');
}

function spentOn({ usage }: Turn): string[] {
  if (!usage) return [];
  const { inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens, costUsd } = usage;
  const all = inputTokens + cacheReadTokens + cacheWriteTokens + outputTokens;
  if (all === 0) return [];
  return [costUsd === undefined ? `${tokens(all)} tokens, no price known` : price(costUsd)];
}
