/** Where kontasks are reached from: a turn that asks for a decision, one that was decided, and the quick window. */
import type { KontaskOfTurn } from '../../../preload/contract/shapes';
import type { FakeKonsole } from '../support/fake-bridge';
import { ok } from '../support/fake-bridge';
import { history, timing, toolEvents, usage, words, workspace } from './scene-parts';

type Scene = (konsole: FakeKonsole) => void;

const title = 'Quick Turn timing: SSE first, or WebSocket at once?';
const asking: KontaskOfTurn = {
  id: 'k1',
  status: 'needs_decision',
  title,
  choices: [
    {
      label: 'SSE first',
      value: 'Proceed with Quick Turn on SSE first, then WebSocket refactor later',
      primary: true,
    },
    { label: 'WebSocket first', value: 'Do the WebSocket refactor first' },
    { label: 'Neither for now', value: 'Leave both as they are' },
  ],
};

function asked(konsole: FakeKonsole, kind: 'main' | 'chat', kontask: KontaskOfTurn): void {
  const now = Date.now();
  history(konsole, now);
  const at = now - 60_000;
  const session = konsole.addSession({
    kind,
    title: 'Quick Turn timing decision',
    workspace,
    updatedAt: now,
  });
  konsole.answer('kontask.of-turn', ok({ kontasks: [kontask] }));
  konsole.answer('kontask.make', ok({ kontask: { id: 'k9', title: 'x' }, rev: 1 }));
  konsole.emit(session, [
    { type: 'turn.queued', at, turn: 't1', text: 'Which transport shall Quick Turn use?' },
    { type: 'turn.started', at, turn: 't1', attempt: 1, model: 'anthropic/claude-opus-5-5' },
    ...toolEvents(
      't1',
      {
        id: 'c1',
        tool: 'kontask_create',
        input: { title },
        summary: 'needs decision, 3 choices',
        output: `kontask k1: ${title}\nThe person is told.`,
        ms: 40,
      },
      at,
    ),
    ...words('t1', 'b1', 'text', 'I need a decision before I go on. See the kontask.', at, 900),
    { type: 'turn.finished', at: at + 900, turn: 't1', status: 'completed', usage, timing },
  ]);
  for (const id of ['k1', 'k2', 'k3'])
    konsole.emitIndex({
      type: 'kontask.listed',
      at,
      kontask: { id, rev: 1, type: 'general', status: 'needs_decision', title },
    });
}

export const decisionScenes: Record<string, Scene | undefined> = {
  decision: (konsole) => asked(konsole, 'main', asking),
  decided: (konsole) =>
    asked(konsole, 'main', {
      ...asking,
      status: 'in_progress',
      chosen: {
        value: 'Proceed with Quick Turn on SSE first, then WebSocket refactor later',
        label: 'SSE first',
        by: 'ada',
        at: new Date().toISOString(),
      },
    }),
  'quick-kontask': (konsole) => asked(konsole, 'chat', asking),
};
