/** States of the quick window: before the first question, answered by another model, from the records, and the demo. */
import type { SessionEventBody } from '../../../preload/contract/events';
import type { FakeKonsole } from '../support/fake-bridge';
import { history, openTurn, timing, usage, words } from './scene-parts';

type Scene = (konsole: FakeKonsole) => void;

const haiku = 'anthropic/claude-haiku-5-5';
const opus = 'anthropic/claude-opus-5-5';

function main(konsole: FakeKonsole, now: number): void {
  history(konsole, now);
  openTurn(konsole, 'm1', 221_000);
  konsole.world.models = [
    { id: opus, name: 'Claude Opus 5.5', provider: 'anthropic', contextTokens: 200_000 },
    { id: haiku, name: 'Claude Haiku 5.5', provider: 'anthropic', contextTokens: 200_000 },
    { id: 'openai/gpt-6-mini', name: 'GPT-6 mini', provider: 'openai' },
  ];
}

function chat(konsole: FakeKonsole, title: string, now: number): string {
  return konsole.addSession({ kind: 'chat', title, model: haiku, updatedAt: now });
}

function asked(turn: string, text: string, model: string, at: number): SessionEventBody[] {
  return [
    { type: 'turn.queued', at, turn, text },
    { type: 'turn.started', at, turn, attempt: 1, model, start: 'warm' },
  ];
}

function answered(turn: string, text: string, at: number): SessionEventBody[] {
  return [
    { type: 'turn.first', at, turn, ms: 310 },
    ...words(turn, `b-${turn}`, 'text', text, at, 900),
    { type: 'turn.finished', at: at + 900, turn, status: 'completed', usage, timing },
  ];
}

const socket =
  'The main turn is fine. Its **socket closed with 1009** (message too big) at 11:58:02 when a tool returned 1.4 MB, ' +
  'and the client fell back to SSE at sequence 1 187 with nothing lost.\n\nRaise `maxPayload` or split tool results over 1 MB.';

export const quickScenes: Record<string, Scene | undefined> = {
  'quick-new': (konsole) => {
    const now = Date.now();
    main(konsole, now);
    chat(konsole, 'Why does the build take so long?', now - 7_200_000);
    chat(konsole, 'What does EADDRINUSE mean here', now - 90_000_000);
    openTurn(konsole, 'm2', 44_000);
  },
  'quick-answered': (konsole) => {
    const now = Date.now();
    main(konsole, now);
    const id = chat(konsole, 'Check the WebSocket error', now);
    konsole.emit(id, [
      ...asked('q0', '/status', 'konsole/records', now - 60_000),
      ...answered(
        'q0',
        "*From konsole's records, no AI.*\n\nOne main turn runs: **Replace SSE with WebSocket**, for 3 m 41 s.",
        now - 60_000,
      ),
      ...asked('q1', 'Check the WebSocket error in konsole logs', haiku, now - 30_000),
      {
        type: 'turn.moved',
        at: now - 29_000,
        turn: 'q1',
        from: haiku,
        reason: 'Anthropic is overloaded (529)',
        model: opus,
      },
      ...answered('q1', socket, now - 28_000),
    ]);
  },
  'quick-demo': (konsole) => {
    const now = Date.now();
    history(konsole, now);
    konsole.world.effective = { main: 'demo/scripted', quick: 'demo/scripted' };
    konsole.world.models.push({ id: 'demo/scripted', name: 'Scripted', provider: 'demo' });
  },
};
