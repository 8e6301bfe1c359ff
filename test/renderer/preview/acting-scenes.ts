/** States of tools that act: approvals of every kind, a plan, background commands, a queue that is changed, a summary. */
import type { SessionEventBody } from '../../../preload/contract/events';
import type { FakeKonsole } from '../support/fake-bridge';
import { answer, history, openTurn, reads, thought, toolEvents, words } from './scene-parts';

type Scene = (konsole: FakeKonsole) => void;
type Requested = Extract<SessionEventBody, { type: 'approval.requested' }>;

const diff = `--- transport/websocket-server.ts
+++ transport/websocket-server.ts
@@ -38,9 +38,11 @@ export function serveSocket(socket: WebSocket, hub: Hub): void {
   const reader = hub.attach(channel, cursor);
   reader.onEvents((events) => {
     for (const event of events) {
-      socket.send(JSON.stringify(event));
+      socket.send(encodeFrame(event), { binary: false });
     }
+    socket.send(encodeFrame({ type: 'synced', seq: reader.seq, pos: reader.pos, because: 'everything that was asked for is there' }));
   });
   socket.on('close', () => reader.close());
-  socket.on('error', () => {});
+  // A socket that failed closes by itself; what it said is in the log.
+  socket.on('error', (error) => log.warn('socket failed', { error }));
 }
@@ -71,3 +73,3 @@ function heartbeat(socket: WebSocket): void {
-  const name = 'admin\u202e';
+  const name = 'admin';
   socket.ping();
`;

function running(konsole: FakeKonsole): string {
  const now = Date.now();
  history(konsole, now);
  const id = openTurn(konsole, 't1', 95_000, true);
  konsole.emit(id, [
    { type: 'turn.first', at: now - 90_000, turn: 't1', ms: 5000 },
    ...words('t1', 'b1', 'thinking', thought, now - 90_000, 12_000),
    ...toolEvents('t1', reads[0], now - 70_000),
    ...toolEvents('t1', reads[1], now - 60_000),
    ...words('t1', 'b2', 'text', answer, now - 40_000, 9_000),
  ]);
  konsole.answer('usage.totals', { ok: true, result: totals });
  return id;
}

const spent = { inputTokens: 61_000, outputTokens: 9_400, cacheReadTokens: 540_000 };
const totals = {
  session: { ...spent, turns: 2, cacheWriteTokens: 0, costUsd: 1.24, unpriced: 0 },
  days: [
    { ...spent, turns: 17, cacheWriteTokens: 0, costUsd: 8.31, unpriced: 2, day: '2026-11-28' },
  ],
};

function wants(id: string, konsole: FakeKonsole, more: Partial<Requested> & { block: string }) {
  const at = Date.now() - 12_000;
  const tool = more.tool ?? 'bash';
  const input = tool === 'bash' ? { command: more.command } : { path: more.summary?.slice(5) };
  konsole.emit(id, [
    { type: 'block.opened', at, turn: 't1', block: more.block, kind: 'tool', name: tool },
    { type: 'block.appended', at, block: more.block, off: 0, text: JSON.stringify(input) },
    { type: 'block.closed', at, block: more.block, ms: 40, status: 'done' },
    {
      type: 'approval.requested',
      at,
      approval: `a-${more.block}`,
      turn: 't1',
      tool,
      summary: '',
      risk: 'medium',
      ...more,
    },
  ]);
}

const plan = [
  { text: 'Read how the stream resumes today', status: 'done' },
  { text: 'Write the two frames and their tests', status: 'active' },
  { text: 'Keep SSE as a fallback', status: 'pending' },
  { text: 'Say in docs/protocol.md what changed', status: 'pending' },
];

export const actingScenes: Record<string, Scene | undefined> = {
  'approval-diff'(konsole) {
    wants(running(konsole), konsole, {
      block: 'w1',
      tool: 'edit',
      summary: 'Edit transport/websocket-server.ts',
      diff,
      rules: ['edit(transport/**)'],
    });
  },

  'approval-shell'(konsole) {
    wants(running(konsole), konsole, {
      block: 'w1',
      summary: 'Run npm test and rm',
      command:
        'npm test -- --run test/transport \\\n  && rm -rf "dist/\u202etxt.gpj" \u200b&& git push --force-with-lease origin HEAD:refs/heads/websocket-transport',
      commands: [
        'npm test -- --run test/transport',
        'rm -rf dist/…',
        'git push --force-with-lease',
      ],
      why: 'git push reaches the network and cannot be taken back.',
      risk: 'high',
      rules: ['bash(npm test *)', 'bash(rm -rf dist/*)', 'bash(git push *)'],
    });
  },

  'approval-two'(konsole) {
    const id = running(konsole);
    wants(id, konsole, {
      block: 'w1',
      summary: 'Run ls -la',
      command: 'ls -la',
      risk: 'low',
      rules: ['bash(ls *)'],
    });
    wants(id, konsole, {
      block: 'w2',
      tool: 'web_fetch',
      summary: 'Fetch https://example.org/spec',
      why: 'It reaches the network.',
      rules: [],
    });
  },

  answered(konsole) {
    const id = running(konsole);
    for (const block of ['w1', 'w2', 'w3'])
      wants(id, konsole, { block, summary: 'Run npm test', command: `npm test ${block}` });
    const at = Date.now();
    konsole.emit(id, [
      { type: 'approval.resolved', at, approval: 'a-w1', decision: 'allow', by: 'x' },
      {
        type: 'tool.started',
        at: at - 9_000,
        block: 'w1',
        tool: 'bash',
        input: { command: 'npm test w1' },
        summary: 'npm test w1',
      },
      { type: 'block.opened', at, turn: 't1', block: 'w1o', kind: 'output', parent: 'w1' },
      {
        type: 'block.appended',
        at,
        block: 'w1o',
        off: 0,
        text: Array.from({ length: 30 }, (_, line) => `ok ${line} a lamp is lit`).join('\n'),
      },
      {
        type: 'approval.resolved',
        at,
        approval: 'a-w2',
        decision: 'deny',
        by: 'x',
        note: 'use vitest, please',
      },
      { type: 'tool.finished', at, block: 'w2', status: 'denied', ms: 0, summary: 'denied' },
      { type: 'approval.resolved', at, approval: 'a-w3', decision: 'withdrawn', by: 'x' },
      { type: 'tool.finished', at, block: 'w3', status: 'interrupted', ms: 0, summary: '' },
    ]);
  },

  work(konsole) {
    const id = running(konsole);
    const at = Date.now();
    konsole.emit(id, [
      { type: 'block.opened', at, turn: 't1', block: 's', kind: 'summary' },
      { type: 'block.appended', at, block: 's', off: 0, text: 'The stream resumes by a cursor.' },
      { type: 'block.closed', at, block: 's', ms: 6_100, status: 'done' },
      ...toolEvents(
        't1',
        {
          id: 'p',
          tool: 'todo',
          input: { items: plan },
          summary: 'plan',
          output: 'noted',
          ms: 10,
        },
        at,
      ),
      ...['npm run dev', 'npx vitest --watch test/transport'].flatMap(
        (summary, one): SessionEventBody[] => [
          { type: 'block.opened', at, turn: 't1', block: `j${one}`, kind: 'tool', name: 'bash' },
          {
            type: 'tool.started',
            at: at - 190_000 + one * 150_000,
            block: `j${one}`,
            tool: 'bash',
            input: { command: summary, background: true },
            summary,
            process: { pid: 41, start: 'x', mark: 'm', background: true },
          },
          {
            type: 'tool.finished',
            at,
            block: `j${one}`,
            status: 'ok',
            ms: 20,
            summary: 'runs in the background',
          },
        ],
      ),
      { type: 'session.changed', at, session: { mode: 'all' } },
      {
        type: 'queue.changed',
        at,
        queue: [
          { turn: 'q1', text: 'Then write the tests for a cursor of an older epoch.' },
          { turn: 'q2', text: 'And document the two frames.', blobs: ['b1'] },
          { turn: 'q3', text: 'A very long paste that begins like this '.repeat(20), cut: 900_000 },
        ],
      },
    ]);
  },

  granted(konsole) {
    const id = running(konsole);
    wants(id, konsole, {
      block: 'w1',
      summary: 'Run npm test',
      command: 'npm test',
      rules: ['bash(npm test *)', 'edit(transport/**)'],
    });
    const at = Date.now();
    konsole.emit(id, [
      { type: 'approval.resolved', at, approval: 'a-w1', decision: 'allow-session', by: 'x' },
      { type: 'session.changed', at, session: { mode: 'edits' } },
    ]);
  },

  permissions(konsole) {
    running(konsole);
    konsole.world.settings.permissions = {
      mode: 'ask',
      allow: ['bash(npm run *)', 'edit(src/**)'],
      deny: ['bash(git push *)'],
      sandbox: false,
    };
    window.history.replaceState(null, '', '#settings');
  },
};
