/** Scenes of the pool and the log: Diagnostics with all there is to tell, a message in line for a process, the settings. */
import type { LogRecord } from '../../../preload/contract/shapes';
import { ok } from '../support/fake-bridge';
import type { FakeKonsole } from '../support/fake-bridge';
import { history, openTurn, words, thought, workspace } from './scene-parts';

const minute = 60_000;

function busyPool(konsole: FakeKonsole, queue: Array<{ session: string; turn: string }>) {
  const now = Date.now();
  const model = 'anthropic/claude-opus-5-5';
  const quick = 'anthropic/claude-haiku-5-5';
  const busy = ['s5', 's6', 's4', 's1'].map((session, at) => ({
    id: `h${at + 1}`,
    pid: 4101 + at,
    lane: 'main' as const,
    state: 'leased' as const,
    since: now - (at + 1) * 41_000,
    session,
    model,
    turns: 3 + at,
    rssBytes: (88 + 21 * at) * 1e6,
  }));
  konsole.setPool({
    hosts: [
      ...busy,
      {
        id: 'h7',
        pid: 4107,
        lane: 'quick',
        state: 'warm',
        since: now - 12 * minute,
        model: quick,
        turns: 9,
        rssBytes: 64e6,
      },
      { id: 'h8', lane: 'main', state: 'warming', since: now - 900 },
    ],
    lanes: {
      main: {
        transport: 'direct',
        hosts: 4,
        busy: 4,
        waiting: queue.length,
        queue,
        first: {
          warm: { count: 12, lastMs: 610, p50Ms: 540 },
          cold: { count: 3, lastMs: 1310, p50Ms: 1250 },
        },
      },
      quick: {
        transport: 'direct',
        hosts: 1,
        busy: 0,
        waiting: 0,
        first: { warm: { count: 9, lastMs: 380, p50Ms: 410 } },
      },
    },
    memory: { rssBytes: 634e6, limitBytes: 4096 * 1024 * 1024 },
    fills: { count: 3, costUsd: 0.0042, lastAt: now - 5 * minute },
  });
}

const said: ReadonlyArray<Omit<LogRecord, 'at' | 'n'>> = [
  { level: 'info', area: 'pool', message: 'Host is warm', fields: { host: 'h3', ms: 164 } },
  {
    level: 'warn',
    area: 'transport',
    message: 'WebSocket closed',
    session: 's5',
    fields: { code: 1009, seq: 1187, reason: 'message too big' },
  },
  {
    level: 'info',
    area: 'transport',
    message: 'Stream resumed',
    session: 's5',
    fields: { transport: 'sse', after: 1187, missed: 0 },
  },
  {
    level: 'error',
    area: 'provider',
    message:
      'The server answered 529; its answer was read as far as it went and is asked for again after the pause it named',
    session: 's6',
    fields: { attempt: 1, delayMs: 14000, headers: { 'retry-after': '14', server: 'edge' } },
  },
  { level: 'info', area: 'turn', message: 'Turn started', session: 's6', fields: { turn: 't1' } },
];

/** A log that grows by a record every few seconds, as `log.query` would tell it. */
function growingLog(konsole: FakeKonsole) {
  const begin = Date.now();
  const records: LogRecord[] = Array.from({ length: 60 }, (_, at) => ({
    n: at + 1,
    at: at < 4 ? begin - 30 * 60 * minute : begin - (60 - at) * 7_000,
    ...(said[at % said.length] as (typeof said)[number]),
  }));
  konsole.answer('log.query', ({ level, area, text, after, session }) => {
    const due = 60 + Math.floor((Date.now() - begin) / 4_000);
    while (records.length < due) {
      const n = records.length + 1;
      records.push({
        n,
        at: Date.now(),
        ...(said[n % said.length] as (typeof said)[number]),
      });
    }
    const order = ['debug', 'info', 'warn', 'error'];
    return ok({
      records: records.filter(
        (record) =>
          order.indexOf(record.level) >= order.indexOf(String(level)) &&
          (area === undefined || record.area === area) &&
          (session === undefined || record.session === session) &&
          (typeof text !== 'string' ||
            JSON.stringify(record).toLowerCase().includes(text.toLowerCase())) &&
          (after === undefined || (record.n ?? 0) > Number(after)),
      ),
    });
  });
}

function running(konsole: FakeKonsole): string {
  const now = Date.now();
  history(konsole, now);
  const id = openTurn(konsole, 't1', 12_000);
  konsole.emit(id, [
    { type: 'turn.first', at: now - 10_000, turn: 't1', ms: 2000 },
    ...words('t1', 'b1', 'thinking', thought, now - 9_000),
  ]);
  return id;
}

export const poolScenes: Record<string, (konsole: FakeKonsole) => void> = {
  diagnostics(konsole) {
    running(konsole);
    busyPool(konsole, [
      { session: 's2', turn: 'w1' },
      { session: 's3', turn: 'w2' },
    ]);
    growingLog(konsole);
    konsole.world.info.notices = [
      {
        id: 'db',
        message:
          'The database was damaged. It was set aside as journal.db.broken-1, and a new one was begun.',
      },
    ];
    window.history.replaceState(null, '', '#diagnostics');
  },

  inLine(konsole) {
    const now = Date.now();
    running(konsole);
    const id = konsole.addSession({ workspace, title: 'Write the tests', updatedAt: now });
    konsole.emit(id, [
      { type: 'turn.queued', at: now, turn: 'w2', text: 'Write the tests for a stale cursor.' },
      { type: 'turn.queued', at: now, turn: 'w3', text: 'Then document the frames.' },
    ]);
    busyPool(konsole, [
      { session: 's2', turn: 'w1' },
      { session: id, turn: 'w2' },
    ]);
    window.history.replaceState(null, '', `#session/${id}`);
  },

  began(konsole) {
    const now = Date.now();
    history(konsole, now);
    const id = konsole.addSession({ workspace, title: 'A quick question', kind: 'chat' });
    const at = now - 20_000;
    konsole.emit(id, [
      { type: 'turn.queued', at, turn: 't1', text: 'What broke?' },
      {
        type: 'turn.started',
        at,
        turn: 't1',
        attempt: 1,
        model: 'anthropic/claude-haiku-5-5',
        start: 'cold',
      },
      {
        type: 'turn.moved',
        at: at + 900,
        turn: 't1',
        from: 'anthropic/claude-haiku-5-5',
        model: 'ollama/qwen3',
        reason: 'Anthropic is overloaded (529).',
      },
      { type: 'turn.first', at: at + 1500, turn: 't1', ms: 1500 },
      ...words('t1', 'b1', 'text', 'The WebSocket was closed with 1009.', at + 1600, 400),
    ]);
    window.history.replaceState(null, '', `#session/${id}`);
  },

  settings(konsole) {
    history(konsole, Date.now());
    busyPool(konsole, []);
    konsole.world.models.push(
      { id: 'anthropic/claude-haiku-5-5', name: 'Claude Haiku 5.5', provider: 'anthropic' },
      { id: 'ollama/qwen3', name: 'qwen3', provider: 'ollama' },
    );
    konsole.world.settings.models.fallback = ['anthropic/claude-opus-5-5', 'ollama/qwen3'];
    window.history.replaceState(null, '', '#settings');
  },
};
