// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SessionEventBody } from '../../../preload/contract/events';
import { spendingWords } from '../../../renderer/features/inspector/totals';
import { SessionPage } from '../../../renderer/features/sessions/session-page';
import { startPage } from '../../../renderer/stores/start';
import { Toasts } from '../../../renderer/ui/toast';
import { timing, usage } from '../preview/scene-parts';
import { createFakeKonsole, failed, ok } from '../support/fake-bridge';
import { allByRole, byRole, click, render, text } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
});

const begin = (turn: string): SessionEventBody[] => [
  { type: 'turn.queued', at: 1, turn, text: 'work' },
  { type: 'turn.started', at: 1, turn, attempt: 1, model: 'lab/m' },
];
const finish = (turn: string): SessionEventBody => {
  return { type: 'turn.finished', at: 9, turn, status: 'completed', usage, timing };
};
const plans = (turn: string, block: string, items: unknown): SessionEventBody[] => [
  { type: 'block.opened', at: 2, turn, block, kind: 'tool', name: 'todo' },
  { type: 'tool.started', at: 2, block, tool: 'todo', input: { items }, summary: 'plan' },
];

async function open(events: readonly SessionEventBody[]): Promise<string> {
  const id = konsole.addSession();
  konsole.emit(id, events);
  startPage(konsole.page, () => {});
  await render(
    <>
      <SessionPage id={id} />
      <Toasts />
    </>,
  );
  return id;
}
const emit = (id: string, events: readonly SessionEventBody[]) =>
  act(async () => konsole.emit(id, events));
const called = (name: string) => konsole.calls.filter((call) => call.name === name);
const cost = () => byRole('region', 'Context and cost').textContent;

describe('the plan of a turn', () => {
  it('is the newest one, and goes on as the model changes it', async () => {
    const id = await open([
      ...begin('t1'),
      ...plans('t1', 'p1', [{ text: 'Look', status: 'active' }]),
    ]);
    expect(byRole('region', 'Plan').textContent).toBe('Plan0 of 1 doneLook');
    await emit(id, plans('t1', 'p2', [{ text: 'Look', status: 'done' }, { text: 'Act' }]));
    expect(byRole('region', 'Plan').textContent).toBe('Plan1 of 2 doneLookAct');
  });

  it('is not there without one, or where it cannot be read', async () => {
    await open([...begin('t1'), ...plans('t1', 'p1', 'nonsense')]);
    expect(allByRole('region', 'Plan')).toEqual([]);
  });
});

describe('an explanation', () => {
  it('is asked for the turn that is shown, and closes', async () => {
    const id = await open([...begin('t1'), finish('t1')]);
    await click(byRole('button', 'Explain'));
    expect(called('turn.explain')[0]?.params).toEqual({ session: id, turn: 't1' });
    expect(byRole('group', 'Explanation').textContent).toContain('went into thinking');
    await click(byRole('button', 'Close explanation'));
    expect(allByRole('group', 'Explanation')).toEqual([]);
  });

  it('says why there is none', async () => {
    konsole.answer('turn.explain', failed('not-found', 'Nothing is recorded of this turn.'));
    await open([...begin('t1'), finish('t1')]);
    await click(byRole('button', 'Explain'));
    expect(text()).toContain('Nothing is recorded of this turn.');
    expect(byRole('button', 'Explain')).toBeTruthy();
  });
});

describe('what was spent', () => {
  const spent = { turns: 3, inputTokens: 10, outputTokens: 5, cacheReadTokens: 0 };
  const session = { ...spent, cacheWriteTokens: 0, costUsd: 1.2, unpriced: 0 };
  const today = { ...session, turns: 9, costUsd: 4.5, unpriced: 2, day: '2026-11-28' };

  it('is told of this session and of today, and asked again when a turn ends', async () => {
    konsole.answer('usage.totals', ok({ session, days: [today] }));
    const id = await open([...begin('t1'), finish('t1')]);
    expect(called('usage.totals')[0]?.params).toEqual({ session: id, days: 1 });
    expect(cost()).toContain('This session$1.20 · 3 turns');
    expect(cost()).toContain('Today$4.50 · 9 turns, 2 without a price');
    await emit(id, begin('t2'));
    expect(called('usage.totals')).toHaveLength(1);
    await emit(id, [finish('t2')]);
    expect(called('usage.totals')).toHaveLength(2);
  });

  it('is what the turns say, where nothing is recorded', async () => {
    konsole.answer('usage.totals', failed('internal', 'The journal is busy.'));
    await open([...begin('t1'), finish('t1')]);
    expect(cost()).toContain('$0.84 in this session');
    expect(text()).not.toContain('The journal is busy.');
  });

  it('is told in tokens where no price is known', () => {
    expect(spendingWords({ ...session, costUsd: 0, unpriced: 3 })).toBe(
      '10 in · 5 out · 3 turns, no price known',
    );
    expect(spendingWords({ ...session, turns: 0 })).toBe('nothing yet');
  });
});
