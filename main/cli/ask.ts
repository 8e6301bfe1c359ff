/** `vibe-konsole ask`: one turn, begun and read to its end. */
import { resolve as absolute } from 'node:path';
import type { SessionEvent } from '../../preload/contract/events';
import type { Snapshot, Turn } from '../../preload/contract/shapes';
import type { AskArgs } from './args';
import { createJson, createWords, type End } from './ask-output';
import { type Client, Refused, refusedToken, type Door } from './client';
import { type Exit, exit } from './exit';
import { findSession } from './find-session';
import { plainLine } from './plain';
import { questionFrom } from './question';
import type { CliDeps } from './terminal';
import { awayWords, watch } from './watch';

/** A second signal this soon, ms, is the first one told twice: npm hands on what the terminal has sent already. */
const sameMs = 300;
/** After Ctrl+C the end of the turn is waited for so long, ms. */
const stopMs = 5_000;

interface Begun {
  session: string;
  turn: string;
  begin: { after: string; state?: Snapshot };
}

export async function ask(args: AskArgs, client: Client, door: Door, deps: CliDeps): Promise<Exit> {
  let pressed = 0;
  let pressedAt = 0;
  let onPressed = () => {};
  const left = new Promise<Exit>((leave) => {
    deps.terminal.onInterrupt(() => {
      if (pressed > 0 && deps.now() - pressedAt < sameMs) return;
      pressedAt = deps.now();
      pressed += 1;
      if (pressed > 1) leave(exit.interrupted);
      else onPressed();
    });
  });
  // Before there is a turn, there is nothing that a first Ctrl+C would have to stop.
  const early = new Promise<Exit>((leave) => (onPressed = () => leave(exit.interrupted)));
  const text = await Promise.race([questionFrom(args, deps), early]);
  if (typeof text !== 'string') return text;
  onPressed = () => {};
  const begun = await Promise.race([begin(args, text, client, deps), left]);
  if (typeof begun === 'number') return begun;
  const done = follow(args, begun, client, door, deps);
  onPressed = done.stop;
  if (pressed > 0) done.stop();
  return Promise.race([done.exit, left]);
}

/** Each command carries an id: repeated over a broken connection, it asks once. */
async function begin(
  { session: wanted, model, workspace }: AskArgs,
  text: string,
  client: Client,
  { newId, folder }: CliDeps,
): Promise<Begun> {
  const commandId = newId();
  const more = model === undefined ? {} : { model };
  if (wanted === undefined) {
    const made = await client.command('session.create', {
      kind: 'chat',
      first: { text },
      ...more,
      ...(workspace === undefined ? {} : { workspace: absolute(folder, workspace) }),
      commandId,
    });
    return { session: made.session.id, turn: made.turn ?? '', begin: { after: '0' } };
  }
  const { id: session } = await findSession(client, wanted);
  // Before it is sent: what comes of it lies after this cursor.
  const { snapshot, cursor } = await client.command('session.get', { session });
  const { turn } = await client.command('turn.send', { session, text, ...more, commandId });
  return { session, turn, begin: { after: cursor, state: snapshot } };
}

/** Reads the turn to its end. `stop` asks for that end, and waits a little for it. */
function follow(
  args: AskArgs,
  { session, turn: id, begin: from }: Begun,
  client: Client,
  door: Door,
  deps: CliDeps,
): { exit: Promise<Exit>; stop: () => void } {
  const asked = { session, turn: id };
  const output = args.json ? createJson(asked, deps) : createWords(asked, args.thinking, deps);
  let state = from.state;
  let stopped = false;
  let onEnd = (_code: Exit) => {};
  const ended = new Promise<Exit>((resolve) => (onEnd = resolve));
  const turnIn = (snapshot: Snapshot | undefined) =>
    snapshot?.turns.findLast((turn) => turn.id === id);

  /** It was seen in the queue or among the turns: where it is in neither from then on, it was taken out. */
  let known = false;
  let over = false;
  function finish(code: Exit, end: End): void {
    if (over) return;
    over = true;
    leave();
    output.end(end, turnIn(state));
    onEnd(code);
  }

  function judge(next: Snapshot, event: SessionEvent | undefined): void {
    const turn = turnIn(next);
    if (turn) {
      known = true;
      const { status } = turn;
      if (status !== 'running' && status !== 'queued') finish(exitOf(status), endOf(turn));
      return;
    }
    const waits = next.queue.some((waiting) => waiting.turn === id);
    known ||= waits;
    // Until it was told as queued, it is in no queue either, and others may change that queue meanwhile.
    if (waits || (event && (!known || event.type !== 'queue.changed'))) return;
    const error = { message: 'The question was taken out of the queue.' };
    finish(stopped ? exit.interrupted : exit.failed, { status: 'removed', error });
  }

  const leave = watch(
    { client, session, begin: from, waitMs: args.waitMs },
    {
      events: (events) => output.events(events),
      snapshot: (snapshot) => output.snapshot(snapshot),
      changed(next, event) {
        state = next;
        output.changed(next, turnIn(next));
        judge(next, event);
      },
      gone() {
        const error = { message: 'This session was deleted.' };
        finish(exit.failed, { status: 'deleted', error });
      },
      away: (isAway) => output.say(awayWords(isAway, args.waitMs)),
      lost(refused) {
        const message = refused
          ? refusedToken(door)
          : `Konsole is gone. When it runs again, go on reading with: vibe-konsole tail ${session}`;
        finish(exit.unreachable, { status: 'unknown', error: { message } });
      },
    },
    deps,
  );

  function stop(): void {
    stopped = true;
    deps.schedule(stopMs, () => {
      const message = `The turn has not ended yet. See: vibe-konsole tail ${session}`;
      finish(exit.interrupted, { status: 'unknown', error: { message } });
    });
    const waits = state !== undefined && !turnIn(state);
    void interrupt(client, session, id, waits).catch((error: unknown) => {
      deps.terminal.err(`It could not be stopped: ${plainLine(String(error))}\n`);
    });
  }
  return { exit: ended, stop };
}

/** One that waits in the queue is taken out of it; one that runs, or has begun meanwhile, is stopped. */
async function interrupt(
  client: Pick<Client, 'command'>,
  session: string,
  turn: string,
  waits: boolean,
): Promise<void> {
  if (waits) {
    try {
      await client.command('queue.remove', { session, turn });
      return;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
    }
  }
  await client.command('turn.interrupt', { session, turn });
}

function exitOf(status: Turn['status']): Exit {
  if (status === 'completed') return exit.done;
  return status === 'interrupted' ? exit.interrupted : exit.failed;
}

function endOf({ status, error }: Turn): End {
  if (status === 'completed') return { status };
  return { status, error: error ?? { message: `The turn was ${status}.` } };
}
