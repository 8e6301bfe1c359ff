/** A kontask's page over the konsole in memory. */
import type { Kontask } from '../../../preload/contract/shapes';
import { App } from '../../../renderer/main-window/app';
import { onNotice } from '../../../renderer/main-window/notices';
import { startPage } from '../../../renderer/stores/start';
import { showKontask } from '../../../renderer/stores/ui-store';
import { createFakeKonsole } from '../support/fake-bridge';
import { eventually, byRole, render } from '../support/render';
import { resetStores } from '../support/stores';

/** What a model gave for a question about an order of work. */
export const decision: Partial<Kontask> = {
  type: 'general',
  status: 'completed',
  title: 'WebSocket vs SSE: Quick Turn Timing Decision',
  description:
    'Analysis of whether to do WebSocket refactor now or implement Quick Turn on SSE first',
  context: {
    output: '## My recommendation\n\n**SSE** first.',
    requestedAt: '2026-01-05T13:00:00Z',
    requestId: '7becae88-448c-480c-9ca9-91fc6423a71a',
    choices: [
      {
        label: 'SSE first',
        value: 'Proceed with Quick Turn on SSE first, then WebSocket refactor later',
        primary: true,
      },
      { label: 'WebSocket now', value: 'Do the WebSocket refactor now' },
      { label: 'Hybrid approach', value: 'Keep main turns on SSE for now' },
    ],
    turnTiming: {
      totalMs: 771_637,
      ttfeMs: 5108,
      thinkingMs: 733_233,
      toolExecutionMs: 33_295,
      toolCallCount: 63,
      thinkingPct: 95,
      toolsPct: 4,
      ttfePct: 1,
    },
  },
  createdBy: 'claude',
  createdAt: '2026-01-05T01:49:33.988Z',
  updatedAt: '2026-01-05T02:01:13.730Z',
  requestId: '7becae88-448c-480c-9ca9-91fc6423a71a',
  scope: 'vibetools',
  tags: ['architecture', 'websocket', 'quick-turn', 'sse'],
  targetUser: 'claude',
};

export type Konsole = ReturnType<typeof createFakeKonsole>;

export function freshKonsole(): Konsole {
  resetStores();
  return createFakeKonsole();
}

/** Starts the window at the page of this kontask and waits for it. */
export async function openPageOf(konsole: Konsole, id: string): Promise<void> {
  startPage(konsole.page, onNotice);
  showKontask(id);
  await render(<App />);
  await eventually(() => byRole('region', 'Details'));
}

export const regionText = (name: string): string => byRole('region', name).textContent ?? '';
