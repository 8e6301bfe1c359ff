/** Sessions come, change their name, are put away and go; and what can be read of them. */
import { KonsoleError } from '../../../preload/contract/errors';
import { sessionChannel, type SessionEventBody } from '../../../preload/contract/events';
import { formatCursor } from '../../../preload/contract/cursor';
import type {
  CommandResult,
  ExportDocument,
  ValidParams,
} from '../../../preload/contract/commands';
import type { Session, SessionKind, Snapshot } from '../../../preload/contract/shapes';
import { commit } from './commit';
import { filesAlong } from './files-along';
import { createDeletion, type Deletion } from './deletion';
import { openTurn, wholeHistory } from './history';
import { type Lives, notFound } from './lives';
import type { Runner } from './runner';
import { fitSummary, titleFrom } from './titles';
import type { Along, RecordAnswer, SessionDeps } from './types';
import { workspaceTrouble } from './workspace';

const defaultLimit = 50;
/** Sessions that a search shows, and places of one session. */
const defaultHits = 30;
const defaultPlaces = 1_000;

export interface Lifecycle extends Deletion {
  create(
    params: ValidParams<'session.create'>,
    record: RecordAnswer,
  ): Promise<CommandResult<'session.create'>>;
  /** The same with its first message, under these ids, and with what is journaled along with them. */
  begin(
    params: ValidParams<'session.create'>,
    record: RecordAnswer,
    along: Along & { session: string },
  ): Promise<CommandResult<'session.create'>>;
  list(params: ValidParams<'session.list'>): Promise<CommandResult<'session.list'>>;
  get(params: { session: string }): Promise<{ snapshot: Snapshot; cursor: string }>;
  rename(
    params: { session: string; title: string },
    record: RecordAnswer,
  ): Promise<Record<string, never>>;
  archive(
    params: { session: string; archived?: boolean | undefined },
    record: RecordAnswer,
  ): Promise<Record<string, never>>;
  promote(
    params: ValidParams<'session.promote'>,
    record: RecordAnswer,
  ): Promise<{ session: Session }>;
  search(params: ValidParams<'session.search'>): Promise<CommandResult<'session.search'>>;
  find(params: ValidParams<'session.find'>): Promise<CommandResult<'session.find'>>;
  export(params: { session: string }): Promise<{ document: ExportDocument }>;
  page(params: ValidParams<'history.page'>): Promise<CommandResult<'history.page'>>;
}

export function createLifecycle(deps: SessionDeps, lives: Lives, runner: Runner): Lifecycle {
  const { journal, clock } = deps;

  async function known(id: string): Promise<Session> {
    const session = await journal.session(id);
    if (!session) throw notFound(id);
    return session;
  }

  /** A folder that the person named must be right; for a side question a missing default is no obstacle. */
  async function folderFor(kind: SessionKind, named: string | undefined) {
    const path = named ?? deps.folder();
    const trouble = await workspaceTrouble(path);
    if (!trouble) return path;
    if (named === undefined && kind === 'chat') return undefined;
    throw new KonsoleError('invalid', trouble);
  }

  async function begin(
    params: ValidParams<'session.create'>,
    record: RecordAnswer,
    along?: Along & { session: string },
  ): Promise<CommandResult<'session.create'>> {
    const { kind, title, workspace, model, first } = params;
    if (model !== undefined) deps.models.check(model, kind);
    const [folder, preferred] = await Promise.all([
      folderFor(kind, workspace),
      model ?? deps.models.preferred(kind),
    ]);
    deps.models.check(preferred, kind);
    const at = clock.now();
    const session = fitSummary({
      id: along?.session ?? deps.newId(),
      kind,
      title: title === undefined ? (first ? titleFrom(first.text) : '') : titleFrom(title, ''),
      ...(folder === undefined ? {} : { workspace: folder }),
      model: preferred,
      status: 'idle',
      approvals: 0,
      createdAt: at,
      updatedAt: at,
    });
    const files = first ? await filesAlong(deps, undefined, first.blobs ?? []) : undefined;
    return lives.begin(session, async (live) => {
      const bodies: SessionEventBody[] = [{ type: 'session.created', at, session }];
      if (!first) {
        await commit(journal, live, bodies, { durability: 'full', command: record({ session }) });
        return { session };
      }
      const turn = along?.turn ?? deps.newId();
      const { text, sees } = first;
      bodies.push({ type: 'turn.queued', at, turn, text, ...files, ...(sees ? { sees } : {}) });
      const message = { ...first, ...files };
      await runner.startAhead(live, turn, { session, message, history: [] });
      const result = { session, turn };
      try {
        const command = record(result);
        const others = along?.events;
        await commit(journal, live, bodies, { durability: 'full', command, along: others });
      } catch (error) {
        runner.cancelStart(live);
        throw error;
      }
      runner.written(live);
      return result;
    });
  }

  async function change(
    id: string,
    changed: (session: Session) => Partial<Session>,
    record: RecordAnswer,
  ) {
    return lives.change(id, async (live) => {
      const at = clock.now();
      await commit(
        journal,
        live,
        [{ type: 'session.changed', at, session: changed(live.state.session) }],
        { durability: 'full', command: record({}) },
      );
      return {};
    });
  }

  return {
    create: (params, record) => begin(params, record),
    begin,
    async list({ query, kind, archived, before, limit = defaultLimit }) {
      return journal.sessions({
        limit,
        ...(query === undefined ? {} : { query }),
        ...(kind === undefined ? {} : { kind }),
        ...(archived === undefined ? {} : { archived }),
        ...(before === undefined ? {} : { before }),
      });
    },
    async get({ session }) {
      const channel = sessionChannel(session);
      if (!(await journal.exists(channel))) throw notFound(session);
      const head = journal.head();
      const snapshot = (await journal.snapshot(channel, head)) as Snapshot;
      return { snapshot, cursor: formatCursor(journal.epoch, head) };
    },
    rename: ({ session, title }, record) =>
      change(
        session,
        (before) => {
          const name = titleFrom(title, '');
          if (name === '') {
            throw new KonsoleError('invalid', 'The title has no visible character. Write a title.');
          }
          return { title: fitSummary({ ...before, title: name }).title };
        },
        record,
      ),
    archive: ({ session, archived = true }, record) =>
      change(session, () => ({ archived }), record),
    async promote({ session: id }, record) {
      const model = await deps.models.preferred('main');
      deps.models.check(model, 'main');
      return lives.change(id, async (live) => {
        const before = live.state.session;
        if (before.kind === 'main') {
          throw new KonsoleError('conflict', 'This is a main session already. Go on in it.');
        }
        const workspace = before.workspace ?? deps.folder();
        const session = { ...before, kind: 'main' as const, model, workspace };
        const changed = { kind: session.kind, model, workspace };
        await commit(
          journal,
          live,
          [{ type: 'session.changed', at: clock.now(), session: changed }],
          {
            durability: 'full',
            command: record({ session }),
          },
        );
        // What waits for a quick host, or is made ready for one, is a main turn now: no quick host is for it (I8).
        const waits = live.starting?.turn;
        runner.cancelStart(live);
        runner.start(live, waits);
        return { session };
      });
    },
    ...createDeletion(deps, lives, runner),
    search: async ({ text, limit = defaultHits }) => ({ hits: await journal.search(text, limit) }),
    async find({ session, text, limit = defaultPlaces }) {
      return journal.find(session, text, limit);
    },
    async export({ session: id }) {
      const session = await known(id);
      const turns = await wholeHistory(journal, id);
      return { document: { format: 'konsole-session/1', session, turns: turns.map(openTurn) } };
    },
    async page({ session: id, before, limit = 20 }) {
      await known(id);
      const { turns, next } = await journal.turns(id, before, limit);
      return { turns: turns.map(openTurn), ...(next === undefined ? {} : { next }) };
    },
  };
}
