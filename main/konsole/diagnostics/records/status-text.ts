/** How Konsole is, in words: the work that runs, the pool, and what its log complains of. Pure. */
import type { LogRecord, PoolStatus } from '../../../../preload/contract/shapes';
import { inWords } from '../explain-words';
import { fenced, recordLine } from './log-lines';
import { poolLines } from './pool-lines';

export interface StatusFacts {
  upMs: number;
  models: { main: string; quick: string };
  /** About the main turns, as a quick turn is told. */
  facts: readonly string[];
  /** How many sessions the facts were looked up for; absent: they are about all main turns and what failed. */
  chosen?: number;
  pool: PoolStatus;
  /** Warnings and errors of the log, newest last. */
  troubles: readonly LogRecord[];
  now: number;
}

const hourMs = 60 * 60_000;
const shown = 5;

export function statusText(about: StatusFacts): string {
  const { upMs, models, facts, chosen, pool, troubles, now } = about;
  const lately = troubles.filter(({ at }) => now - at <= hourMs);
  return [
    `Konsole has been running for ${inWords(Math.max(0, upMs))}. Models: main ${models.main}, quick ${models.quick}.`,
    '',
    chosen === undefined ? 'Main turns that run, and what failed lately:' : 'Turns that run:',
    '',
    ...(facts.length > 0 ? fenced(facts) : [`- ${nothing(chosen)}`]),
    '',
    'Pool:',
    '',
    ...poolLines(pool, now),
    '',
    `Journal: ${journal(lately)}`,
    '',
    ...logPart(lately),
  ].join('\n');
}

/** What a person has left out is not told of: not even that it is at rest. */
function nothing(chosen: number | undefined): string {
  if (chosen === undefined) return 'none runs, and none failed since Konsole was started';
  if (chosen === 0) return 'not known here: no session goes along with this question';
  return 'none of those that go along with this question';
}

function journal(lately: readonly LogRecord[]): string {
  const own = lately.filter(({ area }) => area === 'journal');
  const last = own.at(-1);
  if (!last) return 'no trouble in the last hour.';
  return `warnings and errors in the last hour: ${own.length}, the newest: ${recordLine(last)}`;
}

function logPart(lately: readonly LogRecord[]): string[] {
  if (lately.length === 0) return ['Log: no warning and no error in the last hour.'];
  const of = (level: string) => lately.filter((record) => record.level === level).length;
  return [
    `Log of the last hour: errors ${of('error')}, warnings ${of('warn')}. The newest:`,
    '',
    ...fenced(lately.slice(-shown).map(recordLine)),
  ];
}
