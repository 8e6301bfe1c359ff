/**
 * Ends turns that nobody will finish: their hosts are ended, what they left open gets its end in the journal, and what
 * the journal refuses is owed and tried again (I3).
 */
import type { TurnError } from '../../../preload/contract/shapes';
import { closingEvents } from './closing';
import { commit } from './commit';
import { endTools } from './jobs';
import type { Lives } from './lives';
import type { Ending, Live, Run, SessionDeps } from './types';

/** What the journal refused, a start or an end, is tried again after this, doubling to a minute. */
export const againFirstMs = 5_000;
export const againMaxMs = 60_000;

export interface CutOff {
  /** What cannot be written either is owed, and comes before anything else of the session. */
  cutOff(live: Live, mine: Run, ending: Ending): Promise<void>;
  /** Closes what the journal refused to close earlier; rejects if it still does. */
  settle(live: Live): Promise<void>;
}

export interface CutOffHooks {
  lives: () => Lives;
  start: (live: Live) => void;
  ended: (live: Live, turn: string, status: Ending['status'], error: TurnError) => void;
}

export function createCutOff(deps: SessionDeps, hooks: CutOffHooks): CutOff {
  const { journal, clock, log } = deps;

  async function cutOff(live: Live, mine: Run, ending: Ending): Promise<void> {
    delete live.run;
    mine.lease.kill();
    endTools(deps, live);
    try {
      await writeEnding(live, ending, clock.now());
    } catch (error) {
      log.write('error', 'journal', 'A turn could not be closed yet; Konsole tries again', {
        session: live.id,
        turn: mine.turn,
        error,
      });
      live.owed = ending;
      tryAgain(live, againFirstMs);
      return;
    }
    hooks.ended(live, mine.turn, ending.status, ending.error);
  }

  async function writeEnding(live: Live, ending: Ending, chargeUntil?: number): Promise<void> {
    const turn = live.state.turns.find((one) => one.status === 'running');
    if (!turn) return;
    const at = clock.now();
    const events = closingEvents({
      turn,
      approvals: live.state.approvals,
      queue: live.state.queue,
      paused: live.state.paused === true,
      at,
      chargeUntil: chargeUntil ?? turn.clock?.at ?? at,
      ...ending,
    });
    await commit(journal, live, events, { durability: 'full' });
  }

  function tryAgain(live: Live, ms: number): void {
    deps.schedule(ms, () => {
      if (!live.owed || live.gone) return;
      hooks
        .lives()
        .change(live.id, async () => hooks.start(live))
        .catch(() => tryAgain(live, Math.min(againMaxMs, ms * 2)));
    });
  }

  return {
    cutOff,
    async settle(live) {
      if (!live.owed) return;
      await writeEnding(live, live.owed);
      delete live.owed;
    },
  };
}
