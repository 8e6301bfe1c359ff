/** Sessions over a journal in memory and hosts that the test plays. */
import type { Records } from '../../../main/konsole/diagnostics/records/records';
import { createPool } from '../../../main/konsole/pool/pool';
import { createSessions } from '../../../main/konsole/sessions/sessions';
import type {
  KontaskDesk,
  ModelChoice,
  Processes,
  SessionDeps,
} from '../../../main/konsole/sessions/types';
import { KonsoleError } from '../../../preload/contract/errors';
import { sessionChannel, type SessionEvent } from '../../../preload/contract/events';
import { emptySession, reduceSession } from '../../../preload/contract/session-state';
import type { SessionKind } from '../../../preload/contract/shapes';
import { createFakeHosts, createHandClock, settle } from '../support/fake-hosts';
import { newId, newWorkspace, until } from '../support/konsole';
import { createMemoryBlobs } from '../support/memory-blobs';
import { createMemoryJournal } from '../support/memory-journal';

export const models: ModelChoice = {
  preferred: async () => 'demo/scripted',
  alternatives: async () => [],
  limitsOf: () => undefined,
  check(model) {
    if (!model.includes('/')) throw new KonsoleError('invalid', 'model: is no model name.');
  },
  async resolve(model) {
    const [provider, name] = model.split('/');
    if (provider && name)
      return { ok: true, provider: { id: provider, kind: 'demo' }, model: name };
    return { ok: false, error: { code: 'unknown-model', message: `"${model}" is no model name.` } };
  },
};

export const none = () => undefined;

export const noProcesses: Processes = {
  end: () => Promise.resolve(),
  endNow: () => undefined,
  job: () => Promise.resolve({ alive: true }),
  settled: () => Promise.resolve(),
};

const nothing = async () => ({ ok: true, text: 'Nothing is recorded.', summary: 'nothing' });

export const noRecords: Records = {
  logs: nothing,
  status: nothing,
  pool: nothing,
  explain: nothing,
  why: nothing,
  notable: () => [],
};

export const noKontasks: KontaskDesk = { ask: nothing };

export async function openSessions(change: Partial<SessionDeps> = {}) {
  const time = createHandClock();
  const hosts = createFakeHosts({ now: () => time.clock.now() });
  const journal = createMemoryJournal();
  const logged: string[] = [];
  const lanes = {
    main: { transport: 'direct', hosts: 2 },
    quick: { transport: 'direct', hosts: 1 },
  };
  const pool = createPool({
    startHost: hosts.start,
    clock: time.clock,
    lower: () => {},
    schedule: time.schedule,
    newId,
    log: () => {},
    takeLog: () => {},
    lanes: () => lanes,
    limits: () => ({ hostMemoryMb: 1_024, memoryMb: 4_096, fillCache: true }),
    warmFor: () => undefined,
  });
  const workspace = newWorkspace();
  const sessions = createSessions({
    journal,
    blobs: createMemoryBlobs(),
    blobFolder: '/home/of/konsole/blobs',
    pool,
    models,
    log: { write: (level, _area, message) => logged.push(`${level}: ${message}`) },
    clock: time.clock,
    schedule: time.schedule,
    newId,
    readLimits: () => ({ refused: ['/home/of/konsole'], denyRead: ['**/.env'] }),
    folder: () => workspace,
    outputFolder: '/home/of/konsole/outputs',
    permissions: () => ({ mode: 'ask', allow: [], deny: [], sandbox: false }),
    budgets: () => ({}),
    processes: noProcesses,
    records: noRecords,
    kontasks: noKontasks,
    ...change,
  });
  await settle();
  const { lifecycle, turns } = sessions;

  return {
    ...sessions,
    time,
    hosts,
    journal,
    pool,
    lanes,
    logged,
    workspace,
    async create(kind: SessionKind = 'main') {
      const { session } = await lifecycle.create({ kind }, none);
      return session.id;
    },
    async send(session: string, text: string, model?: string) {
      const { turn } = await turns.send({ session, text, model }, none);
      // A folder is looked at on the way, which takes real time.
      await until(() => hosts.running(turn) !== undefined);
      return turn;
    },
    events: (session: string): SessionEvent[] => journal.of(sessionChannel(session)),
    /** The session as a reader of its whole channel sees it. */
    state: (session: string) =>
      journal.of(sessionChannel(session)).reduce(reduceSession, emptySession(session)),
    /** The session as the list shows it. */
    listed: (session: string) => journal.session(session),
  };
}
