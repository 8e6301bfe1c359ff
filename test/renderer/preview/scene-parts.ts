/** What scenes are made of: turns, thoughts, tool calls and words, as events an engine would say. */
import type { SessionEventBody } from '../../../preload/contract/events';
import type { Session } from '../../../preload/contract/shapes';
import type { FakeKonsole } from '../support/fake-bridge';

const minute = 60_000;
export const workspace = '/home/ada/vibetools';

export function history(konsole: FakeKonsole, now: number) {
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
export function toolEvents(turn: string, call: Tool, at: number): SessionEventBody[] {
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

export function words(
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
export const thought =
  'The resume protocol decides everything here.\n\nThe reader carries a cursor, and the server answers with what lies after it. A socket only adds acknowledgements; it must not become a second truth beside the sequence number.';
export const answer =
  'The stream machine already treats the sequence number as the only truth, so the socket can reuse it. Two frames change: `subscribe` carries `after`, and the server answers with a tail before it goes live';

export const usage = {
  inputTokens: 6_900,
  outputTokens: 2_800,
  cacheReadTokens: 69_000,
  cacheWriteTokens: 0,
  contextTokens: 76_000,
  costUsd: 0.84,
};
export const timing = {
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

export function openTurn(konsole: FakeKonsole, turn: string, ago: number, earlier = false): string {
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

export function earlierTurn(konsole: FakeKonsole, id: string) {
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

export const reads: readonly [Tool, Tool, Tool] = [
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
