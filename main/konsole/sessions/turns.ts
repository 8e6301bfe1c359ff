/**
 * What a person does to the turns of a session: send, steer, resume, stop.
 *
 * A message sent while a turn runs waits in the queue. After a stop, a failure or a crash the queue is paused until
 * `queue.go`. A message sent while the queue is paused is what the person wants now: it runs at once, and what was
 * paused stays paused. A queue that became empty is not paused any more.
 */
import { KonsoleError } from '../../../preload/contract/errors';
import { sessionChannel, type SessionEventBody } from '../../../preload/contract/events';
import { limits } from '../../../preload/contract/limits';
import type { Sees, Snapshot } from '../../../preload/contract/shapes';
import type { CommandRecord, NewEvent } from '../journal/types';
import { commit } from './commit';
import { filesAlong } from './files-along';
import type { Lives } from './lives';
import { checkRoom } from './queue';
import type { Runner } from './runner';
import { fitSummary, titleFrom } from './titles';
import type { Ahead, Along, Live, RecordAnswer, SessionDeps } from './types';
import { workspaceTrouble } from './workspace';

/** Characters of all that is said to one running turn. */
const steerChars = 16 * 1024 * 1024;
/** What a turn that goes on from another is asked. */
export const resumeText = 'Go on from where you were interrupted.';

export interface Turns {
  send(
    params: {
      session: string;
      text: string;
      blobs?: string[] | undefined;
      model?: string | undefined;
      sees?: Sees | undefined;
    },
    record: RecordAnswer,
  ): Promise<{ turn: string }>;
  /**
   * The same as an answer to turn `to`, in the session where that asked. False, and nothing was done, where the session
   * is gone, put away, or at work on something else.
   */
  answer(
    params: { session: string; text: string; to: string | undefined; along: Along },
    record: RecordAnswer,
  ): Promise<boolean>;
  /** Says something to the running turn. */
  steer(params: { session: string; text: string }, record: RecordAnswer): Promise<{ turn: string }>;
  /** Goes on from the last turn, which was interrupted or failed, whatever waits in a paused queue. */
  resume(
    params: { session: string; model?: string | undefined },
    record: RecordAnswer,
  ): Promise<{ turn: string }>;
  interrupt(
    params: { session: string; turn?: string | undefined },
    record: RecordAnswer,
  ): Promise<Record<string, never>>;
}

export function createTurns(deps: SessionDeps, lives: Lives, runner: Runner): Turns {
  const { journal, clock } = deps;

  async function write(
    live: Live,
    bodies: SessionEventBody[],
    command: CommandRecord | undefined,
    along?: readonly NewEvent[],
  ) {
    await commit(journal, live, bodies, { durability: 'full', command, along });
  }

  /** Title, model and archive state that a message brings along; one that goes on from a turn is no title. */
  function changesWith(
    live: Live,
    text: string | undefined,
    model: string | undefined,
    at: number,
  ) {
    const { session } = live.state;
    const changed: Partial<typeof session> = {};
    if (session.title === '' && text !== undefined) changed.title = titleFrom(text);
    if (model !== undefined && model !== session.model) changed.model = model;
    if (session.archived) changed.archived = false;
    if (Object.keys(changed).length === 0) return [];
    if (changed.title !== undefined) {
      changed.title = fitSummary({ ...session, ...changed }).title;
    }
    return [{ type: 'session.changed', at, session: changed } satisfies SessionEventBody];
  }

  async function checkFolder({ state: { session } }: Live): Promise<void> {
    if (session.kind !== 'main' || session.workspace === undefined) return;
    const trouble = await workspaceTrouble(session.workspace);
    if (trouble) throw new KonsoleError('invalid', trouble);
  }

  async function send(
    { session: id, text, blobs = [], model, sees }: Parameters<Turns['send']>[0],
    record: RecordAnswer,
  ): Promise<{ turn: string }> {
    const files = await filesAlong(deps, id, blobs);
    const message = { text, ...files, ...(sees ? { sees } : {}) };
    return lives.change(id, async (live) => {
      if (model !== undefined) deps.models.check(model, live.state.session.kind);
      const turn = deps.newId();
      await put(live, message, { turn, events: [] }, record({ turn }), model);
      return { turn };
    });
  }

  async function answer(
    { session: id, text, to, along }: Parameters<Turns['answer']>[0],
    record: RecordAnswer,
  ): Promise<boolean> {
    const answered = lives.change(id, async (live) => {
      if (live.state.session.archived || !hears(live, to)) return false;
      await put(live, { text }, along, record({ turn: along.turn }));
      return true;
    });
    return answered.catch((error: unknown) => {
      if (error instanceof KonsoleError && error.code === 'not-found') return false;
      throw error;
    });
  }

  /** In the session's line: the message waits or starts, with what else was to be written along with it. */
  async function put(
    live: Live,
    message: Ahead['message'] & { blobs?: string[] },
    { turn, events }: Along,
    command: CommandRecord | undefined,
    model?: string,
  ): Promise<void> {
    const { queue, paused } = live.state;
    await checkFolder(live);
    checkRoom(queue, message.text.length);
    const at = clock.now();
    const changes = changesWith(live, message.text, model, at);
    const queued = { type: 'turn.queued', at, turn, ...message } as const;
    if (paused || queue.length === 0) {
      const session = { ...live.state.session, ...changes[0]?.session };
      await runner.startAhead(live, turn, { session, message: queued });
    }
    try {
      await write(live, [...changes, queued], command, events);
    } catch (error) {
      if (live.starting?.turn === turn) runner.cancelStart(live);
      throw error;
    }
    runner.written(live);
    runner.start(live, paused ? turn : undefined);
  }

  async function steer(
    { session: id, text }: { session: string; text: string },
    record: RecordAnswer,
  ): Promise<{ turn: string }> {
    return lives.change(id, async (live) => {
      const { run } = live;
      const before = live.state.turns.find((one) => one.id === run?.turn)?.steered?.length ?? 0;
      const chars = (run?.steerChars ?? 0) + text.length;
      if (run && (before >= limits.turnSteers || chars > steerChars)) {
        throw new KonsoleError(
          'busy',
          `A running turn can be told ${limits.turnSteers} things at most. Wait for its answer, or send this as the next message.`,
        );
      }
      // The turn does not end while this is written, so that nothing is lost between the two.
      const word = run?.lease.hold();
      if (!run || !word) throw notRunning(live);
      const result = { turn: run.turn };
      const said = { type: 'turn.steered', at: clock.now(), turn: run.turn, text } as const;
      try {
        await write(live, [said], record(result));
      } catch (error) {
        word.drop();
        throw error;
      }
      run.steerChars = chars;
      word.say(text);
      return result;
    });
  }

  async function resume(
    { session: id, model }: Parameters<Turns['resume']>[0],
    record: RecordAnswer,
  ): Promise<{ turn: string }> {
    return lives.change(id, async (live) => {
      const { queue, paused } = live.state;
      if (model !== undefined) deps.models.check(model, live.state.session.kind);
      if (live.run || live.starting || (queue.length > 0 && !paused)) {
        throw new KonsoleError(
          'conflict',
          'A turn runs in this session already. Wait for its end, or stop it first.',
        );
      }
      const last = await lastTurn(id);
      if (!last || (last.status !== 'interrupted' && last.status !== 'failed')) {
        throw new KonsoleError(
          'conflict',
          'The last turn of this session was not cut off, so there is nothing to resume. Send a message to go on.',
        );
      }
      await checkFolder(live);
      // One that was stopped before it began still waits.
      const waiting = queue.find((entry) => entry.resumes === last.id)?.turn;
      const turn = waiting ?? deps.newId();
      const at = clock.now();
      const result = { turn };
      const changes: SessionEventBody[] = changesWith(live, undefined, model, at);
      const queued = { type: 'turn.queued', at, turn, text: resumeText, resumes: last.id } as const;
      await write(live, waiting ? changes : [...changes, queued], record(result));
      runner.start(live, turn);
      return result;
    });
  }

  /** A snapshot always has it; what is in memory keeps only a turn that runs. */
  async function lastTurn(id: string) {
    const snapshot = (await journal.snapshot(sessionChannel(id), journal.head())) as Snapshot;
    return snapshot.turns.at(-1);
  }

  async function interrupt(
    { session: id, turn }: { session: string; turn?: string | undefined },
    record: RecordAnswer,
  ): Promise<Record<string, never>> {
    const isMeant = (other: string) => turn === undefined || turn === other;
    // The host hears it at once, whatever still waits to be written.
    const known = lives.peek(id);
    const running = known?.run ?? known?.starting?.begun?.run;
    if (running && isMeant(running.turn)) running.lease.interrupt();
    return lives.change(id, async (live) => {
      const { run, starting, state } = live;
      // What was asked to stop is over by now: the turn after it was not meant.
      // One that was taken back before it was written, and starts anew, is meant as well.
      const late = running !== undefined && running !== run && running.turn !== starting?.turn;
      if (run && !late && isMeant(run.turn)) run.lease.interrupt();
      // One that waits for a host goes back to the queue, and nothing starts until a person says so.
      const taken = !run && !late && starting !== undefined && isMeant(starting.turn);
      const bodies: SessionEventBody[] =
        taken && !state.paused
          ? [{ type: 'queue.changed', at: clock.now(), queue: state.queue, paused: true }]
          : [];
      await write(live, bodies, record({}));
      if (taken) runner.cancelStart(live);
      return {};
    });
  }

  return { send, answer, steer, resume, interrupt };
}

/** Nothing is done in it and nothing waits but for a person, or the very turn that is answered runs. */
function hears({ run, starting, state: { queue, paused } }: Live, to: string | undefined): boolean {
  if (run) return run.turn === to;
  return !starting && (queue.length === 0 || paused === true);
}

function notRunning({ run, starting }: Live): KonsoleError {
  const why = run
    ? 'The turn is at its end'
    : starting
      ? 'The turn has not begun yet'
      : 'No turn runs in this session';
  return new KonsoleError('conflict', `${why}, so it cannot be told more. Send this as a message.`);
}
