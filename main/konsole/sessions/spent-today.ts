/**
 * What this day's turns have cost, by the clock on the wall: read from the journal when it is first needed, and kept from then
 * on by what is written there. A turn that runs counts with what it has told so far.
 */
import type { Journal } from '../journal/types';
import { type LocalDay, localDays } from '../diagnostics/local-days';
import type { Clock } from '../surroundings';
import type { Log } from '../types';

export interface SpentToday {
  /** Resolves when `usd` knows what was spent before this run of Konsole. Never rejects: a journal that cannot say is asked again. */
  ready(): Promise<void>;
  /** US dollars; a turn without a known price counts nothing. */
  usd(): number;
}

export interface SpentTodayDeps {
  journal: Pick<Journal, 'spending' | 'onCommit'>;
  clock: Clock;
  log: Log;
}

export function createSpentToday({ journal, clock, log }: SpentTodayDeps): SpentToday {
  const dayOf = (at: number): LocalDay | undefined => localDays(at, 1)[0];
  let day = dayOf(clock.now());
  /** Of the turns that have ended on `day`; undefined: not read yet. */
  let ended: number | undefined;
  /** Of each turn that runs. */
  const running = new Map<string, number>();
  let reading: Promise<void> | undefined;
  /** Turns that ended so far: one that ends during a read may be in it or not. */
  let ends = 0;

  journal.onCommit((events) => {
    for (const event of events) {
      if (event.type === 'turn.used') running.set(event.turn, event.usage.costUsd ?? 0);
      if (event.type !== 'turn.finished') continue;
      running.delete(event.turn);
      ends += 1;
      turnTo(event.at);
      if (ended !== undefined && day && event.at >= day.from) ended += event.usage.costUsd ?? 0;
    }
  });

  /** At midnight nothing is spent yet. */
  function turnTo(at: number): void {
    if (day && at < day.to) return;
    day = dayOf(at);
    if (ended !== undefined) ended = 0;
  }

  async function read(): Promise<void> {
    for (;;) {
      turnTo(clock.now());
      const asked = { day, ends };
      if (!asked.day) return;
      const { days } = await journal.spending({ days: [asked.day] });
      if (asked.day !== day || asked.ends !== ends) continue;
      ended = days[0]?.costUsd ?? 0;
      return;
    }
  }

  return {
    ready() {
      if (ended !== undefined) return Promise.resolve();
      reading ??= read()
        .catch((error: unknown) => {
          log.write('warn', 'turn', 'What was spent today could not be read', { error });
        })
        .finally(() => {
          reading = undefined;
        });
      return reading;
    },
    usd() {
      turnTo(clock.now());
      return [...running.values()].reduce((sum, cost) => sum + cost, ended ?? 0);
    },
  };
}
