/** States worth looking at, made of the events an engine would say. */
import type { SessionEventBody } from '../../../preload/contract/events';
import type { Session } from '../../../preload/contract/shapes';
import type { FakeKonsole } from '../support/fake-bridge';

const minute = 60_000;
const workspace = '/home/ada/vibetools';

function history(konsole: FakeKonsole, now: number) {
  const add = (fields: Partial<Session>) => konsole.addSession({ workspace, ...fields });
  add({ title: 'Tray icon states', updatedAt: now - 30 * 60 * minute });
  add({
    title: 'Gemini adapter spike',
    status: 'interrupted',
    updatedAt: now - 3 * 60 * minute,
  });
  add({ title: 'Why did the socket close?', kind: 'chat', updatedAt: now - 40 * minute });
  add({ title: 'Quick Turn timing decision', updatedAt: now - 25 * minute });
  add({
    title: 'Flaky pool tests',
    status: 'waiting',
    turn: 'x1',
    startedAt: now - 6 * minute,
    updatedAt: now - 5 * minute,
  });
}

interface Tool {
  id: string;
  tool: string;
  input: Record<string, unknown>;
  summary: string;
  output: string;
  ms: number;
}

/** A tool call that began at `at`: its block, its run, its output. */
function toolEvents(turn: string, call: Tool, at: number): SessionEventBody[] {
  const { id, tool, input, summary, output, ms } = call;
  const end = at + ms;
  const text = JSON.stringify(input);
  return [
    { type: 'block.opened', at, turn, block: id, kind: 'tool', name: tool },
    { type: 'block.appended', at, block: id, off: 0, text },
    { type: 'block.closed', at, block: id, ms: 40, status: 'done' },
    { type: 'tool.started', at, block: id, tool, input, summary: Object.values(input).join(' ') },
    { type: 'block.opened', at, turn, block: `${id}o`, kind: 'output', parent: id },
    { type: 'block.appended', at: end, block: `${id}o`, off: 0, text: output },
    { type: 'block.closed', at: end, block: `${id}o`, ms, status: 'done' },
    { type: 'tool.finished', at: end, block: id, status: 'ok', ms, summary },
  ];
}

function words(
  turn: string,
  block: string,
  kind: 'thinking' | 'text',
  text: string,
  at: number,
  ms?: number,
): SessionEventBody[] {
  const events: SessionEventBody[] = [
    { type: 'block.opened', at, turn, block, kind },
    { type: 'block.appended', at, block, off: 0, text },
  ];
  if (ms !== undefined)
    events.push({ type: 'block.closed', at: at + ms, block, ms, status: 'done' });
  return events;
}

const request =
  'Replace the SSE stream with a bidirectional WebSocket. Keep resume gap-free and keep SSE as a fallback.';
const thought =
  'The resume protocol decides everything here.\n\nThe reader carries a cursor, and the server answers with what lies after it. A socket only adds acknowledgements; it must not become a second truth beside the sequence number.';
const answer =
  'The stream machine already treats the sequence number as the only truth, so the socket can reuse it. Two frames change: `subscribe` carries `after`, and the server answers with a tail before it goes live';

const usage = {
  inputTokens: 6_900,
  outputTokens: 2_800,
  cacheReadTokens: 69_000,
  cacheWriteTokens: 0,
  contextTokens: 76_000,
  costUsd: 0.84,
};
const timing = {
  totalMs: 41_200,
  ttfeMs: 1_900,
  thinkingMs: 22_600,
  respondingMs: 9_100,
  toolExecutionMs: 6_400,
  approvalMs: 0,
  retryMs: 0,
  otherMs: 1_200,
  toolCallCount: 2,
  ttfePct: 5,
  thinkingPct: 55,
  toolsPct: 16,
};

function openTurn(konsole: FakeKonsole, turn: string, ago: number, earlier = false): string {
  const now = Date.now();
  const id = konsole.addSession({
    workspace,
    title: 'Replace SSE with WebSocket',
    createdAt: now - 60 * minute,
  });
  if (earlier) earlierTurn(konsole, id);
  const at = now - ago;
  konsole.emit(id, [
    { type: 'turn.queued', at, turn, text: request },
    { type: 'turn.started', at, turn, attempt: 1, model: 'anthropic/claude-opus-5-5' },
  ]);
  return id;
}

function earlierTurn(konsole: FakeKonsole, id: string) {
  const at = Date.now() - 20 * minute;
  const turn = 't0';
  konsole.emit(id, [
    { type: 'turn.queued', at, turn, text: 'How does the stream resume today?' },
    { type: 'turn.started', at, turn, attempt: 1, model: 'anthropic/claude-opus-5-5' },
    { type: 'turn.first', at: at + 1900, turn, ms: 1900 },
    ...words(turn, 'e1', 'thinking', 'The user wants the present protocol.', at + 1900, 3200),
    ...toolEvents(turn, reads[0], at + 6000),
    ...words(
      turn,
      'e2',
      'text',
      'By **`Last-Event-ID`**: the browser sends the last id it saw, and the server replays from there.\n\n1. `hello` names the epoch.\n2. The tail follows in `pos` order.\n3. `synced` says that what comes now is live.\n\n```ts\nconst after = request.headers["last-event-id"];\nreply(after ? tail(after) : snapshot());\n```\n\n| cursor | answer |\n|---|---|\n| good | the tail |\n| foreign | a snapshot |',
      at + 9000,
      4000,
    ),
    { type: 'turn.finished', at: at + 41_200, turn, status: 'completed', usage, timing },
  ]);
}

const reads: readonly [Tool, Tool, Tool] = [
  {
    id: 'r1',
    tool: 'read',
    input: { path: 'transport/sse-server.ts' },
    summary: '214 lines',
    output: Array.from(
      { length: 214 },
      (_, line) => `${line + 1}  export const line${line} = ${line};`,
    ).join('\n'),
    ms: 100,
  },
  {
    id: 'r2',
    tool: 'grep',
    input: { pattern: 'Last-Event-ID' },
    summary: '17 matches in 6 files',
    output: 'transport/sse-server.ts:41: const after = headers["last-event-id"]',
    ms: 300,
  },
  {
    id: 'r3',
    tool: 'glob',
    input: { pattern: 'transport/**/*.ts' },
    summary: '23 files',
    output: 'transport/hub.ts\ntransport/sse-server.ts',
    ms: 60,
  },
];

type Scene = (konsole: FakeKonsole) => void;

export const scenes: Record<string, Scene | undefined> = {
  running(konsole) {
    const now = Date.now();
    history(konsole, now);
    const turn = 't1';
    const id = openTurn(konsole, turn, 221_000);
    konsole.emit(id, [
      { type: 'turn.first', at: now - 216_000, turn, ms: 5000 },
      ...words(turn, 'b1', 'thinking', thought, now - 216_000, 48_200),
      ...toolEvents(turn, reads[0], now - 167_000),
      ...toolEvents(turn, reads[1], now - 160_000),
      { type: 'block.opened', at: now - 8000, turn, block: 'g', kind: 'tool', name: 'glob' },
      {
        type: 'tool.started',
        at: now - 6400,
        block: 'g',
        tool: 'glob',
        input: { pattern: 'test/transport/**/*.test.ts' },
        summary: 'test/transport/**/*.test.ts',
      },
      ...words(turn, 'b2', 'text', answer, now - 4000),
    ]);
    konsole.setPool({
      hosts: [
        { id: 'h1', pid: 4101, lane: 'main', state: 'leased', session: id, rssBytes: 96e6 },
        { id: 'h2', pid: 4102, lane: 'main', state: 'leased', session: 's5', rssBytes: 88e6 },
        { id: 'h3', pid: 4103, lane: 'quick', state: 'warm', rssBytes: 64e6 },
      ],
      lanes: {
        main: { transport: 'sse', hosts: 4, busy: 2, waiting: 0 },
        quick: { transport: 'websocket', hosts: 1, busy: 0, waiting: 0 },
      },
    });
    konsole.setHealth({ transport: 'sse', reconnects: 1 });
  },

  thinking(konsole) {
    const now = Date.now();
    history(konsole, now);
    const id = openTurn(konsole, 't1', 12_000, true);
    konsole.emit(id, [
      { type: 'turn.first', at: now - 10_000, turn: 't1', ms: 2000 },
      ...words('t1', 'b1', 'thinking', `${thought}\n\n${thought}\n\n${thought}`, now - 9_000),
      {
        type: 'turn.queued',
        at: now,
        turn: 'q1',
        text: 'Then write the tests for a cursor of an older epoch.',
      },
      { type: 'turn.queued', at: now, turn: 'q2', text: 'And document the two frames.' },
    ]);
  },

  done(konsole) {
    const now = Date.now();
    history(konsole, now);
    const id = konsole.addSession({ workspace, title: 'How the stream resumes', updatedAt: now });
    earlierTurn(konsole, id);
    konsole.emit(id, [{ type: 'session.changed', at: now, session: { updatedAt: now } }]);
  },

  failed(konsole) {
    const now = Date.now();
    history(konsole, now);
    const id = openTurn(konsole, 't1', 12_000);
    konsole.emit(id, [
      { type: 'turn.first', at: now - 10_000, turn: 't1', ms: 2000 },
      ...words('t1', 'b1', 'thinking', thought, now - 9_000, 2000),
      { type: 'block.opened', at: now - 7000, turn: 't1', block: 'b2', kind: 'text' },
      { type: 'block.appended', at: now - 7000, block: 'b2', off: 0, text: answer.slice(0, 80) },
      { type: 'block.closed', at: now - 6000, block: 'b2', ms: 1000, status: 'abandoned' },
      {
        type: 'turn.finished',
        at: now - 1000,
        turn: 't1',
        status: 'failed',
        error: {
          code: 'bad-key',
          message: 'Anthropic refused the key (401): “invalid x-api-key”.',
          hint: 'Paste a new key in Settings, Providers. Nothing of this session is lost.',
          status: 401,
        },
        usage: { inputTokens: 900, outputTokens: 40, cacheReadTokens: 0, cacheWriteTokens: 0 },
        timing: { ...timing, retryMs: 5_000 },
      },
    ]);
  },

  retrying(konsole) {
    const now = Date.now();
    history(konsole, now);
    const id = openTurn(konsole, 't1', 30_000);
    konsole.emit(id, [
      { type: 'turn.first', at: now - 28_000, turn: 't1', ms: 2000 },
      ...words('t1', 'b1', 'thinking', thought, now - 28_000, 9000),
      {
        type: 'turn.retrying',
        at: now,
        turn: 't1',
        reason: 'Anthropic is overloaded (529)',
        delayMs: 14_000,
        attempt: 2,
      },
    ]);
  },

  stalled(konsole) {
    const now = Date.now();
    history(konsole, now);
    const id = openTurn(konsole, 't1', 70_000);
    konsole.emit(id, [
      { type: 'turn.first', at: now - 65_000, turn: 't1', ms: 5000 },
      { type: 'turn.stalled', at: now - 20_000, turn: 't1', silentMs: 40_000 },
    ]);
  },

  interrupted(konsole) {
    const now = Date.now();
    history(konsole, now);
    const id = openTurn(konsole, 't1', 30_000);
    konsole.emit(id, [
      { type: 'turn.first', at: now - 28_000, turn: 't1', ms: 2000 },
      ...words('t1', 'b1', 'text', answer, now - 28_000),
      { type: 'turn.queued', at: now, turn: 'q1', text: 'Then write the tests.' },
      {
        type: 'turn.finished',
        at: now,
        turn: 't1',
        status: 'interrupted',
        error: { code: 'stopped', message: 'You stopped it.' },
        usage,
        timing,
      },
      {
        type: 'queue.changed',
        at: now,
        queue: [{ turn: 'q1', text: 'Then write the tests.' }],
        paused: true,
      },
    ]);
  },

  empty(konsole) {
    konsole.world.settings.workspace = workspace;
  },

  demo(konsole) {
    konsole.world.effective = { main: 'demo/scripted', quick: 'demo/scripted' };
    konsole.world.settings.workspace = workspace;
  },

  first(konsole) {
    konsole.world.effective = { main: 'demo/scripted', quick: 'demo/scripted' };
    konsole.world.settings.said = [];
  },

  diagnostics(konsole) {
    scenes.running?.(konsole);
    const at = Date.now();
    konsole.world.info.notices = [
      {
        id: 'db',
        message:
          'The database was damaged. It was set aside as journal.db.broken-1, and a new one was begun.',
      },
    ];
    konsole.answer('log.query', {
      ok: true,
      result: {
        records: [
          {
            at: at - 4000,
            level: 'info',
            area: 'pool',
            message: 'host is warm',
            fields: { host: 'h3', ms: 164 },
          },
          {
            at: at - 3000,
            level: 'warn',
            area: 'transport',
            message: 'websocket closed',
            fields: { code: 1009, seq: 1187 },
          },
          {
            at: at - 2900,
            level: 'info',
            area: 'transport',
            message: 'stream resumed',
            fields: { transport: 'sse', after: 1187, missed: 0 },
          },
          {
            at: at - 500,
            level: 'error',
            area: 'provider',
            message: 'the server answered 529',
            fields: { attempt: 1 },
          },
        ],
      },
    });
    window.history.replaceState(null, '', '#diagnostics');
  },
};
