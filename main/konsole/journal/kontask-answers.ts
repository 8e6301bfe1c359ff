/** Questions about kontasks, answered from their tables and, for what was, from their events. */
import { KonsoleError } from '../../../preload/contract/errors';
import { kontaskChannel } from '../../../preload/contract/channel';
import type { KontaskEventBody } from '../../../preload/contract/events';
import { applyKontaskPatch, fieldAt, patchFields } from '../../../preload/contract/kontask-patch';
import { askingOf } from '../../../preload/contract/index-state';
import { limits } from '../../../preload/contract/limits';
import type {
  IndexSnapshot,
  Kontask,
  KontaskChange,
  KontaskStatus,
  KontaskSummary,
} from '../../../preload/contract/shapes';
import { type Database, numberOf, type Row } from '../storage/sqlite';
import { createKontaskLists } from './kontask-list';
import type { KontaskAnswers, KontaskQuestion, KontaskText } from './kontask-messages';
import { toldOfTurn } from './kontask-of-turn';
import { wholeLetters } from './kontask-output';
import { columnText } from './kontask-tables';
import type { KontaskHead } from './kontask-types';
import { createPace } from './pace';

/** The place of the first letter in the JSON of a string, behind the quote, as SQL counts. */
const firstLetter = 2;

/** Whole kontasks are told until they are about so long together. UTF-16 units. */
const bodiesChars = 512 * 1024;

export interface KontaskDesk {
  answer(question: KontaskQuestion): Promise<KontaskAnswers[keyof KontaskAnswers]>;
  /** Those that need a decision, the latest first, as the index channel has them. */
  asking(): Pick<IndexSnapshot, 'asking' | 'needDecision'>;
}

export function createKontaskAnswers(db: Database): KontaskDesk {
  const lists = createKontaskLists(db);
  const whole = 'k.rev AS rev, k.request AS request, b.body AS body, o.output AS output';
  const from = `FROM kontasks k JOIN kontask_bodies b ON b.n = k.n
    LEFT JOIN kontask_outputs o ON o.n = k.n`;
  const one = db.prepare(`SELECT ${whole} ${from} WHERE k.id = ?`);
  const withoutOutput = db.prepare(
    `SELECT k.rev AS rev, k.request AS request, b.body AS body ${from} WHERE k.id = ?`,
  );
  const piece = db.prepare(
    `SELECT k.rev AS rev, length(o.output) - ?2 AS rest,
     substr(o.output, ?2, min(?3, max(0, length(o.output) - ?2))) AS json
     FROM kontasks k JOIN kontask_outputs o ON o.n = k.n WHERE k.id = ?1`,
  );
  const ofRequest = db.prepare(
    `SELECT n, id, rev, type, status FROM kontasks WHERE request = ?
     ORDER BY updated DESC, listed DESC`,
  );
  const bodyOf = db.prepare('SELECT body FROM kontask_bodies WHERE n = ?');
  const deleted = db.prepare(
    `SELECT d.body AS body, d.output AS output, c.seq AS rev
     FROM deleted_kontasks d JOIN channels c ON c.id = d.channel WHERE d.id = ? AND d.until > ?`,
  );
  const heads = db.prepare(
    'SELECT id, rev, type, status FROM kontasks WHERE id IN (SELECT value FROM json_each(?))',
  );
  const ids = db.prepare('SELECT id FROM kontasks ORDER BY updated DESC, listed DESC');
  const askingRows = db.prepare(
    `SELECT k.since AS since, b.summary AS summary FROM kontasks k JOIN kontask_bodies b ON b.n = k.n
     WHERE k.since IS NOT NULL ORDER BY k.since DESC, k.listed DESC LIMIT ${limits.askingKontasks}`,
  );
  const channelOf = `(SELECT id FROM channels WHERE name = ?)`;
  const pastPlaces = db.prepare(
    `SELECT pos FROM events WHERE channel = ${channelOf} ORDER BY pos DESC LIMIT ?`,
  );
  const eventAt = db.prepare('SELECT seq, body FROM events WHERE pos = ?');
  const places = db.prepare(`SELECT pos FROM events WHERE channel = ${channelOf} ORDER BY pos`);

  function textOf(row: Row): KontaskText {
    const text: KontaskText = { rev: Number(row['rev']), body: String(row['body']) };
    if (typeof row['output'] === 'string') text.output = row['output'];
    const { request } = row;
    const turn = typeof request === 'string' ? (JSON.parse(request) as string) : undefined;
    const session = turn === undefined ? undefined : lists.sessionOf(turn);
    if (session !== undefined) text.session = session;
    return text;
  }

  function pieceOf(id: string, at: number, chars: number): KontaskAnswers['kontask-output'] {
    const row = piece.get(id, at, chars) as Row | undefined;
    if (!row) return undefined;
    const rev = Number(row['rev']);
    const json = String(row['json']);
    if (chars >= Number(row['rest'])) return { rev, json };
    const whole = wholeLetters(json);
    return { rev, json: whole, next: at + chars - (json.length - whole.length) };
  }

  function beginningOf(id: string, chars: number): KontaskText | undefined {
    const row = withoutOutput.get(id) as Row | undefined;
    if (!row) return undefined;
    const text = textOf(row);
    const begun = pieceOf(id, firstLetter, chars);
    if (!begun) return text;
    const { json, next } = begun;
    return { ...text, output: `"${json}"`, ...(next === undefined ? {} : { next }) };
  }

  function bodies(wanted: readonly string[]): KontaskAnswers['kontask-bodies'] {
    const texts: { body: string; output?: string }[] = [];
    let chars = 0;
    let taken = 0;
    for (const id of wanted) {
      taken += 1;
      const row = one.get(id) as Row | undefined;
      if (!row) continue;
      const { body, output } = textOf(row);
      texts.push(output === undefined ? { body } : { body, output });
      chars += body.length + (output?.length ?? 0);
      if (chars > bodiesChars) break;
    }
    return { texts, taken };
  }

  function* bodiesOf(rows: readonly Row[]): Generator<Kontask> {
    for (const { n } of rows) {
      const row = bodyOf.get(Number(n)) as Row | undefined;
      if (row) yield JSON.parse(String(row['body'])) as Kontask;
    }
  }

  async function* past(
    rows: readonly Row[],
  ): AsyncGenerator<{ rev: number; event: KontaskEventBody }> {
    const pace = createPace();
    for (const { pos } of rows) {
      const row = eventAt.get(Number(pos)) as Row | undefined;
      if (!row) continue;
      yield { rev: Number(row['seq']), event: JSON.parse(String(row['body'])) as KontaskEventBody };
      await pace.pause();
    }
  }

  async function history(id: string, limit: number): Promise<KontaskChange[]> {
    if (heads.all(JSON.stringify([id])).length === 0) throw noKontask();
    const changes: KontaskChange[] = [];
    for await (const { rev, event } of past(pastPlaces.all(kontaskChannel(id), limit) as Row[])) {
      changes.push(changeOf(rev, event));
    }
    return changes;
  }

  /** Folded from its first event on: only a change that was made on an old state asks for it. */
  async function fieldsAt(id: string, rev: number, fields: readonly string[]): Promise<string> {
    let kontask: Kontask | undefined;
    for await (const { rev: at, event } of past(places.all(kontaskChannel(id)) as Row[])) {
      if (at > rev) break;
      kontask = kontaskAfter(kontask, event);
    }
    const values = fields.map((field) => [field, kontask && fieldAt(kontask, field)]);
    return JSON.stringify(Object.fromEntries(values));
  }

  return {
    asking: () => ({
      asking: (askingRows.all() as Row[]).map((row) => {
        const summary = JSON.parse(String(row['summary'])) as KontaskSummary;
        return askingOf(summary, Number(row['since']));
      }),
      needDecision: numberOf(db, 'SELECT count(*) FROM kontasks WHERE since IS NOT NULL'),
    }),
    async answer(question) {
      switch (question.ask) {
        case 'kontask': {
          const { id, outputChars } = question;
          if (outputChars !== undefined) return beginningOf(id, outputChars);
          const row = one.get(id) as Row | undefined;
          return row && textOf(row);
        }
        case 'kontask-output':
          return pieceOf(question.id, question.from, question.chars);
        case 'kontask-list':
          return lists.page(question.query);
        case 'kontask-facets':
          return lists.facets();
        case 'kontask-history':
          return history(question.id, question.limit);
        case 'kontask-request':
          return (ofRequest.all(columnText(question.turn)) as Row[]).map(headOf);
        case 'kontask-of-turn': {
          const rows = ofRequest.all(columnText(question.turn)) as Row[];
          return toldOfTurn(bodiesOf(rows.slice(0, limits.kontasksOfTurn)));
        }
        case 'kontask-heads':
          return (heads.all(JSON.stringify(question.ids)) as Row[]).map(headOf);
        case 'kontask-ids':
          return (ids.all() as Row[]).map((row) => String(row['id']));
        case 'kontask-bodies':
          return bodies(question.ids);
        case 'kontask-fields':
          return fieldsAt(question.id, question.rev, question.fields);
        case 'kontask-deleted': {
          const row = deleted.get(question.id, question.now) as Row | undefined;
          return row && textOf(row);
        }
        case 'turn-session':
          return lists.sessionOf(question.turn);
      }
    },
  };
}

const noKontask = () =>
  new KonsoleError(
    'not-found',
    'This kontask does not exist (any more): it may have been deleted.',
  );

const headOf = (row: Row): KontaskHead => ({
  id: String(row['id']),
  rev: Number(row['rev']),
  type: JSON.parse(String(row['type'])) as string,
  status: String(row['status']) as KontaskStatus,
});

/** A kontask's past as a pure fold. */
export function kontaskAfter(
  before: Kontask | undefined,
  event: KontaskEventBody,
): Kontask | undefined {
  if (event.type === 'kontask.written') return event.kontask;
  return before && applyKontaskPatch(before, event.patch);
}

function changeOf(rev: number, event: KontaskEventBody): KontaskChange {
  const { at, by } = event;
  if (event.type === 'kontask.written') {
    return { rev, at, by, how: event.how, fields: [], status: event.kontask.status };
  }
  // When it changed is told by every change, so it says nothing about this one.
  const fields = patchFields(event.patch).filter((field) => field !== 'updatedAt');
  const status = event.patch['status'] as KontaskStatus | undefined;
  return { rev, at, by, how: 'changed', fields, ...(status === undefined ? {} : { status }) };
}
