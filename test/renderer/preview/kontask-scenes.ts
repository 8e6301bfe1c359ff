/** Kontasks to look at: one of each kind of card, and ten thousand of them. */
import type { Kontask } from '../../../preload/contract/shapes';
import { showKontasks } from '../../../renderer/stores/ui-store';
import type { FakeKonsole } from '../support/fake-bridge';

const minute = 60_000;
const iso = (at: number) => new Date(at).toISOString();

function few(konsole: FakeKonsole): void {
  const now = Date.now();
  const startedAt = now - 221_000;
  const session = konsole.addSession({ title: 'WebSocket refactor' });
  konsole.emit(session, [
    { type: 'turn.queued', at: startedAt, turn: 'ws1', text: 'Go on' },
    {
      type: 'turn.started',
      at: startedAt,
      turn: 'ws1',
      attempt: 1,
      model: 'anthropic/claude-opus-5-5',
    },
  ]);
  const add = (fields: Partial<Kontask>, ago: number) =>
    konsole.addKontask({ createdAt: iso(now - ago), updatedAt: iso(now - ago), ...fields });
  add(
    {
      title: 'WebSocket vs SSE: Quick Turn timing decision',
      status: 'needs_decision',
      createdBy: 'claude',
      context: {
        choices: [
          { label: 'SSE first', value: 'Proceed with SSE first', primary: true },
          { label: 'WebSocket now', value: 'Do the WebSocket refactor now' },
          { label: 'Hybrid', value: 'Do both at once' },
        ],
      },
    },
    12 * minute,
  );
  add({ title: 'WebSocket refactor', status: 'in_progress', requestId: 'ws1' }, 3 * minute);
  add({ title: 'Gemini adapter', tags: ['providers'], targetUser: 'claude' }, 40 * minute);
  add(
    {
      title: 'Why is turn 14 slow',
      type: 'answer',
      status: 'completed',
      context: { turnTiming: { totalMs: 2100 } },
    },
    60 * minute,
  );
  add({ title: 'Old plan', status: 'archived' }, 90 * minute);
}

const states = ['needs_decision', 'in_progress', 'pending', 'completed', 'failed'] as const;

function many(konsole: FakeKonsole): void {
  const now = Date.now();
  for (let at = 0; at < 10_000; at += 1) {
    konsole.addKontask({
      title: `Kontask ${at}: what to do about ${at % 7 === 0 ? 'the long wait in the pool of hosts' : 'it'}`,
      status: states[at % states.length] ?? 'pending',
      scope: at % 3 === 0 ? 'vibetools' : 'konsole',
      tags: [`area-${at % 11}`, `week-${at % 5}`],
      createdAt: iso(now - at * minute),
      updatedAt: iso(now - at * minute),
    });
  }
}

export const kontaskScenes: Record<string, (konsole: FakeKonsole) => void> = {
  kontasks: (konsole) => {
    few(konsole);
    showKontasks();
  },
  'kontasks-none': () => showKontasks(),
  'kontasks-many': (konsole) => {
    few(konsole);
    many(konsole);
    showKontasks();
  },
};
