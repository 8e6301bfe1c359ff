/** `vibe-konsole tail`: the turns of one session as they go. It reads alone: nothing that it does reaches a turn. */
import { parseCursor } from '../../preload/contract/cursor';
import type { Session, Snapshot, Turn } from '../../preload/contract/shapes';
import type { TailArgs } from './args';
import { errorLine, snapshotLine } from './ask-output';
import { type Client, type Door, refusedToken } from './client';
import { type Exit, exit, Trouble } from './exit';
import { findSession, listSessions } from './find-session';
import { jsonLine, plainLine } from './plain';
import { createPrinter } from './printer';
import { allShown, newPieces, notesOf, type Shown } from './progress';
import { span } from './spans';
import type { CliDeps } from './terminal';
import { awayWords, watch, type Watched } from './watch';

export async function tail(
  args: TailArgs,
  client: Client,
  door: Door,
  deps: CliDeps,
): Promise<Exit> {
  const left = new Promise<Exit>((leave) => {
    deps.terminal.onInterrupt(() => leave(exit.interrupted));
  });
  return Promise.race([read(args, client, door, deps), left]);
}

async function read(args: TailArgs, client: Client, door: Door, deps: CliDeps): Promise<Exit> {
  const { terminal } = deps;
  const session =
    args.session === undefined ? await newest(client) : await findSession(client, args.session);
  let state: Snapshot | undefined;
  if (args.json) {
    const { snapshot, cursor } = await client.command('session.get', { session: session.id });
    terminal.out(jsonLine({ type: 'session', session: snapshot.session, cursor }));
    // Nothing may lie after the cursor that was given: whether a turn runs is known from here.
    state = snapshot;
  }
  const printed = args.json ? undefined : createTurns(args, session, deps);

  return new Promise<Exit>((resolve) => {
    const finish = (code: Exit, message?: string) => {
      end();
      printed?.printer.end();
      if (message !== undefined) terminal.err(`${message}\n`);
      resolve(code);
    };
    let inStep = false;
    const endIfIdle = () => {
      if (args.once && inStep && state && !runs(state)) finish(exit.done);
    };
    const begin = beginning(args, state);
    const end = watch(
      { client, session: session.id, waitMs: args.waitMs, ...(begin ? { begin } : {}) },
      {
        events(events) {
          if (!args.json) return;
          for (const event of events) terminal.out(jsonLine(event));
        },
        snapshot(snapshot) {
          if (args.json && args.from !== 'now') terminal.out(snapshotLine(session.id, snapshot));
        },
        changed(next) {
          state = next;
          printed?.changed(next);
          endIfIdle();
        },
        synced() {
          inStep = true;
          endIfIdle();
        },
        gone: () => finish(exit.failed, 'This session was deleted.'),
        away: (isAway) => terminal.err(`${awayWords(isAway, args.waitMs)}\n`),
        lost: (refused) =>
          finish(
            exit.unreachable,
            refused ? refusedToken(door) : `Konsole is gone. The session is ${session.id}.`,
          ),
      },
      deps,
    );
  });
}

/** The newest main session that runs, else the newest of all. */
async function newest(client: Pick<Client, 'command'>): Promise<Session> {
  const sessions = await listSessions(client, 200);
  const running = sessions.find(({ kind, turn }) => kind === 'main' && turn !== undefined);
  const found = running ?? sessions[0];
  if (!found) throw new Trouble(exit.failed, 'There is no session yet.');
  return found;
}

/** For words, a cursor is where printing begins: what stands there is folded from the first event. */
function beginning({ from, json }: TailArgs, state?: Snapshot): Watched['begin'] {
  if (from === undefined || from === 'now') return undefined;
  if (!json || from === 'start') return { after: '0' };
  return { after: from, ...(state ? { state } : {}) };
}

/** A turn that waits for a queue that is paused waits for a person, and runs not. */
const runs = ({ session, queue, paused }: Snapshot) =>
  session.turn !== undefined || (queue.length > 0 && !paused);

/** Prints what is new of each turn, from where `args.from` begins. */
function createTurns(args: TailArgs, session: Session, deps: CliDeps) {
  const printer = createPrinter(deps, 'out');
  const wanted = { thinking: args.thinking, tools: true };
  const quietUntil = parseCursor(args.from ?? '')?.pos ?? 0;
  const shown = new Map<string, Shown>();
  const over = new Set<string>();
  const noted = new Set<string>();
  /** With a beginning of its own everything that comes is new; else the first state says what is not. */
  let begun = beginning(args) !== undefined;
  printer.heading(`${plainLine(session.title, 100) || '(no title)'} · ${session.id}`);

  function skip(turns: readonly Turn[]): void {
    for (const turn of turns) {
      if (isOver(turn)) over.add(turn.id);
      else shown.set(turn.id, allShown(turn));
    }
  }

  function print(state: Snapshot, turn: Turn): void {
    const known = shown.get(turn.id);
    if (!known) printer.heading(`> ${requestOf(turn)}`);
    const made = newPieces(turn, known ?? {});
    shown.set(turn.id, made.shown);
    printer.pieces(made.pieces, wanted);
    for (const { key, text } of notesOf(state, turn.id, turn)) {
      if (noted.has(key)) continue;
      noted.add(key);
      printer.line(text);
    }
    if (!isOver(turn)) return;
    over.add(turn.id);
    shown.delete(turn.id);
    printer.line(footer(turn));
  }

  return {
    printer,
    changed(state: Snapshot) {
      if (state.pos <= quietUntil) return skip(state.turns);
      if (!begun) {
        begun = true;
        const last = state.turns.at(-1);
        skip(
          args.from === 'now'
            ? state.turns
            : state.turns.filter((turn) => isOver(turn) && turn !== last),
        );
      }
      for (const turn of state.turns) if (!over.has(turn.id)) print(state, turn);
    },
  };
}

const isOver = ({ status }: Turn) => status !== 'running' && status !== 'queued';

function requestOf({ text, resumes }: Turn): string {
  const said = plainLine(text, 300);
  return said === '' && resumes !== undefined ? 'Go on from where you were interrupted.' : said;
}

function footer({ status, error, timing, model }: Turn): string {
  const parts = [
    status,
    timing ? span(timing.totalMs) : '',
    model === undefined ? '' : plainLine(model, 80),
    error ? errorLine(error) : '',
  ];
  return `— ${parts.filter(Boolean).join(' · ')}`;
}
