/** `vibe-konsole ask`: one turn, begun and read to its end. */
import { resolve as absolute } from 'node:path';
import type { Snapshot, Turn } from '../../preload/contract/shapes';
import type { AskArgs } from './args';
import { type Client, Refused, refusedToken, type Door } from './client';
import { type Exit, exit } from './exit';
import { findSession } from './find-session';
import { jsonLine, plainLine } from './plain';
import { createPrinter } from './printer';
import { answerOf, newPieces, notesOf, type Shown } from './progress';
import { questionFrom } from './question';
import { span } from './spans';
import type { CliDeps } from './terminal';
import { watch } from './watch';

/** After Ctrl+C the end of the turn is waited for so long, ms. */
const stopMs = 5_000;

interface Begun {
  session: string;
  turn: string;
  begin: { after: string; state?: Snapshot };
}

export async function ask(args: AskArgs, client: Client, door: Door, deps: CliDeps): Promise<Exit> {
  let pressed = 0;
  let onPressed = () => {};
  const left = new Promise<Exit>((leave) => {
    deps.terminal.onInterrupt(() => {
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

function follow(
  args: AskArgs,
  { session, turn: id, begin: from }: Begun,
  client: Client,
  door: Door,
  deps: CliDeps,
): { exit: Promise<Exit>; stop: () => void } {
  const { terminal } = deps;
  const printer = createPrinter(deps, 'err');
  const wanted = { thinking: args.thinking, tools: terminal.errIsTerminal };
  const noted = new Set<string>();
  let state = from.state;
  let shown: Shown = {};
  let stop = () => {};
  let stopped = false;

  const turnIn = (snapshot: Snapshot | undefined) =>
    snapshot?.turns.findLast((turn) => turn.id === id);
  const note = (key: string, text: string, always: boolean) => {
    if (noted.has(key) || (args.json && !always)) return;
    noted.add(key);
    printer.line(text);
  };

  const ended = new Promise<Exit>((resolve) => {
    let over = false;
    const finish = (
      code: Exit,
      status: string,
      error?: { message: string; hint?: string | undefined },
    ) => {
      if (over) return;
      over = true;
      end();
      const turn = turnIn(state);
      if (args.json) terminal.out(jsonLine(resultOf(session, id, status, turn, error)));
      else {
        printer.end();
        if (error)
          printer.line(plainLine([error.message, error.hint].filter(Boolean).join(' '), 1000));
        else if (terminal.errIsTerminal && turn) printer.line(footer(session, turn));
      }
      resolve(code);
    };

    const end = watch(
      { client, session, begin: from, waitMs: args.waitMs },
      {
        events(events) {
          if (args.json) for (const event of events) terminal.out(jsonLine(event));
        },
        snapshot(snapshot) {
          if (args.json) terminal.out(jsonLine(snapshotLine(session, snapshot)));
        },
        changed(next, event) {
          state = next;
          const turn = turnIn(next);
          for (const { key, text } of notesOf(next, id, turn)) {
            note(key, text, key.startsWith('approval'));
          }
          if (!turn) {
            const waits = next.queue.some((waiting) => waiting.turn === id);
            if (waits || (event && event.type !== 'queue.changed')) return;
            return finish(stopped ? exit.interrupted : exit.failed, 'removed', {
              message: 'The question was taken out of the queue.',
            });
          }
          if (!args.json) {
            const made = newPieces(turn, shown);
            shown = made.shown;
            printer.pieces(made.pieces, wanted);
          }
          if (turn.status !== 'running' && turn.status !== 'queued') {
            finish(exitOf(turn.status), turn.status, errorOf(turn));
          }
        },
        gone: () => finish(exit.failed, 'deleted', { message: 'This session was deleted.' }),
        away(isAway) {
          if (args.json) return;
          printer.line(
            isAway
              ? `Konsole does not answer. Trying again for ${span(args.waitMs)} …`
              : 'Konsole is there again.',
          );
        },
        lost(refused) {
          const message = refused
            ? refusedToken(door)
            : `Konsole is gone. When it runs again, go on reading with: vibe-konsole tail ${session}`;
          if (args.json) terminal.err(`${message}\n`);
          finish(exit.unreachable, 'unknown', { message });
        },
      },
      deps,
    );

    stop = () => {
      stopped = true;
      deps.schedule(stopMs, () =>
        finish(exit.interrupted, 'unknown', {
          message: `The turn has not ended yet. See: vibe-konsole tail ${session}`,
        }),
      );
      void interrupt(client, session, id, state !== undefined && !turnIn(state)).catch(
        (error: unknown) => {
          if (error instanceof Error) terminal.err(`It could not be stopped: ${error.message}\n`);
        },
      );
    };
  });
  return { exit: ended, stop: () => stop() };
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

function errorOf({
  status,
  error,
}: Turn): { message: string; hint?: string | undefined } | undefined {
  if (status === 'completed') return undefined;
  return error ?? { message: `The turn was ${status}.` };
}

function resultOf(
  session: string,
  id: string,
  status: string,
  turn: Turn | undefined,
  error: { message: string } | undefined,
): Record<string, unknown> {
  const text = turn ? answerOf(turn) : '';
  const { usage, timing, model } = turn ?? {};
  return { type: 'result', session, turn: id, status, text, model, usage, timing, error };
}

/** As the stream of events has it. */
export function snapshotLine(session: string, { seq, pos, ...state }: Snapshot) {
  return {
    type: 'snapshot',
    channel: `session/${session}`,
    seq,
    pos,
    state: { ...state, seq, pos },
  };
}

function footer(session: string, { model, timing, usage }: Turn): string {
  const parts = [
    model === undefined ? '' : plainLine(model, 80),
    timing ? span(timing.totalMs) : '',
    usage ? `${usage.inputTokens} in, ${usage.outputTokens} out` : '',
    `--session ${session.slice(0, 8)}`,
  ];
  return parts.filter(Boolean).join(' · ');
}
