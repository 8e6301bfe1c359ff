/** What the local analyst answers, from recorded facts alone: `turn.explain` and `usage.totals`. Steers nothing. */
import { sessionChannel } from '../../../preload/contract/channel';
import type { CommandResult, ValidParams } from '../../../preload/contract/commands';
import { KonsoleError } from '../../../preload/contract/errors';
import type { SessionEvent } from '../../../preload/contract/events';
import type { Explanation } from '../../../preload/contract/shapes';
import type { Journal, Span } from '../journal/types';
import type { Clock } from '../surroundings';
import { explain } from './explain';
import { localDays } from './local-days';
import { beginRecord, note } from './turn-record';

export interface ReportDeps {
  journal: Pick<Journal, 'head' | 'replay' | 'span' | 'spending'>;
  clock: Clock;
  /** The day of the price table that costs are made with, `2026-11-28`. */
  pricesAsOf: string;
}

export interface Reports {
  explain(params: ValidParams<'turn.explain'>): Promise<Explanation>;
  totals(params: ValidParams<'usage.totals'>): Promise<CommandResult<'usage.totals'>>;
}

const defaultDays = 30;

export function createReports({ journal, clock, pricesAsOf }: ReportDeps): Reports {
  return {
    async explain({ session, turn }) {
      const span = begun(await journal.span(session, turn), turn);
      const channels = [{ channel: sessionChannel(session), after: span.started - 1 }];
      const record = beginRecord(span.turn);
      for await (const events of journal.replay({
        channels,
        upTo: span.finished ?? journal.head(),
      })) {
        for (const event of events) note(record, event as SessionEvent);
      }
      return explain(record, clock.now());
    },
    async totals({ session, days: count = defaultDays }) {
      const calendar = localDays(clock.now(), count);
      const found = await journal.spending({
        days: calendar,
        ...(session === undefined ? {} : { session }),
      });
      if (session !== undefined && !found.session) {
        throw new KonsoleError('not-found', 'This session does not exist (any more).');
      }
      const days = calendar.flatMap(({ day }, index) => {
        const spent = found.days[index];
        return spent && spent.turns > 0 ? [{ day, ...spent }] : [];
      });
      return { days, pricesAsOf, ...(found.session ? { session: found.session } : {}) };
    },
  };
}

function begun(span: Span | undefined, turn: string | undefined): Span & { started: number } {
  if (span?.started !== undefined) return { ...span, started: span.started };
  if (span) {
    throw new KonsoleError(
      'not-found',
      'This message still waits in the queue, so there is nothing to explain yet. Ask again once it runs.',
    );
  }
  throw new KonsoleError(
    'not-found',
    turn === undefined
      ? 'Nothing has run in this session yet. Send a message first.'
      : 'This turn is not in the session. Ask without "turn" for the last one.',
  );
}
