// @vitest-environment happy-dom
import fc from 'fast-check';
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Timing } from '../../../preload/contract/shapes';
import { cachedPercent } from '../../../renderer/features/inspector/context';
import { partsOf } from '../../../renderer/features/inspector/parts';
import { SessionPage } from '../../../renderer/features/sessions/session-page';
import { sessionStore } from '../../../renderer/stores/session-store';
import { startPage } from '../../../renderer/stores/start';
import { createFakeKonsole } from '../support/fake-bridge';
import { byRole, render } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
});

const timing = (parts: Partial<Timing>): Timing => ({
  totalMs: 0,
  ttfeMs: 0,
  thinkingMs: 0,
  respondingMs: 0,
  toolExecutionMs: 0,
  approvalMs: 0,
  retryMs: 0,
  otherMs: 0,
  toolCallCount: 0,
  ttfePct: 0,
  thinkingPct: 0,
  toolsPct: 0,
  ...parts,
});

describe('the time of a turn', () => {
  it('I11: the rows add up to the total, whatever it went to', () => {
    const ms = fc.nat(1_000_000);
    fc.assert(
      fc.property(ms, ms, ms, ms, ms, ms, ms, (first, think, say, tools, asked, retry, other) => {
        const totalMs = first + think + say + tools + asked + retry + other;
        const rows = partsOf(
          timing({
            totalMs,
            ttfeMs: first,
            thinkingMs: think,
            respondingMs: say,
            toolExecutionMs: tools,
            approvalMs: asked,
            retryMs: retry,
            otherMs: other,
          }),
        );
        expect(rows.reduce((sum, row) => sum + row.ms, 0)).toBe(totalMs);
      }),
    );
  });

  it('has a row for waiting and for retries only once they cost something', () => {
    const names = (parts: Partial<Timing>) => partsOf(timing(parts)).map((part) => part.name);
    expect(names({})).toEqual(['First event', 'Thinking', 'Responding', 'Tools', 'Other']);
    expect(names({ retryMs: 5, approvalMs: 5, toolCallCount: 12 })).toEqual([
      'First event',
      'Thinking',
      'Responding',
      'Tools · 12',
      'Approval',
      'Retry',
      'Other',
    ]);
  });

  it('runs live from the clock of the running turn', async () => {
    const at = Date.now() - 10_000;
    const id = konsole.addSession();
    konsole.emit(id, [
      { type: 'turn.queued', at, turn: 't1', text: 'work' },
      { type: 'turn.started', at, turn: 't1', attempt: 1, model: 'lab/m' },
      { type: 'turn.first', at: at + 2000, turn: 't1', ms: 2000 },
      { type: 'block.opened', at: at + 2000, turn: 't1', block: 'k', kind: 'thinking' },
    ]);
    startPage(konsole.page, () => {});
    await render(<SessionPage id={id} />);
    const region = byRole('region', 'This turn');
    expect(region.textContent).toMatch(/First event2\.0 s(1\d|20)%/);
    expect(region.textContent).toMatch(/Thinking\d+\.\d s8\d%/);
  });

  it('I11: the total at its head is of the same instant as the rows below, however late the clock is', async () => {
    const at = Date.now() + 60_000;
    const id = konsole.addSession();
    konsole.emit(id, [
      { type: 'turn.queued', at, turn: 't1', text: 'work' },
      { type: 'turn.started', at, turn: 't1', attempt: 1, model: 'lab/m' },
      { type: 'turn.first', at: at + 2000, turn: 't1', ms: 2000 },
      { type: 'block.opened', at: at + 5000, turn: 't1', block: 'k', kind: 'thinking' },
    ]);
    startPage(konsole.page, () => {});
    await render(<SessionPage id={id} />);
    const region = byRole('region', 'This turn');
    expect(region.textContent).toMatch(/^This turn5\.0 s/);
    expect(region.textContent).toContain('First event2.0 s');
    expect(region.textContent).toContain('Thinking3.0 s');
  });
});

describe('context and cost', () => {
  it('counts what came from the cache against all input', () => {
    const usage = { inputTokens: 10, outputTokens: 5, cacheReadTokens: 80, cacheWriteTokens: 10 };
    expect(cachedPercent(usage)).toBe(80);
    expect(
      cachedPercent({ ...usage, inputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 }),
    ).toBe(undefined);
  });

  it('shows how full the context is only where both numbers are known', async () => {
    const id = konsole.addSession();
    const usage = { inputTokens: 6000, outputTokens: 100, cacheReadTokens: 0, cacheWriteTokens: 0 };
    konsole.emit(id, [
      { type: 'turn.queued', at: 1, turn: 't1', text: 'work' },
      { type: 'turn.started', at: 1, turn: 't1', attempt: 1, model: 'anthropic/claude-opus-5-5' },
      {
        type: 'turn.finished',
        at: 2,
        turn: 't1',
        status: 'completed',
        usage: { ...usage, contextTokens: 76_000, costUsd: 0.84 },
        timing: timing({ totalMs: 1, otherMs: 1 }),
      },
    ]);
    startPage(konsole.page, () => {});
    await render(<SessionPage id={id} />);
    const region = byRole('region', 'Context and cost');
    await expect.poll(() => region.textContent).toContain('76 k of 200 k tokens');
    expect(region.textContent).toContain('$0.84 in this session');
    // Earlier turns that are not loaded cost something too.
    await act(async () => sessionStore(id).setState({ before: 't1' }));
    expect(region.textContent).toContain('$0.84 in the turns shown');
  });
});
