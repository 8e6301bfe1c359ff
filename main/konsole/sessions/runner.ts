/**
 * Runs turns: takes a host from the pool, says `turn.started`, journals what the host says, and closes the turn
 * when its host cannot. Everything that changes a session happens in its line; nothing in a line waits for a host.
 */
import { KonsoleError } from '../../../preload/contract/errors';
import type { Turn, TurnError } from '../../../preload/contract/shapes';
import type { Death, Lease } from '../pool/types';
import { answerAsked } from './asking';
import { failedAtStart, pauseAfter, turnStarted } from './closing';
import { commit, durabilityOf, laneOf } from './commit';
import { againFirstMs, againMaxMs, createCutOff } from './cut-off';
import { endingOf, notWritten } from './endings';
import type { Facts } from './facts';
import { gather, type Gathered, internal, wantedBy } from './gather';
import { type Jobs, withoutOldEnds } from './jobs';
import { readAhead } from './history';
import type { Lives } from './lives';
import { localAnswer, type LocalQuestion, localQuestion, localTurn } from './local-turns';
import { turnOrder } from './order';
import { permissionsOf } from './permissions';
import { noneYet, noteRecent } from './recent';
import { noteTrouble } from './trouble-log';
import type { Ahead, Begun, Ending, Live, Run, RunnerDeps, Starting } from './types';

export interface Runner {
  /** Starts this queued turn, or the first of the queue unless it is paused. Nothing if one runs already. */
  start(live: Live, turn?: string): void;
  /**
   * In the session's line, before the message is written: its host, model and history are looked for meanwhile. Resolves
   * at once, or for a side question once its host could have heard it: the writing takes the thread for as long as that.
   */
  startAhead(live: Live, turn: string, ahead: Ahead): Promise<void>;
  /** What was to be written when the turn was started ahead is written: what is changed from here on counts. */
  written(live: Live): void;
  /** Takes back a turn that was to start; it stays in the queue. */
  cancelStart(live: Live): void;
  /** Closes the running turn as one that nobody will finish, and ends its host. */
  close(live: Live, ending: Ending): Promise<void>;
  /** Nothing starts from here on: Konsole closes. */
  stop(): void;
  /** Closes what the journal refused to close earlier; rejects if it still does. */
  settle(live: Live): Promise<void>;
}

export interface RunnerHooks {
  lives: () => Lives;
  jobs: () => Pick<Jobs, 'watch'>;
  /** What a quick turn is told about other work. */
  facts: () => Pick<Facts, 'past' | 'context'>;
  failed: (live: Live, error: TurnError) => void;
}

export function createRunner(deps: RunnerDeps, hooks: RunnerHooks): Runner {
  const { journal, pool, clock, log } = deps;
  let stopped = false;
  const { cutOff, settle } = createCutOff(deps, { lives: hooks.lives, start, ended });

  function start(
    live: Live,
    turn = live.state.paused ? undefined : live.state.queue[0]?.turn,
    ahead?: Ahead,
  ): void {
    if (stopped || !turn || live.run || live.starting || live.owed || live.gone) return;
    const message = ahead?.message ?? live.state.queue.find((one) => one.turn === turn);
    const { kind } = ahead?.session ?? live.state.session;
    const local = message && localQuestion(kind, message.text);
    const starting: Starting = { turn, cancelled: false, ahead, local };
    if (!local) starting.ticket = pool.lease(laneOf(kind), live.id, turn);
    live.starting = starting;
    attempt(live, starting, againFirstMs);
  }

  /** A start that could not be written is tried again: nobody else would, and the list says that it runs. */
  function attempt(live: Live, starting: Starting, againMs: number): void {
    const { turn } = starting;
    const isWanted = () => !live.gone && live.starting === starting;
    const { local } = starting;
    const begun = local ? answer(live, starting, local) : prepare(live, starting);
    begun.catch((error: unknown) => {
      takeBack(starting);
      if (!isWanted()) return;
      log.write('error', 'turn', 'A turn could not be started yet; Konsole tries again', {
        session: live.id,
        turn,
        error,
      });
      deps.schedule(againMs, () => {
        if (stopped || !isWanted()) return;
        const { kind } = live.state.session;
        if (!starting.local) starting.ticket = pool.lease(laneOf(kind), live.id, turn);
        attempt(live, starting, Math.min(againMaxMs, againMs * 2));
      });
    });
  }

  async function prepare(live: Live, starting: Starting): Promise<void> {
    const { ticket } = starting;
    const found = await gather(deps, hooks.facts(), live, starting);
    let trouble = found.ok ? undefined : found.error;
    let lease: Lease | undefined;
    if (found.ok && !starting.cancelled) {
      lease = await ticket?.lease.catch((error: unknown) => {
        trouble = internal(error);
        return undefined;
      });
    }
    const isWanted = () => !starting.cancelled && live.starting === starting;
    if (!lease || !found.ok) ticket?.cancel();
    // A side question is asked while it is still being written down: nothing that it does needs a record before.
    else if (isWanted() && wantedBy(live, starting).session.kind === 'chat')
      begin(live, starting, lease, found);
    await hooks.lives().change(live.id, async () => {
      if (!isWanted()) return ticket?.cancel();
      delete starting.ahead;
      if (lease && found.ok) {
        await run(live, starting, starting.begun ?? begin(live, starting, lease, found));
      } else if (trouble) await fail(live, starting, trouble);
    });
  }

  /** Gives the turn to its host. What that says waits in the session's line. */
  function begin(
    live: Live,
    starting: Starting,
    lease: Lease,
    { known, past }: Extract<Gathered, { ok: true }>,
  ): Begun {
    const { turn } = starting;
    const { session, message } = wantedBy(live, starting);
    const sees = message?.sees;
    const at = clock.now();
    const context = session.kind === 'chat' ? hooks.facts().context(sees, past) : undefined;
    const order = turnOrder(deps, { live, session, message, turn, at, known, context });
    const mine: Run = { turn, lease, inbox: [], draining: false, recent: noneYet() };
    const start = lease.startFor(order);
    lease.run(order, {
      events(n, events) {
        mine.inbox.push({ n, events });
        if (mine.draining) return;
        mine.draining = true;
        inLine(live, () => drain(live, mine));
      },
      ask({ n, tool, input }) {
        const model = live.state.turns[0]?.model ?? session.model;
        const asked = { tool, input, sees, asker: { turn, model, startedAt: at } };
        void answerAsked(deps, asked).then((told) => lease.told(n, told));
      },
      died: (death) => inLine(live, () => bury(live, mine, death)),
    });
    const permissions = permissionsOf({ ...live.state, session }, deps.permissions());
    starting.begun = { run: mine, model: session.model, permissions, at, start };
    return starting.begun;
  }

  async function run(live: Live, starting: Starting, begun: Begun): Promise<void> {
    const { turn } = starting;
    const { run: mine, model, at, start } = begun;
    const started = turnStarted(live.state, turn, model, at, start);
    await commit(journal, live, [started], { durability: 'batch' });
    delete live.starting;
    delete live.history;
    live.run = mine;
    // The settings may have changed while the start was written, when there was nobody to tell.
    const now = permissionsOf(live.state, deps.permissions());
    if (JSON.stringify(now) !== JSON.stringify(begun.permissions)) mine.lease.permit(now);
    log.write('info', 'turn', 'Turn started', { session: live.id, turn, model });
  }

  /** A failure in here is a fault of ours, or the session was deleted meanwhile. */
  function inLine(live: Live, work: () => Promise<void>): void {
    hooks
      .lives()
      .change(live.id, work)
      .catch((error: unknown) => {
        if (live.gone) return;
        log.write('error', 'turn', 'An event of a turn was lost', { session: live.id, error });
      });
  }

  /** Everything that came since the last time goes into one transaction. */
  async function drain(live: Live, mine: Run): Promise<void> {
    mine.draining = false;
    if (live.run !== mine) return;
    const batches = mine.inbox.splice(0);
    const last = batches.at(-1);
    if (!last) return;
    const bodies = withoutOldEnds(
      live.state,
      batches.flatMap((batch) => batch.events),
    );
    const end = bodies.findIndex((body) => body.type === 'turn.finished');
    if (end >= 0) bodies.length = end + 1;
    const finished = bodies.at(-1);
    const over = finished?.type === 'turn.finished' ? finished : undefined;
    if (over) bodies.push(...pauseAfter(live.state, over.status, over.at));
    try {
      await commit(journal, live, bodies, { durability: durabilityOf(bodies) });
    } catch (error) {
      log.write('error', 'journal', 'What a turn said could not be written; the turn is stopped', {
        session: live.id,
        turn: mine.turn,
        error,
      });
      // Its host may be free already: no death will come to close the turn.
      await cutOff(
        live,
        mine,
        notWritten(error instanceof KonsoleError ? error.message : String(error)),
      );
      return;
    }
    mine.lease.written(last.n);
    noteRecent(mine.recent, bodies);
    const model = live.state.turns[0]?.model ?? live.state.session.model;
    noteTrouble(log, { session: live.id, turn: mine.turn, model }, bodies);
    hooks.jobs().watch(live);
    if (over) ended(live, mine.turn, over.status, over.error);
  }

  function ended(live: Live, turn: string, status: Turn['status'], error?: TurnError): void {
    delete live.run;
    readAhead(journal, live);
    if (status === 'failed' && error) hooks.failed(live, error);
    log.write(status === 'failed' ? 'warn' : 'info', 'turn', `Turn ${status}`, {
      session: live.id,
      turn,
      ...(error ? { code: error.code, reason: error.message } : {}),
    });
    start(live);
  }

  async function bury(live: Live, mine: Run, death: Death): Promise<void> {
    if (live.run === mine) await close(live, endingOf(death));
  }

  async function close(live: Live, ending: Ending): Promise<void> {
    const mine = live.run;
    if (!mine) return;
    // What its host has said is kept.
    await drain(live, mine);
    if (live.run === mine) await cutOff(live, mine, ending);
  }

  /** With no host and no model: from what Konsole has recorded. */
  async function answer(live: Live, starting: Starting, question: LocalQuestion): Promise<void> {
    const { turn } = starting;
    const from = clock.now();
    const text = await localAnswer(deps.records, question);
    await hooks.lives().change(live.id, async () => {
      if (starting.cancelled || live.starting !== starting) return;
      const told = { turn, block: deps.newId(), from, at: clock.now(), text };
      await commit(journal, live, localTurn(told), { durability: 'batch' });
      delete live.starting;
      ended(live, turn, 'completed');
    });
  }

  async function fail(live: Live, starting: Starting, error: TurnError): Promise<void> {
    const { turn } = starting;
    const at = clock.now();
    const bodies = failedAtStart(live.state, turn, at, error);
    await commit(journal, live, bodies, { durability: 'batch' });
    delete live.starting;
    ended(live, turn, 'failed', error);
  }

  return {
    start,
    async startAhead(live, turn, ahead) {
      start(live, turn, ahead);
      if (ahead.session.kind === 'chat' && live.starting) await new Promise(setImmediate);
    },
    written(live) {
      if (live.starting) delete live.starting.ahead;
    },
    cancelStart(live) {
      const { starting } = live;
      if (!starting) return;
      starting.cancelled = true;
      takeBack(starting);
      delete live.starting;
    },
    close,
    stop() {
      stopped = true;
    },
    settle,
  };
}

/** Nothing of it is in the journal: its host stops, or is free again. */
function takeBack(starting: Starting): void {
  starting.ticket?.cancel();
  starting.begun?.run.lease.abandon();
  delete starting.begun;
  // What is tried again is tried with what is written by then.
  delete starting.ahead;
}
