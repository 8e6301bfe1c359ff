/** What was spent in this session and today, as the konsole has it recorded: asked for when shown and when a turn ended. */
import { useEffect, useState } from 'react';
import type { CommandResult } from '../../../preload/contract/commands';
import type { Spending, Turn } from '../../../preload/contract/shapes';
import { command } from '../../stores/commands';
import { dollars, plural, tokens } from '../../ui/format';

type Totals = CommandResult<'usage.totals'>;

/** Absent until they are known; what was known stays while it is asked again. */
export function useTotals(session: string, turns: readonly Turn[]): Totals | undefined {
  const [known, setKnown] = useState<{ session: string; totals: Totals }>();
  const last = turns.at(-1);
  // Of a turn that runs nothing is recorded yet.
  const ended = last && (last.status === 'running' ? (turns.at(-2)?.id ?? '') : last.id);
  useEffect(() => {
    if (ended === undefined) return;
    let gone = false;
    // The figures are a comfort: without them the section says what the turns say themselves.
    command('usage.totals', { session, days: 1 })
      .then((totals) => {
        if (!gone) setKnown({ session, totals });
      })
      .catch(() => undefined);
    return () => {
      gone = true;
    };
  }, [session, ended]);
  return known?.session === session ? known.totals : undefined;
}

/** "$1.20 · 3 turns", and of how many of them the price is not known. Without any price the tokens are told. */
export function spendingWords(spent: Spending): string {
  const { turns, costUsd, unpriced } = spent;
  const asked = plural(turns, 'turn');
  if (turns === 0) return 'nothing yet';
  if (unpriced >= turns) {
    const read = spent.inputTokens + spent.cacheReadTokens + spent.cacheWriteTokens;
    return `${tokens(read)} in · ${tokens(spent.outputTokens)} out · ${asked}, no price known`;
  }
  return `${dollars(costUsd)} · ${asked}${unpriced > 0 ? `, ${unpriced} without a price` : ''}`;
}

export function TotalsLines({ totals }: { totals: Totals }) {
  // One day was asked for: it is today, where anything was spent.
  const today = totals.days[0];
  return (
    <dl
      title={`By Konsole's own list of prices, as of ${totals.pricesAsOf}`}
      className="mt-2 grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-0.5 text-ink-2"
    >
      {totals.session && (
        <>
          <dt className="text-ink-3">This session</dt>
          <dd className="num text-right">{spendingWords(totals.session)}</dd>
        </>
      )}
      {today && (
        <>
          <dt className="text-ink-3">Today</dt>
          <dd className="num text-right">{spendingWords(today)}</dd>
        </>
      )}
    </dl>
  );
}
