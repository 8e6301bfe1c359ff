/** The reading worker: answers questions from its own connection, so that no read ever holds up a write. */
import type { MessagePort } from 'node:worker_threads';
import { KonsoleError } from '../../../preload/contract/errors';
import { limits } from '../../../preload/contract/limits';
import { snapshotOf } from '../../../preload/contract/snapshot';
import type { Database, Row, Sqlite } from '../storage/sqlite';
import { numberOf, openForReading } from '../storage/sqlite';
import { createFolding, eventText, type Folding } from './folding';
import { failureOf } from './ledger';
import type { Answers, FromReader, Question, ReaderData, ToReader } from './messages';
import { createFind } from './find';
import { keyOf } from './known-commands';
import { createKontaskAnswers } from './kontask-answers';
import { createPages, type Pages } from './pages';
import { createSpendingSums } from './spending';
import type { CommandRecord, ReplayRequest } from './types';

const sliceEvents = 500;
/** Rows read first, doubled each time: large ones are not read to be thrown away. */
const firstRows = 8;
/** Parsing this much JSON takes the main thread about a millisecond. UTF-16 units. */
const sliceChars = 128 * 1024;
/** SQLite joins at most 500 selects into one. */
const channelsAtOnce = 400;

export function runReader(sqlite: Sqlite, port: MessagePort, data: ReaderData): void {
  const tell = (message: FromReader) => port.postMessage(message);
  let db: Database;
  let answer: (question: Question) => Promise<Answers[keyof Answers]>;
  try {
    db = openForReading(sqlite, data.file);
    answer = createAnswers(db);
  } catch (error) {
    tell({ t: 'failed', failure: failureOf(error, data.file) });
    port.close();
    return;
  }
  port.on('message', (message: ToReader) => {
    if (message.t === 'close') {
      db.close();
      tell({ t: 'closed' });
      port.close();
      return;
    }
    const { id } = message;
    answer(message.question).then(
      (value) => tell({ t: 'answer', id, value }),
      (error: unknown) => tell({ t: 'error', id, failure: failureOf(error, data.file) }),
    );
  });
  tell({ t: 'ready' });
}

function createAnswers(db: Database): (question: Question) => Promise<Answers[keyof Answers]> {
  const folding = createFolding(db);
  const kontasks = createKontaskAnswers(db);
  const pages = createPages(db, folding, kontasks.asking);
  const find = createFind(db, folding);
  const spending = createSpendingSums(db);
  const deleted = db.prepare('SELECT body FROM deleted WHERE session = ? AND until > ?');
  const exists = db.prepare(
    `SELECT 1 AS found FROM channels WHERE name = ?1
     UNION ALL SELECT 1 FROM sessions WHERE 'session/' || id = ?1`,
  );
  const command = db.prepare(
    'SELECT client, id, name, hash, answer, at FROM commands WHERE client = ? AND id = ?',
  );
  const commands = db.prepare('SELECT client, id FROM commands LIMIT ?');
  return async (question) => {
    switch (question.ask) {
      case 'exists':
        // What is beside sessions in the journal is for nobody to follow.
        if (!question.channel.startsWith('session/')) return question.channel === 'index';
        return exists.get(question.channel) !== undefined;
      case 'count':
        return question.request.channels.reduce(
          (sum, { channel, after }) => sum + count(db, channel, after, question.request.upTo),
          0,
        );
      case 'replay':
        return slice(db, question.request);
      case 'snapshot':
        return JSON.stringify(await snapshot(folding, pages, question.channel, question.upTo));
      case 'fold': {
        const state = await folding.state(question.channel, question.upTo);
        return { seq: state.seq, pos: state.pos, body: JSON.stringify(state) };
      }
      case 'turns':
        return pages.turns(question.session, question.before, question.limit);
      case 'span':
        return pages.span(question.session, question.turn);
      case 'spending':
        return spending(question.query);
      case 'session':
        return pages.session(question.id);
      case 'sessions':
        return pages.sessions(question.query);
      case 'unfinished':
        return pages.unfinished();
      case 'command':
        return command.get(question.client, question.id) as CommandRecord | undefined;
      case 'commands': {
        const rows = commands.all(question.most + 1) as Row[];
        if (rows.length > question.most) return undefined;
        return rows.map((row) => keyOf(String(row['client']), String(row['id'])));
      }
      case 'deleted': {
        const row = deleted.get(question.id, question.now) as Row | undefined;
        return row && String(row['body']);
      }
      case 'find':
        return find(question.session, question.text, question.limit);
      case 'search':
      case 'index':
        throw new Error('The searching worker answers this, not the reading one.');
      default:
        return kontasks.answer(question);
    }
  };
}

async function snapshot(folding: Folding, pages: Pages, channel: string, upTo: number) {
  if (channel === 'index') return pages.index();
  if (!channel.startsWith('session/')) {
    throw new KonsoleError('not-found', `There is no channel "${channel}".`);
  }
  return snapshotOf(await folding.state(channel, upTo), limits.snapshotBytes);
}

const inRange = `WHERE e.channel = (SELECT id FROM channels WHERE name = ?) AND e.pos > ? AND e.pos <= ?`;

function count(db: Database, channel: string, after: number, upTo: number): number {
  return numberOf(db, `SELECT count(*) FROM events e ${inRange}`, channel, after, upTo);
}

/** The next events of all channels in `pos` order, at most 500 and about 128 KB of them. */
function slice(db: Database, { channels, upTo }: ReplayRequest): Answers['replay'] {
  if (channels.length > channelsAtOnce) {
    throw new KonsoleError(
      'invalid',
      `A replay follows at most ${channelsAtOnce} channels at once.`,
    );
  }
  if (channels.length === 0) return { events: '[]', last: upTo, more: false };
  const select = `SELECT e.pos AS pos, e.seq AS seq, e.body AS body, ? AS name FROM events e ${inRange}`;
  const sql = `${channels.map(() => select).join(' UNION ALL ')} ORDER BY pos LIMIT ?`;
  const read = db.prepare(sql);
  const parts: string[] = [];
  const answer = (more: boolean) => ({ events: `[${parts.join(',')}]`, last, more });
  let chars = 0;
  let last = 0;
  for (let size = firstRows; parts.length < sliceEvents; size *= 2) {
    const limit = Math.min(size, sliceEvents - parts.length);
    const values = channels.flatMap(({ channel, after }) => [
      channel,
      channel,
      Math.max(after, last),
      upTo,
    ]);
    const rows = read.all(...values, limit) as Row[];
    for (const row of rows) {
      last = Number(row['pos']);
      parts.push(eventText(last, String(row['name']), Number(row['seq']), String(row['body'])));
      chars += String(row['body']).length;
      if (chars > sliceChars) return answer(true);
    }
    if (rows.length < limit) return answer(false);
  }
  return answer(true);
}
