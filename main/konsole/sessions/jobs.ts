/**
 * Commands that run in the background of a session. They belong to the engine and not to a host: a turn starts one, and
 * it goes on when the turn and its host are gone. Looked at with each beat while there are any (I10), ended with Konsole.
 */
import type { ValidParams } from '../../../preload/contract/commands';
import { KonsoleError } from '../../../preload/contract/errors';
import type { SessionEventBody } from '../../../preload/contract/events';
import { limits } from '../../../preload/contract/limits';
import type { SessionState } from '../../../preload/contract/session-state';
import type { Job, ProcessMark, Turn } from '../../../preload/contract/shapes';
import { commit } from './commit';
import type { Lives } from './lives';
import type { Live, RecordAnswer, SessionDeps } from './types';

export interface Jobs {
  /** There may be new ones. */
  watch(live: Live): void;
  stop(params: ValidParams<'job.stop'>, record: RecordAnswer): Promise<Record<string, never>>;
  /** Ends all of the session's; in its line. */
  endAll(live: Live): Promise<void>;
}

/** The processes of tools that run; what goes on in the background is a job's. */
export function toolProcesses(turns: readonly Turn[]): ProcessMark[] {
  return turns.flatMap(({ blocks }) =>
    blocks.flatMap(({ process }) => (process && !process.background ? [process] : [])),
  );
}

/** A host that is gone ends nothing any more: what its tools started is ended here. */
export function endTools({ processes, log }: Pick<SessionDeps, 'processes' | 'log'>, live: Live) {
  for (const process of toolProcesses(live.state.turns)) {
    processes.end(process).catch((error: unknown) => {
      log.write('error', 'turn', 'A process of a tool could not be ended', {
        session: live.id,
        pid: process.pid,
        error,
      });
    });
  }
}

/** Without the ends of commands that are over already: the engine and a tool may both have noticed one. */
export function withoutOldEnds(
  { jobs = [] }: Pick<SessionState, 'jobs'>,
  bodies: readonly SessionEventBody[],
): SessionEventBody[] {
  const running = new Set(jobs.map(({ id }) => id));
  return bodies.filter((body) => {
    if (body.type === 'tool.started' && body.process?.background) running.add(body.block);
    return body.type !== 'job.ended' || running.delete(body.job);
  });
}

export const jobEnded = (
  job: string,
  at: number,
  how: 'exit' | 'stopped' | 'lost',
  code?: number,
): SessionEventBody => ({
  type: 'job.ended',
  at,
  job,
  how,
  ...(code === undefined ? {} : { code }),
});

export function createJobs(deps: SessionDeps, lives: () => Lives): Jobs {
  const { journal, clock, processes, log } = deps;
  const watched = new Set<string>();

  function watch({ id, state, gone }: Live): void {
    if (watched.has(id) || gone || !state.jobs?.length) return;
    watched.add(id);
    deps.schedule(limits.beatMs, () => {
      watched.delete(id);
      look(id).catch((error: unknown) => {
        log.write('warn', 'turn', 'Background commands could not be looked at', {
          session: id,
          error,
        });
        const live = lives().peek(id);
        if (live) watch(live);
      });
    });
  }

  async function look(id: string): Promise<void> {
    const live = lives().peek(id);
    if (!live || live.gone) return;
    const found = await Promise.all(
      (live.state.jobs ?? []).map(async (job) => ({ job, state: await processes.job(id, job) })),
    );
    const ended: SessionEventBody[] = [];
    for (const { job, state } of found) {
      if (!state.alive) {
        const how = state.code === undefined ? 'lost' : 'exit';
        ended.push(jobEnded(job.id, clock.now(), how, state.code));
      } else if (state.tooMuch) {
        log.write('warn', 'turn', 'A background command wrote too much and was ended', {
          session: id,
          job: job.id,
        });
        await processes.end(job.process);
        ended.push(jobEnded(job.id, clock.now(), 'stopped'));
      }
    }
    await lives().change(id, async (now) => {
      const news = withoutOldEnds(now.state, ended);
      if (news.length > 0) await commit(journal, now, news, { durability: 'batch' });
      watch(now);
    });
  }

  async function stop(
    { session, job: id }: ValidParams<'job.stop'>,
    record: RecordAnswer,
  ): Promise<Record<string, never>> {
    return lives().change(session, async (live) => {
      const job = live.state.jobs?.find((one) => one.id === id);
      if (!job) throw new KonsoleError('not-found', 'This command does not run (any more).');
      await processes.end(job.process);
      const body = jobEnded(id, clock.now(), 'stopped');
      await commit(journal, live, [body], { durability: 'full', command: record({}) });
      return {};
    });
  }

  async function endAll(live: Live): Promise<void> {
    const jobs: Job[] = live.state.jobs ?? [];
    if (jobs.length === 0) return;
    await Promise.all(jobs.map((job) => processes.end(job.process)));
    const bodies = jobs.map((job) => jobEnded(job.id, clock.now(), 'stopped'));
    await commit(journal, live, bodies, { durability: 'full' });
  }

  return { watch, stop, endAll };
}
