/**
 * What the sessions know about each other's turns, for a quick turn and for the local analyst: from memory what runs,
 * from the journal what does not, with a wait that a slow disk cannot make longer (I8).
 */
import { KonsoleError } from '../../../preload/contract/errors';
import { sessionChannel } from '../../../preload/contract/events';
import type { Sees, Snapshot } from '../../../preload/contract/shapes';
import { within } from '../diagnostics/bounded';
import type { RunningTurn } from '../diagnostics/records/records';
import { digest, digestLines, type FailureFact, type PastFact, type RunningFact } from './digest';
import type { Lives } from './lives';
import type { Live, SessionDeps } from './types';

/** What is not read by then goes along as not known. */
export const readWaitMs = 150;
/** Failures that a quick turn is told about. */
const failuresKept = 5;

const named = (sees: Sees | undefined) => [...new Set(sees?.sessions)];

export interface Facts {
  /** Reads the named sessions that are not at work; within `readWaitMs`. Never rejects. */
  past(sees: Sees | undefined): Promise<PastFact[]>;
  /** What goes along with a question; waits for nothing. */
  context(sees: Sees | undefined, past: readonly PastFact[]): string | undefined;
  /** Lines about one session that runs, or about all main turns and what failed. */
  lines(session?: string): string[];
  /** Main turns that run, newest first. */
  running(): RunningTurn[];
  failed(failure: FailureFact): void;
}

export function createFacts(
  { journal, clock, schedule, records }: SessionDeps,
  lives: () => Lives,
): Facts {
  const failures: FailureFact[] = [];

  const factOf = ({ run, state }: Live): RunningFact[] => {
    const turn = run && state.turns[0];
    if (!turn) return [];
    return [{ session: state.session, turn, approvals: state.approvals, recent: run.recent }];
  };
  const mains = () =>
    lives()
      .all()
      .filter(({ state }) => state.session.kind === 'main');
  const waitingOf = ({ state, starting }: Live) => {
    const entry = state.queue.find(({ turn }) => turn === starting?.turn);
    return entry ? [{ session: state.session, text: entry.text }] : [];
  };

  async function read(id: string): Promise<PastFact> {
    const snapshot = journal.snapshot(sessionChannel(id), journal.head());
    const found = await within(
      schedule,
      readWaitMs,
      snapshot.catch((error: unknown) => {
        if (error instanceof KonsoleError && error.code === 'not-found') return 'gone' as const;
        throw error;
      }),
    );
    if (found === undefined) return { id, why: 'unread' };
    if (found === 'gone') return { id, why: 'gone' };
    const { session, turns } = found as Snapshot;
    const turn = turns.at(-1);
    return { id, session, ...(turn ? { turn } : {}) };
  }

  return {
    past: async (sees) =>
      Promise.all(
        named(sees)
          .filter((id) => !lives().peek(id)?.run)
          .map((id) => read(id)),
      ),
    context(sees, past) {
      const own = sees?.status !== false;
      const shown = sees?.sessions ? named(sees).flatMap((id) => lives().peek(id) ?? []) : mains();
      const running = shown.flatMap(factOf);
      const isRunning = (id: string) => running.some(({ session }) => session.id === id);
      return digest(
        {
          running,
          waiting: shown.flatMap(waitingOf),
          past: named(sees)
            .filter((id) => !isRunning(id))
            .map((id) => past.find((one) => one.id === id) ?? { id, why: 'ended' }),
          failures: own ? failures : [],
          notable: own ? records.notable() : [],
        },
        clock.now(),
      );
    },
    lines(session) {
      const shown = session === undefined ? mains() : [lives().peek(session) ?? []].flat();
      const facts = {
        running: shown.flatMap(factOf),
        waiting: shown.flatMap(waitingOf),
        failures: session === undefined ? failures : [],
      };
      return digestLines(facts, clock.now());
    },
    running: () =>
      mains()
        .flatMap(factOf)
        .sort((left, right) => (right.turn.startedAt ?? 0) - (left.turn.startedAt ?? 0))
        .map(({ session, turn }) => ({ session: session.id, title: session.title, turn: turn.id })),
    failed(failure) {
      failures.push(failure);
      if (failures.length > failuresKept) failures.shift();
    },
  };
}
