/**
 * What a person does to the turns of a session: send, stop, take back, go on.
 *
 * A message sent while a turn runs waits in the queue. After a stop, a failure or a crash the queue is paused until
 * `queue.go`. A message sent while the queue is paused is what the person wants now: it runs at once, and what was
 * paused stays paused. A queue that became empty is not paused any more.
 */
import { KonsoleError } from '../../../preload/contract/errors';
import type { SessionEventBody } from '../../../preload/contract/events';
import type { CommandRecord } from '../journal/types';
import { commit } from './commit';
import type { Lives } from './lives';
import type { Runner } from './runner';
import { fitSummary, titleFrom } from './titles';
import type { Live, RecordAnswer, SessionDeps } from './types';
import { workspaceTrouble } from './workspace';

/** Messages that may wait in one session, and their characters altogether. */
const queueLength = 40;
const queueChars = 16 * 1024 * 1024;

export interface Turns {
  send(
    params: { session: string; text: string; model?: string | undefined },
    record: RecordAnswer,
  ): Promise<{ turn: string }>;
  interrupt(
    params: { session: string; turn?: string | undefined },
    record: RecordAnswer,
  ): Promise<Record<string, never>>;
  remove(
    params: { session: string; turn: string },
    record: RecordAnswer,
  ): Promise<Record<string, never>>;
  go(params: { session: string }, record: RecordAnswer): Promise<Record<string, never>>;
}

export function createTurns(deps: SessionDeps, lives: Lives, runner: Runner): Turns {
  const { journal, clock } = deps;

  async function write(live: Live, bodies: SessionEventBody[], command: CommandRecord | undefined) {
    await commit(journal, live, bodies, { durability: 'full', command });
  }

  /** Title, model and archive state that a message brings along. */
  function changesWith(live: Live, text: string, model: string | undefined, at: number) {
    const { session } = live.state;
    const changed: Partial<typeof session> = {};
    if (session.title === '') changed.title = titleFrom(text);
    if (model !== undefined && model !== session.model) changed.model = model;
    if (session.archived) changed.archived = false;
    if (Object.keys(changed).length === 0) return [];
    if (changed.title !== undefined) {
      changed.title = fitSummary({ ...session, ...changed }).title;
    }
    return [{ type: 'session.changed', at, session: changed } satisfies SessionEventBody];
  }

  async function send(
    { session: id, text, model }: { session: string; text: string; model?: string | undefined },
    record: RecordAnswer,
  ): Promise<{ turn: string }> {
    if (model !== undefined) deps.models.check(model);
    return lives.change(id, async (live) => {
      const { session, queue, paused } = live.state;
      if (session.kind === 'main' && session.workspace !== undefined) {
        const trouble = await workspaceTrouble(session.workspace);
        if (trouble) throw new KonsoleError('invalid', trouble);
      }
      const waiting = queue.reduce((sum, entry) => sum + entry.text.length, 0);
      if (queue.length >= queueLength || waiting + text.length > queueChars) {
        throw new KonsoleError(
          'busy',
          'Too many messages wait in this session. Let some run or take some back, then send again.',
        );
      }
      const turn = deps.newId();
      const at = clock.now();
      const result = { turn };
      await write(
        live,
        [...changesWith(live, text, model, at), { type: 'turn.queued', at, turn, text }],
        record(result),
      );
      runner.start(live, paused ? turn : undefined);
      return result;
    });
  }

  async function interrupt(
    { session: id, turn }: { session: string; turn?: string | undefined },
    record: RecordAnswer,
  ): Promise<Record<string, never>> {
    const isMeant = (other: string) => turn === undefined || turn === other;
    // The host hears it at once, whatever still waits to be written.
    const running = lives.peek(id)?.run;
    if (running && isMeant(running.turn)) running.lease.interrupt();
    return lives.change(id, async (live) => {
      const { run, starting, state } = live;
      // What was asked to stop is over by now: the turn after it was not meant.
      const late = running !== undefined && running !== run;
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

  async function remove(
    { session: id, turn }: { session: string; turn: string },
    record: RecordAnswer,
  ): Promise<Record<string, never>> {
    return lives.change(id, async (live) => {
      const { queue, paused } = live.state;
      const rest = queue.filter((entry) => entry.turn !== turn);
      if (rest.length === queue.length) {
        const started = live.run?.turn === turn;
        throw started
          ? new KonsoleError(
              'conflict',
              'This message is already being answered. Stop the turn instead.',
            )
          : new KonsoleError('not-found', 'This message does not wait in the queue (any more).');
      }
      const stays = paused && rest.length > 0 ? { paused: true } : {};
      await write(
        live,
        [{ type: 'queue.changed', at: clock.now(), queue: rest, ...stays }],
        record({}),
      );
      if (live.starting?.turn === turn) {
        runner.cancelStart(live);
        runner.start(live);
      }
      return {};
    });
  }

  async function go(
    { session: id }: { session: string },
    record: RecordAnswer,
  ): Promise<Record<string, never>> {
    return lives.change(id, async (live) => {
      const { queue, paused } = live.state;
      const bodies: SessionEventBody[] = paused
        ? [{ type: 'queue.changed', at: clock.now(), queue }]
        : [];
      await write(live, bodies, record({}));
      runner.start(live);
      return {};
    });
  }

  return { send, interrupt, remove, go };
}
