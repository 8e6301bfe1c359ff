/** A session whose running turn has asked a person. */
import type { SessionEventBody } from '../../../preload/contract/events';
import type { FakeKonsole } from '../support/fake-bridge';

type Requested = Extract<SessionEventBody, { type: 'approval.requested' }>;

export const start = 1_764_000_000_000;

export const diff = [
  'Index: src/a.ts',
  '===================================================================',
  '--- src/a.ts',
  '+++ src/a.ts',
  '@@ -7,4 +7,5 @@ function send()',
  ' const socket = open();',
  '-- socket.send(event)',
  '+socket.send(encode(event))',
  '+socket.flush()',
  ' return socket;',
  ' ',
  '',
].join('\n');

/** The call is written, nothing of it has happened, and a person is asked. */
export function asks(turn: string, more: Partial<Requested> = {}): SessionEventBody[] {
  const block = more.block ?? 'c1';
  const tool = more.tool ?? 'bash';
  return [
    { type: 'block.opened', at: start, turn, block, kind: 'tool', name: tool },
    { type: 'block.appended', at: start, block, off: 0, text: '{"command":"npm test"}' },
    { type: 'block.closed', at: start, block, ms: 40, status: 'done' },
    {
      type: 'approval.requested',
      at: start,
      approval: 'a1',
      turn,
      block,
      tool,
      summary: 'Run npm test',
      command: 'npm test',
      rules: ['bash(npm test)'],
      risk: 'medium',
      ...more,
    },
  ];
}

export function askingSession(konsole: FakeKonsole, more: Partial<Requested> = {}): string {
  const id = konsole.addSession();
  konsole.emit(id, [
    { type: 'turn.queued', at: start, turn: 't1', text: 'Run the tests' },
    { type: 'turn.started', at: start, turn: 't1', attempt: 1, model: 'lab/m' },
    ...asks('t1', more),
  ]);
  return id;
}
