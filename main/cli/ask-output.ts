/** What `ask` writes while its turn goes on and at its end: words for a person, or lines of JSON. */
import type { KonsoleEvent } from '../../preload/contract/events';
import type { Snapshot, Turn } from '../../preload/contract/shapes';
import { jsonLine, plainLine } from './plain';
import { createPrinter } from './printer';
import { answerOf, newPieces, notesOf, type Shown } from './progress';
import { span } from './spans';
import type { CliDeps } from './terminal';

export interface Asked {
  session: string;
  turn: string;
}

/** How it ended: a turn's status, or what kept it from having one. */
export interface End {
  status: Turn['status'] | 'removed' | 'deleted' | 'unknown';
  error?: { message: string; hint?: string | undefined } | undefined;
}

export interface AskOutput {
  events(events: readonly KonsoleEvent[]): void;
  snapshot(state: Snapshot): void;
  /** `turn` is absent while it waits. */
  changed(state: Snapshot, turn: Turn | undefined): void;
  /** Of the connection. */
  say(text: string): void;
  end(end: End, turn: Turn | undefined): void;
}

export function createWords(
  { session, turn: id }: Asked,
  thinking: boolean,
  deps: Pick<CliDeps, 'terminal' | 'env'>,
): AskOutput {
  const { errIsTerminal } = deps.terminal;
  const printer = createPrinter(deps, 'err');
  const said = new Set<string>();
  let shown: Shown = {};
  return {
    events: () => undefined,
    snapshot: () => undefined,
    changed(state, turn) {
      for (const { key, text } of notesOf(state, id, turn)) {
        if (said.has(key)) continue;
        said.add(key);
        printer.line(text);
      }
      if (!turn) return;
      const made = newPieces(turn, shown);
      shown = made.shown;
      printer.pieces(made.pieces, { thinking, tools: errIsTerminal });
    },
    say: (text) => printer.line(text),
    end({ error }, turn) {
      printer.end();
      if (error) printer.line(errorLine(error));
      else if (errIsTerminal && turn) printer.line(footer(session, turn));
    },
  };
}

/** Stdout has nothing but JSON; that an approval waits is for a person all the same, and so is an end without a turn's own. */
export function createJson(
  { session, turn: id }: Asked,
  { terminal }: Pick<CliDeps, 'terminal'>,
): AskOutput {
  const said = new Set<string>();
  return {
    events(events) {
      for (const event of events) terminal.out(jsonLine(event));
    },
    snapshot: (state) => terminal.out(snapshotLine(session, state)),
    changed(state, turn) {
      for (const { key, text } of notesOf(state, id, turn)) {
        if (!key.startsWith('approval') || said.has(key)) continue;
        said.add(key);
        terminal.err(`${text}\n`);
      }
    },
    say: () => undefined,
    end({ status, error }, turn) {
      const text = turn ? answerOf(turn) : '';
      const { model, usage, timing } = turn ?? {};
      if (error && status === 'unknown') terminal.err(`${errorLine(error)}\n`);
      terminal.out(
        jsonLine({ type: 'result', session, turn: id, status, text, model, usage, timing, error }),
      );
    },
  };
}

/** As the stream of events has it. */
export function snapshotLine(session: string, state: Snapshot): string {
  const { seq, pos } = state;
  return jsonLine({ type: 'snapshot', channel: `session/${session}`, seq, pos, state });
}

export function errorLine({ message, hint }: NonNullable<End['error']>): string {
  return plainLine([message, hint].filter(Boolean).join(' '), 1000);
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
