/** Tokens and cost of the last turn that told them. Usage is summed over every request of the turn. */
import type { Turn, Usage } from '../../../preload/contract/shapes';
import { contextTokens, useSettings } from '../../stores/settings-store';
import { dollars, tokens } from '../../ui/format';
import { TotalsLines, useTotals } from './totals';

/** Of all input tokens, how many came from the provider's cache; whole percent, absent without input. */
export function cachedPercent(usage: Usage): number | undefined {
  const input = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  return input > 0 ? Math.round((100 * usage.cacheReadTokens) / input) : undefined;
}

/** A turn that failed before the model read a word tells zeros. */
const spent = (usage: Usage): boolean =>
  usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens + usage.outputTokens > 0;

export interface ContextProps {
  session: string;
  turns: readonly Turn[];
  /** False while earlier turns of the session are not loaded: what is summed up is not all. */
  whole: boolean;
  model: string;
}

export function Context({ session, turns, whole, model }: ContextProps) {
  const totals = useTotals(session, turns);
  const recorded = totals?.session !== undefined;
  return (
    <>
      <LastRequest turns={turns} model={model} cost={!recorded} whole={whole} />
      {totals && <TotalsLines totals={totals} />}
    </>
  );
}

interface LastRequestProps {
  turns: readonly Turn[];
  model: string;
  /** Tells what the turns cost that are here. */
  cost: boolean;
  whole: boolean;
}

function LastRequest({ turns, model, cost: costTold, whole }: LastRequestProps) {
  const models = useSettings((state) => state.models);
  const last = turns.findLast((turn) => turn.usage !== undefined && spent(turn.usage));
  const usage = last?.usage;
  if (!usage) return <p className="text-ink-3">Told by the provider when the turn ends.</p>;
  const size = contextTokens(models, last.model ?? model);
  const used = usage.contextTokens;
  const cached = cachedPercent(usage);
  const input = usage.inputTokens + usage.cacheReadTokens + usage.cacheWriteTokens;
  const cost = turns.reduce((sum, turn) => sum + (turn.usage?.costUsd ?? 0), 0);
  const priced = turns.some((turn) => turn.usage?.costUsd !== undefined);
  return (
    <div className="space-y-1">
      {used !== undefined && size !== undefined && (
        <>
          <div
            aria-hidden="true"
            className="mb-1.5 flex h-2 overflow-hidden rounded-[3px] bg-line-soft"
          >
            <span
              className="min-w-0.5 bg-info"
              style={{ width: `${Math.min(100, (100 * used) / size)}%` }}
            />
          </div>
          <p className="text-ink-2">
            {tokens(used)} of {tokens(size)} tokens
          </p>
        </>
      )}
      {used !== undefined && size === undefined && (
        <p className="text-ink-2">{tokens(used)} tokens in the last request</p>
      )}
      <p className="text-ink-2">
        {tokens(input)} in · {tokens(usage.outputTokens)} out
        {cached !== undefined && ` · ${cached}% cached`}
      </p>
      {costTold && priced && (
        <p className="text-ink-2">
          {dollars(cost)} in {whole ? 'this session' : 'the turns shown'}
        </p>
      )}
    </div>
  );
}
