/**
 * What Konsole can say about itself from what it has recorded: its log, its state, where a turn's time went. Asked by
 * tools of a turn and by the local analyst. Steers nothing, waits for nothing longer than a moment, never rejects.
 */
import { KonsoleError } from '../../../../preload/contract/errors';
import type {
  Explanation,
  LogRecord,
  PoolStatus,
  Session,
} from '../../../../preload/contract/shapes';
import { cutText, oneLine } from '../../../../preload/contract/text';
import type { Journal } from '../../journal/types';
import type { Clock } from '../../surroundings';
import { type Schedule, within } from '../bounded';
import type { KonsoleLog } from '../log';
import type { Reports } from '../reports';
import { advice } from './advice';
import { fenced, logWords, recordLine } from './log-lines';
import { isTrouble, searchLog } from './log-search';
import { poolLines } from './pool-lines';
import { statusText } from './status-text';

export interface Told {
  ok: boolean;
  text: string;
  /** One line for a person: "12 records". */
  summary: string;
}

export interface LogQuestion {
  text?: string;
  level?: LogRecord['level'];
  area?: string;
  session?: string;
  /** How far back, from now. */
  minutes?: number;
  limit?: number;
}

export interface TurnQuestion {
  session?: string;
  turn?: string;
  /** Words of a main session's title. */
  title?: string;
}

/** A main turn that runs. */
export interface RunningTurn {
  session: string;
  title: string;
  turn: string;
}

export interface Records {
  logs(question: LogQuestion): Promise<Told>;
  /** Of these sessions; absent: of the main turns that run. */
  status(sessions?: readonly string[]): Promise<Told>;
  pool(): Promise<Told>;
  /** Without a session and a title: the newest main turn that runs, or the last one that ran. */
  explain(question: TurnQuestion): Promise<Told>;
  /** The same turn, and what to do about it. */
  why(): Promise<Told>;
  /** Lanes in which something waits, and the newest warnings and errors: for a question, from memory alone. */
  notable(): string[];
}

export interface RecordDeps {
  log: Pick<KonsoleLog, 'query' | 'ready'>;
  reports: Pick<Reports, 'explain'>;
  journal: Pick<Journal, 'sessions' | 'session'>;
  pool: () => PoolStatus;
  models: () => { main: string; quick: string };
  /** Newest first, from memory. */
  running: () => RunningTurn[];
  /** What a quick turn is told about the main turns, or about one session. */
  facts: (session?: string) => string[];
  clock: Clock;
  schedule: Schedule;
  startedAt: number;
}

/** What the journal is read for is there within this, or the answer says that it is not. */
const readMs = 2_000;
/** The log of earlier runs may still be on its way; then what is there is shown. */
const logWaitMs = 500;
const defaultRecords = 30;
const mostRecords = 60;
/** The newest troubles that go with a question, and how old they may be. */
const notableRecords = 3;
const notableMs = 15 * 60_000;
const searched = 1_000_000;

export function createRecords(deps: RecordDeps): Records {
  const { clock } = deps;
  const read = <Value>(work: Promise<Value>) => within(deps.schedule, readMs, work);
  const logReady = () => within(deps.schedule, logWaitMs, deps.log.ready);

  async function logs(question: LogQuestion): Promise<Told> {
    const { text = '', level, area, session, minutes, limit = defaultRecords } = question;
    await logReady();
    const since = minutes === undefined ? undefined : clock.now() - minutes * 60_000;
    const records = deps.log.query({ level, area, session, since, limit: searched });
    const found = searchLog(records, text, Math.max(1, Math.min(limit, mostRecords)));
    const parts = logWords(found, text);
    const shown = parts.reduce((sum, { lines }) => sum + lines.length, 0);
    const blocks = parts.map(({ head, lines }) =>
      lines.length === 0 ? head : [head, '', ...fenced(lines)].join('\n'),
    );
    return { ok: true, text: blocks.join('\n\n'), summary: howMany(shown) };
  }

  async function status(sessions?: readonly string[]): Promise<Told> {
    await logReady();
    const facts = sessions ? sessions.flatMap((session) => deps.facts(session)) : deps.facts();
    const text = statusText({
      upMs: clock.now() - deps.startedAt,
      models: deps.models(),
      facts,
      ...(sessions ? { chosen: sessions.length } : {}),
      pool: deps.pool(),
      troubles: deps.log.query({ level: 'warn', limit: searched }).filter(isTrouble),
      now: clock.now(),
    });
    const { length } = deps
      .running()
      .filter(({ session }) => sessions === undefined || sessions.includes(session));
    return {
      ok: true,
      text,
      summary: length === 1 ? 'one main turn runs' : `${length} main turns run`,
    };
  }

  /** Which turn is meant, or why there is none. */
  async function meant({ session, turn, title }: TurnQuestion): Promise<Target | string> {
    if (session !== undefined) {
      const known = await read(deps.journal.session(session));
      return { session, title: known?.title ?? '', ...(turn === undefined ? {} : { turn }) };
    }
    const running = deps.running();
    const wanted = title?.trim().toLowerCase() ?? '';
    const live = running.find((one) => one.title.toLowerCase().includes(wanted));
    if (live) return live;
    const query = { kind: 'main', limit: 1, ...(wanted === '' ? {} : { query: wanted }) } as const;
    const page = await read(deps.journal.sessions(query));
    if (!page) return unread;
    const [last] = page.sessions as (Session | undefined)[];
    if (last) return { session: last.id, title: last.title };
    return wanted === ''
      ? 'There is no main session yet, so there is no turn to tell of.'
      : `No main session has "${cutText(oneLine(title ?? ''), 80)}" in its title.`;
  }

  async function look(question: TurnQuestion): Promise<Looked | string> {
    const target = await meant(question);
    if (typeof target === 'string') return target;
    const { session, title, turn } = target;
    const words = (error: unknown) => {
      if (error instanceof KonsoleError) return error.message;
      return unread;
    };
    const asked = { session, ...(turn === undefined ? {} : { turn }) };
    const explained = await read(deps.reports.explain(asked).catch(words));
    if (explained === undefined) {
      // What is in memory is true also when the disk does not answer.
      const facts = deps.facts(session);
      return facts.length > 0 ? [unread, '', ...fenced(facts)].join('\n') : unread;
    }
    return typeof explained === 'string' ? explained : { session, title, explained };
  }

  async function tell(question: TurnQuestion, withAdvice: boolean): Promise<Told> {
    const looked = await look(question);
    if (typeof looked === 'string')
      return { ok: false, text: looked, summary: 'nothing to explain' };
    const { session, title, explained } = looked;
    const name = title === '' ? 'a session without a title' : `"${plain(title)}"`;
    const running = explained.facts['status'] === 'running';
    const which = running ? 'The running turn' : 'The last turn';
    const lines = [`${which} of ${name}:`, '', ...explained.lines.map((line) => `- ${line}`)];
    if (question.turn !== undefined) lines[0] = `The turn ${question.turn} of ${name}:`;
    // What it does at this moment is told by no finished turn.
    const now = running ? deps.facts(session) : [];
    if (now.length > 0) lines.push('', 'At this moment:', '', ...fenced(now));
    const todo = withAdvice ? advice(explained.facts) : [];
    if (todo.length > 0) lines.push('', 'What you can do:', '', ...todo.map((one) => `- ${one}`));
    return {
      ok: true,
      text: lines.join('\n'),
      summary: running ? 'runs' : String(explained.facts['status']),
    };
  }

  return {
    logs,
    status,
    async pool() {
      const pool = deps.pool();
      return {
        ok: true,
        text: poolLines(pool, clock.now()).join('\n'),
        summary: `${pool.hosts.length} hosts`,
      };
    },
    explain: (question) => tell(question, false),
    why: () => tell({}, true),
    notable() {
      const since = clock.now() - notableMs;
      const troubles = deps.log.query({ level: 'warn', since, limit: notableRecords });
      const waiting = Object.entries(deps.pool().lanes)
        .filter(([, lane]) => lane.waiting > 0)
        .map(
          ([name, lane]) =>
            `- lane ${name}: ${lane.busy} of ${lane.hosts} hosts busy, ${lane.waiting} turns wait`,
        );
      return [...waiting, ...troubles.map((record) => `- log: ${recordLine(record)}`)];
    },
  };
}

interface Target {
  session: string;
  title: string;
  turn?: string;
}

interface Looked {
  session: string;
  title: string;
  explained: Explanation;
}

const unread = 'The journal could not be read in time. Ask again in a moment.';
const howMany = (count: number) => (count === 1 ? 'one record' : `${count} records`);
/** A title is a person's or a model's: it ends no marks around it and is no markup. */
const plain = (title: string) => cutText(oneLine(title), 120).replace(/[`*_[\]<>"\\]/g, ' ');
