/** The sessions room from outside: its commands, its recovery and its closing, wired together once. */
import { type Approvals, createApprovals } from './approvals';
import { appClosed } from './endings';
import { createFacts, type Facts } from './facts';
import { createJobs, type Jobs, toolProcesses } from './jobs';
import { createLifecycle, type Lifecycle } from './lifecycle';
import { createLives } from './lives';
import { recover } from './recovery';
import { createRunner } from './runner';
import { createQueue, type Queue } from './queue';
import { createSpentToday } from './spent-today';
import { createTurns, type Turns } from './turns';
import type { SessionDeps } from './types';

/** Konsole closes within a second; a program of a tool gets this much of it to put things in order. */
const closeGraceMs = 100;

export interface Sessions {
  readonly lifecycle: Lifecycle;
  readonly turns: Turns;
  readonly queue: Queue;
  readonly approvals: Approvals;
  readonly jobs: Jobs;
  /** Closes what the last run left open; before anything else is asked of it. */
  recover(): Promise<number>;
  /** What is known of the turns that run; waits for nothing. */
  readonly facts: Pick<Facts, 'lines' | 'running'>;
  /** How many sessions are in memory. */
  held(): number;
  /** Ends what closing had no time for; waits for nothing. */
  endLeft(): void;
  /** Closes every running turn as `app-closed`, and lets nothing start. */
  close(): Promise<void>;
}

export function createSessions(deps: SessionDeps): Sessions {
  const facts = createFacts(deps, () => lives);
  const jobs = createJobs(deps, () => lives);
  const runner = createRunner(
    { ...deps, spent: createSpentToday(deps) },
    {
      lives: () => lives,
      jobs: () => jobs,
      facts: () => facts,
      failed({ state: { session } }, error) {
        if (session.kind !== 'main') return;
        facts.failed({ title: session.title, at: deps.clock.now(), error });
      },
    },
  );
  const lives = createLives(deps.journal, runner.settle);

  /** What tools have started and is not known to have ended. */
  const left = () =>
    lives
      .all()
      .flatMap(({ state: { turns, jobs = [] } }) => [
        ...toolProcesses(turns),
        ...jobs.map(({ process }) => process),
      ]);

  return {
    lifecycle: createLifecycle(deps, lives, runner),
    turns: createTurns(deps, lives, runner),
    queue: createQueue(deps, lives, runner),
    approvals: createApprovals(deps, lives),
    jobs,
    recover: () => recover(deps),
    facts,
    endLeft: () => left().forEach(deps.processes.endNow),
    held: () => lives.all().length,
    async close() {
      runner.stop();
      // First, and together: there is little time, and what does not listen has to be ended twice.
      for (const process of left()) void deps.processes.end(process, closeGraceMs);
      await Promise.all(
        lives.all().map((live) =>
          lives
            .change(live.id, async () => {
              runner.cancelStart(live);
              await runner.close(live, appClosed);
              await jobs.endAll(live);
            })
            .catch((error: unknown) => {
              if (live.gone) return;
              deps.log.write('error', 'turn', 'A session could not be closed', {
                session: live.id,
                error,
              });
            }),
        ),
      );
      await deps.processes.settled();
    },
  };
}
