// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import type { SessionEventBody } from '../../../preload/contract/events';
import { SessionPage } from '../../../renderer/features/sessions/session-page';
import type { Jump } from '../../../renderer/stores/jump-store';
import { useJump } from '../../../renderer/stores/jump-store';
import { startPage } from '../../../renderer/stores/start';
import { createFakeKonsole } from '../support/fake-bridge';
import { allByRole, byRole, click, render } from '../support/render';
import { resetStores } from '../support/stores';

const start = 1_764_000_000_000;
let konsole = createFakeKonsole();
beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(start + 60_000);
  resetStores();
  konsole = createFakeKonsole();
});
afterEach(() => vi.useRealTimers());

/** Wishes in their order: the transcript goes there at once and takes each away. */
function noteJumps(): Jump[] {
  const jumps: Jump[] = [];
  const stop = useJump.subscribe(({ jump }) => jump && jumps.push(jump));
  onTestFinished(stop);
  return jumps;
}

const begin = (turn: string, at: number): SessionEventBody[] => [
  { type: 'turn.queued', at, turn, text: 'work' },
  { type: 'turn.started', at, turn, attempt: 1, model: 'lab/m' },
];
const thought = (turn: string, block: string, at: number, ms: number): SessionEventBody[] => [
  { type: 'block.opened', at, turn, block, kind: 'thinking' },
  { type: 'block.appended', at, block, off: 0, text: 'Hm.' },
  { type: 'block.closed', at: at + ms, block, ms, status: 'done' },
];
const call = (turn: string, block: string, at: number): SessionEventBody[] => [
  { type: 'block.opened', at, turn, block, kind: 'tool', name: 'read' },
  { type: 'block.closed', at, block, ms: 1, status: 'done' },
  { type: 'tool.started', at, block, tool: 'read', input: { path: 'a.ts' }, summary: 'a.ts' },
];
const done = (block: string, at: number, ms: number, status: 'ok' | 'error' = 'ok') =>
  ({ type: 'tool.finished', at, block, status, ms, summary: '3 lines' }) as const;

async function open(events: readonly SessionEventBody[]): Promise<string> {
  const id = konsole.addSession();
  konsole.emit(id, events);
  startPage(konsole.page, () => {});
  await render(<SessionPage id={id} />);
  return id;
}
const steps = () =>
  Array.from(byRole('list', 'Steps of this turn').querySelectorAll('button')).map((step) =>
    step.textContent?.trim(),
  );
const widths = () =>
  Array.from(
    byRole('list', 'Steps of this turn').querySelectorAll<HTMLElement>('[style]'),
    (bar) => bar.style.width,
  );

it('every thought and tool call is a row with its time, and a bar as long as it took', async () => {
  await open([
    ...begin('t1', start),
    ...thought('t1', 'k', start, 8000),
    ...call('t1', 'c1', start + 8000),
    done('c1', start + 10_000, 2000),
    ...call('t1', 'c2', start + 10_000),
    done('c2', start + 10_400, 400, 'error'),
  ]);
  expect(steps()).toEqual(['Thought 8.0 s', 'Read a.ts 2.0 s', 'Could not read a.ts 0.4 s']);
  expect(widths()).toEqual(['100%', '25%', '5%']);
});

it('a step that runs ticks its seconds, and nothing ticks once it is done', async () => {
  const id = await open([...begin('t1', start), ...call('t1', 'c1', start + 55_000)]);
  expect(steps()).toEqual(['Reading a.ts 5 s']);
  await act(async () => vi.advanceTimersByTime(3000));
  expect(steps()).toEqual(['Reading a.ts 8 s']);
  await act(async () => konsole.emit(id, [done('c1', start + 64_000, 9000)]));
  expect(steps()).toEqual(['Read a.ts 9.0 s']);
});

it('a step that waits for a person says so', async () => {
  await open([
    ...begin('t1', start),
    ...call('t1', 'c1', start),
    {
      type: 'approval.requested',
      at: start,
      approval: 'a1',
      turn: 't1',
      block: 'c1',
      tool: 'read',
      summary: 'a.ts',
      risk: 'low',
    },
  ]);
  expect(byRole('list', 'Steps of this turn').textContent).toContain('needs you');
});

it('a press jumps to its place in the transcript, twice to the same one is two jumps', async () => {
  const id = await open([...begin('t1', start), ...thought('t1', 'k', start, 10)]);
  const step = byRole('list', 'Steps of this turn').querySelector('button') as HTMLElement;
  const jumps = noteJumps();
  await click(step);
  await click(step);
  expect(jumps).toMatchObject([
    { session: id, place: { turn: 't1', block: 'k' } },
    { session: id, place: { turn: 't1', block: 'k' } },
  ]);
});

it('of thousands the last ones are laid out, and all when asked', async () => {
  const many = Array.from({ length: 1500 }, (_, at) => thought('t1', `k${at}`, start + at, 1));
  await open([...begin('t1', start), ...many.flat()]);
  expect(steps()).toHaveLength(200);
  await click(byRole('button', 'Show 1 300 earlier steps'));
  expect(steps()).toHaveLength(1500);
});

it('shows the last turn, or an earlier one that was gone back to', async () => {
  const id = await open([
    ...begin('t1', start),
    ...thought('t1', 'k1', start, 1000),
    {
      type: 'turn.finished',
      at: start + 1000,
      turn: 't1',
      status: 'interrupted',
      usage: { inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 },
      timing: {
        ...{ totalMs: 1000, ttfeMs: 0, thinkingMs: 1000, respondingMs: 0, toolExecutionMs: 0 },
        ...{ approvalMs: 0, retryMs: 0, otherMs: 0, toolCallCount: 0 },
        ...{ ttfePct: 0, thinkingPct: 100, toolsPct: 0 },
      },
    },
    ...begin('t2', start + 2000),
    ...thought('t2', 'k2', start + 2000, 7000),
  ]);
  expect(steps()).toEqual(['Thought 7.0 s']);
  const jumps = noteJumps();
  await click(byRole('button', 'Earlier turn'));
  expect(steps()).toEqual(['Thought 1.0 s']);
  expect(jumps).toMatchObject([{ session: id, place: { turn: 't1' }, keepFocus: true }]);
  await click(byRole('button', 'Later turn'));
  expect(steps()).toEqual(['Thought 7.0 s']);
  expect(allByRole('button', 'Later turn')[0]?.getAttribute('aria-disabled')).toBe('true');
});
