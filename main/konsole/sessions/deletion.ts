/** Sessions that are deleted, at once and for everybody, and brought back whole while that still can be undone. */
import { KonsoleError } from '../../../preload/contract/errors';
import { sessionChannel, type SessionEventBody } from '../../../preload/contract/events';
import { limits } from '../../../preload/contract/limits';
import type { NewEvent } from '../journal/types';
import { closingEvents } from './closing';
import { laneOf, summaryOf } from './commit';
import { stoppedByDeletion } from './endings';
import { advance } from './light-state';
import { jobEnded, toolProcesses } from './jobs';
import type { Lives } from './lives';
import { allIsOver } from './permissions';
import type { Runner } from './runner';
import type { Live, RecordAnswer, SessionDeps } from './types';

/** A timer may ring a little early; what is swept a second late harms nobody. */
const sweepSlackMs = 1_000;

export interface Deletion {
  remove(params: { session: string }, record: RecordAnswer): Promise<Record<string, never>>;
  restore(params: { session: string }, record: RecordAnswer): Promise<Record<string, never>>;
}

export function createDeletion(deps: SessionDeps, lives: Lives, runner: Runner): Deletion {
  const { journal, clock } = deps;

  /** How its turn ends and its queue pauses: brought back, it is at rest and waits for a person. */
  function lastEvents(live: Live, at: number): SessionEventBody[] {
    const { turns, approvals, queue, paused = false } = live.state;
    const turn = turns.find((one) => one.status === 'running');
    if (turn) {
      const chargeUntil = at;
      return closingEvents({
        ...{ turn, approvals, queue, paused, at, chargeUntil },
        ...stoppedByDeletion,
      });
    }
    if (queue.length === 0 || paused) return [];
    return [{ type: 'queue.changed', at, queue, paused: true }];
  }

  return {
    async remove({ session: id }, record) {
      return lives.change(id, async (live) => {
        const command = record({});
        const at = clock.now();
        const bodies = [
          ...lastEvents(live, at),
          ...(live.state.jobs ?? []).map((job) => jobEnded(job.id, at, 'stopped')),
          ...allIsOver(live.state.session, at),
        ];
        const channel = sessionChannel(id);
        const events: NewEvent[] = bodies.map((body) => ({ channel, body }));
        if (bodies.length > 0) {
          // As it is listed now, so it is listed again.
          const session = summaryOf(advance(live.state, bodies));
          events.push({ channel: 'index', body: { type: 'session.listed', at, session } });
        }
        events.push({ channel: 'index', body: { type: 'session.deleted', at, session: id } });
        await journal.append({
          events,
          lane: laneOf(live.state.session.kind),
          durability: 'full',
          ...(command ? { command } : {}),
        });
        live.gone = true;
        runner.cancelStart(live);
        const { turns, jobs = [] } = live.state;
        for (const process of [...toolProcesses(turns), ...jobs.map((job) => job.process)]) {
          void deps.processes.end(process);
        }
        live.run?.lease.abandon();
        delete live.run;
        deps.schedule(limits.deleteUndoMs + sweepSlackMs, () => journal.sweep(clock.now()));
        return {};
      });
    },
    async restore({ session: id }, record) {
      const at = clock.now();
      const session = await journal.deleted(id, at);
      if (!session && !(await journal.session(id))) {
        throw new KonsoleError(
          'not-found',
          'There is no such deleted session (any more): one can be brought back for ten minutes.',
        );
      }
      const command = record({});
      const shared = { durability: 'full' as const, ...(command ? { command } : {}) };
      if (session) {
        await journal.append({
          events: [{ channel: 'index', body: { type: 'session.listed', at, session } }],
          lane: laneOf(session.kind),
          restore: { session: id, now: at },
          ...shared,
        });
      } else if (command) {
        // Somebody else has brought it back: what was asked for is so.
        await journal.append({ events: [], lane: 'main', ...shared });
      }
      return {};
    },
  };
}
