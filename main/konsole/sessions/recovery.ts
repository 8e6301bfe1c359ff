/**
 * What a crash cut off is closed at the next start, with explicit results for every open tool call (I3). Time is
 * charged until the last recorded event: nobody knows what came after it.
 */
import { sessionChannel, type SessionEventBody } from '../../../preload/contract/events';
import type { Session, Snapshot } from '../../../preload/contract/shapes';
import type { Journal, NewEvent } from '../journal/types';
import type { Clock } from '../surroundings';
import type { Log } from '../types';
import { closingEvents } from './closing';
import { laneOf, summaryOf } from './commit';
import { appDied } from './endings';
import { advance, lightState } from './light-state';
import { jobEnded, toolProcesses } from './jobs';
import { wholeQueue } from './lives';
import { allIsOver } from './permissions';
import type { Processes } from './types';

interface RecoveryDeps {
  journal: Journal;
  clock: Clock;
  log: Log;
  processes: Pick<Processes, 'end'>;
}

/** How many turns were closed. A session that cannot be closed is told in the log; the others go on. */
export async function recover(deps: RecoveryDeps): Promise<number> {
  let closed = 0;
  for (const session of await deps.journal.unfinished()) {
    try {
      if (await recoverOne(deps, session)) closed += 1;
    } catch (error) {
      deps.log.write('error', 'turn', 'A turn that was cut off could not be closed', {
        session: session.id,
        error,
      });
    }
  }
  return closed;
}

async function recoverOne(
  { journal, clock, log, processes }: RecoveryDeps,
  { id, kind }: Session,
): Promise<boolean> {
  const channel = sessionChannel(id);
  const snapshot = (await journal.snapshot(channel, journal.head())) as Snapshot;
  const state = { ...lightState(snapshot), queue: await wholeQueue(journal, snapshot) };
  const { queue, approvals, paused = false, jobs = [] } = state;
  const at = clock.now();
  const cut = snapshot.turns.find((turn) => turn.status === 'running');
  let bodies: SessionEventBody[] = [];
  if (cut) {
    // A snapshot may leave old blocks out; the page has them whole.
    const page = await journal.turns(id, undefined, 1);
    const whole = page.turns.find((turn) => turn.id === cut.id) ?? cut;
    const turn = cut.clock ? { ...whole, clock: cut.clock } : whole;
    const chargeUntil = turn.clock?.at ?? turn.startedAt ?? at;
    bodies = closingEvents({ turn, approvals, queue, paused, at, chargeUntil, ...appDied });
  } else if (queue.length > 0 && !paused) {
    // Queued, and not started when the end came.
    bodies = [{ type: 'queue.changed', at, queue, paused: true }];
  }
  // What was started then may still run. What cannot be ended is told, and does not keep the session closed.
  const left = [...toolProcesses(snapshot.turns), ...jobs.map((job) => job.process)];
  for (const process of left) {
    await processes.end(process).catch((error: unknown) => {
      log.write('error', 'turn', 'A process of the last run could not be ended', {
        session: id,
        pid: process.pid,
        error,
      });
    });
  }
  bodies.push(...jobs.map((job) => jobEnded(job.id, at, 'stopped')));
  bodies.push(...allIsOver(state.session, at));
  const session = summaryOf(advance(state, bodies));
  const events: NewEvent[] = bodies.map((body) => ({ channel, body }));
  events.push({ channel: 'index', body: { type: 'session.listed', at, session } });
  await journal.append({ events, lane: laneOf(kind), durability: 'full' });
  return cut !== undefined;
}
