/**
 * The local analyst: `/why`, `/status`, `/logs`, `/pool`, `/turn` and `/help` in a side conversation are answered by the
 * engine itself from recorded facts, with no host, no model and no provider, so also when none of them is there (I8).
 */
import type { SessionEventBody } from '../../../preload/contract/events';
import {
  recordsCommands,
  recordsMark,
  recordsModel,
  type RecordsCommand,
  type RecordsName,
} from '../../../preload/contract/records';
import type { SessionKind } from '../../../preload/contract/shapes';
import { startClock, tick, timingAt } from '../../../preload/contract/timing';
import type { Records } from '../diagnostics/records/records';
import { noUsage } from './closing';

export interface LocalQuestion {
  command: RecordsName;
  /** What was written behind it. */
  words: string;
}

const lineOf = ({ name, words, about }: RecordsCommand) =>
  `- \`/${name}${words === undefined ? '' : ` [${words}]`}\`: ${about}`;

const help = [
  'These are answered at once from what Konsole has recorded, with no model and no network:',
  '',
  ...recordsCommands.filter(({ name }) => name !== 'help').map(lineOf),
  '',
  'Anything else is a question for the quick model.',
];

const asked = new RegExp(
  String.raw`^\s*/(${recordsCommands.map(({ name }) => name).join('|')})(?:\s+([\s\S]*))?$`,
);

/** Undefined for what a model is to answer: another kind of session, or any other text. */
export function localQuestion(kind: SessionKind, text: string): LocalQuestion | undefined {
  if (kind !== 'chat') return undefined;
  const [, command, words = ''] = asked.exec(text) ?? [];
  return command === undefined
    ? undefined
    : { command: command as RecordsName, words: words.trim() };
}

/** Markdown. Never rejects. */
export async function localAnswer(
  records: Records,
  { command, words }: LocalQuestion,
): Promise<string> {
  const text = await answerOf(records, command, words);
  return `${recordsMark}\n\n${text}\n`;
}

async function answerOf(records: Records, command: RecordsName, words: string): Promise<string> {
  switch (command) {
    case 'why':
      return (await records.why()).text;
    case 'status':
      return (await records.status()).text;
    case 'logs':
      return (await records.logs({ text: words.slice(0, 500) })).text;
    case 'pool':
      return (await records.pool()).text;
    case 'turn':
      return (await records.explain(words === '' ? {} : { title: words })).text;
    case 'help':
      return help.join('\n');
  }
}

export interface LocalTurn {
  turn: string;
  block: string;
  /** When it was taken up, and when its answer was there. */
  from: number;
  at: number;
  text: string;
}

/** A turn like any other, told whole: its time is what was waited for (I11), and it used nothing. */
export function localTurn({ turn, block, from, at, text }: LocalTurn): SessionEventBody[] {
  const opened = { type: 'block.opened', at, turn, block, kind: 'text' } as const;
  const clock = tick(startClock(from), opened);
  return [
    { type: 'turn.started', at: from, turn, attempt: 1, model: recordsModel },
    { type: 'turn.first', at, turn, ms: Math.max(0, at - from) },
    opened,
    { type: 'block.appended', at, block, off: 0, text },
    { type: 'block.closed', at, block, ms: 0, status: 'done' },
    {
      type: 'turn.finished',
      at,
      turn,
      status: 'completed',
      usage: { ...noUsage, costUsd: 0 },
      timing: timingAt(clock, at),
    },
  ];
}
