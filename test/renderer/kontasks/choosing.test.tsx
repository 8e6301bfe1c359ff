// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { useUi } from '../../../renderer/stores/ui-store';
import { allByRole, byRole, click, eventually, press, text, type } from '../support/render';
import { decision, freshKonsole, openPageOf, regionText } from './page';

let konsole = freshKonsole();
beforeEach(() => {
  konsole = freshKonsole();
});

const asking = async () => {
  const session = konsole.addSession({ title: 'Plans' });
  konsole.emit(session, [
    { type: 'turn.queued', at: 1, turn: 'asked', text: 'What first?' },
    { type: 'turn.started', at: 1, turn: 'asked', attempt: 1, model: 'lab/m' },
    { type: 'turn.finished', at: 2, turn: 'asked', status: 'completed', timing: noTime, usage },
  ]);
  const id = konsole.addKontask({
    ...decision,
    requestId: 'asked',
    status: 'needs_decision',
  });
  await openPageOf(konsole, id);
  return { id, session };
};

const noTime = {
  totalMs: 1,
  ttfeMs: 0,
  thinkingMs: 0,
  respondingMs: 1,
  toolExecutionMs: 0,
  approvalMs: 0,
  retryMs: 0,
  otherMs: 0,
  toolCallCount: 0,
  ttfePct: 0,
  thinkingPct: 0,
  toolsPct: 0,
};

const usage = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };

const value = 'Proceed with Quick Turn on SSE first, then WebSocket refactor later';

describe('a choice', () => {
  it('stands there with what it sends and where to, and goes out with one press', async () => {
    const { id, session } = await asking();
    const button = byRole('button', 'SSE first');
    const described = button.getAttribute('aria-describedby') ?? '';
    expect(document.getElementById(described)?.textContent).toBe(value);
    expect(regionText('Quick actions')).toContain('the session that asked: Plans');
    await click(button);
    expect(konsole.sent).toMatchObject([{ session, text: value }]);
    await eventually(() => expect(regionText('Quick actions')).toContain('chosen by ada'));
    expect(konsole.kontaskOf(id)?.status).toBe('in_progress');
    await click(byRole('button', 'Open the turn in “Plans”'));
    expect(useUi.getState().session).toBe(session);
  });

  it.each([
    ['long', 'word '.repeat(80)],
    ['of many lines', 'one\n'.repeat(6)],
    ['with hidden signs', 'Go\u202eon'],
  ])('%s is shown whole first, and goes out with one more press', async (_, long) => {
    const choices = [{ label: 'Go on', value: long }];
    const id = konsole.addKontask({ ...decision, context: { ...decision.context, choices } });
    await openPageOf(konsole, id);
    await click(byRole('button', 'Go on'));
    expect(konsole.sent).toEqual([]);
    byRole('group', 'Picked: Go on');
    expect(document.activeElement).toBe(byRole('button', 'Decide'));
    await click(byRole('button', 'Decide'));
    expect(konsole.sent).toMatchObject([{ text: long }]);
  });

  it('pressed twice goes out once', async () => {
    await asking();
    const button = byRole('button', 'SSE first');
    await act(async () => {
      button.click();
      button.click();
    });
    await eventually(() => expect(regionText('Quick actions')).toContain('chosen by ada'));
    expect(konsole.sent).toHaveLength(1);
    expect(konsole.calls.filter(({ name }) => name === 'kontask.choose')).toHaveLength(1);
  });

  it('is picked by its number, but not from a text', async () => {
    await asking();
    await press(byRole('textbox', 'Your own answer'), '2');
    expect(allByRole('group', /^Picked/)).toEqual([]);
    await press(document.body, '2');
    byRole('group', 'Picked: WebSocket now');
    await press(document.body, 'Escape');
    expect(allByRole('group', /^Picked/)).toEqual([]);
    expect(document.activeElement).toBe(byRole('button', 'WebSocket now'));
    await press(document.body, '7');
    expect(allByRole('group', /^Picked/)).toEqual([]);
  });

  it('that was picked in a notification is shown before it goes out', async () => {
    await asking();
    await act(async () => useUi.setState({ picked: 'Hybrid approach' }));
    byRole('group', 'Picked: Hybrid approach');
    expect(useUi.getState().picked).toBeUndefined();
    expect(konsole.sent).toEqual([]);
  });

  it('that another window made is said and shown', async () => {
    const { id } = await asking();
    await press(document.body, '1');
    byRole('button', 'Decide');
    await act(async () => {
      await konsole.bridge.commands['kontask.choose']({
        id,
        value: 'Do the WebSocket refactor now',
      });
    });
    await eventually(() => expect(regionText('Quick actions')).toContain('chosen by ada'));
    expect(allByRole('button', 'Decide')).toEqual([]);
    expect(konsole.sent).toHaveLength(1);
  });

  it('is refused when somebody was first, and says so', async () => {
    const { id } = await asking();
    konsole.answer('kontask.choose', {
      ok: false,
      code: 'conflict',
      message: 'bob has chosen already.',
    });
    await click(byRole('button', 'SSE first'));
    await eventually(() => expect(text()).toContain('bob has chosen already.'));
    expect(konsole.kontaskOf(id)?.context?.chosen).toBeUndefined();
  });

  it('of a session that is gone begins a new one', async () => {
    const id = konsole.addKontask(decision);
    await openPageOf(konsole, id);
    await press(document.body, '1');
    expect(byRole('group', 'Picked: SSE first').textContent).toContain('a new session');
  });
});

describe('an answer of one’s own', () => {
  it('goes out with Ctrl+Enter', async () => {
    const { session } = await asking();
    const box = byRole('textbox', 'Your own answer');
    await type(box, 'Neither');
    await press(box, 'Enter', { ctrlKey: true });
    await eventually(() => expect(regionText('Quick actions')).toContain('Own answer'));
    expect(konsole.sent).toMatchObject([{ session, text: 'Neither' }]);
    expect(allByRole('textbox', 'Your own answer')).toEqual([]);
  });

  it('of nothing goes nowhere', async () => {
    await asking();
    await type(byRole('textbox', 'Your own answer'), '  ');
    await press(byRole('textbox', 'Your own answer'), 'Enter', { metaKey: true });
    expect(konsole.sent).toEqual([]);
  });
});

describe('a kontask for an agent', () => {
  it('is started with the brief in sight, and its turn is followed', async () => {
    const id = konsole.addKontask({
      title: 'Sort the log',
      description: 'By time.',
      targetUser: 'claude',
    });
    await openPageOf(konsole, id);
    expect(byRole('group', 'Brief').textContent).toBe('Sort the log\n\nBy time.');
    await click(byRole('button', 'Start'));
    await eventually(() => expect(regionText('Quick actions')).toContain('Working'));
    expect(allByRole('button', 'Start')).toEqual([]);
    const [sent] = konsole.sent;
    const turn = konsole.kontaskOf(id)?.requestId ?? '';
    expect(sent?.text).toBe('Sort the log');
    await act(async () =>
      konsole.emit(sent?.session ?? '', [
        { type: 'turn.finished', at: Date.now(), turn, status: 'failed', timing: noTime, usage },
      ]),
    );
    await eventually(() => expect(regionText('Quick actions')).toContain('Failed'));
    byRole('button', 'Start');
  });

  it('and one for a person has no Start', async () => {
    const id = konsole.addKontask({ title: 'Buy milk', targetUser: 'ada' });
    await openPageOf(konsole, id);
    expect(allByRole('button', 'Start')).toEqual([]);
  });
});
