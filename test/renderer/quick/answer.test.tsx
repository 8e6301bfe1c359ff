// @vitest-environment happy-dom
import { act } from 'react';
import { describe, expect, test, vi } from 'vitest';
import { recallConversation } from '../../../renderer/features/quick/conversation';
import { ask, box, calls, emit, ends, fake, log, open, says, timing, zeros } from './quick-page';
import { allByRole, byRole, click, press, text } from '../support/render';
import { typeInto } from './typing';

describe('the answer', () => {
  test('streams as markdown into the log, readable but not read out word by word', async () => {
    await open();
    const { session, turn } = await ask('q?');
    await emit(session, says(turn, 'It is **fine**'));
    expect(log().querySelector('strong')?.textContent).toBe('fine');
    expect(log().getAttribute('aria-live')).toBe('off');
    expect(log().closest('[aria-hidden]')).toBeNull();
    expect(log().querySelector('[data-caret]')).not.toBeNull();
    await emit(session, ends(turn));
    expect(log().querySelector('[data-caret]')).toBeNull();
    expect(document.querySelector('[aria-live=polite]')?.textContent).toBe('Turn finished');
  });

  test('shows its steps with their time', async () => {
    await open();
    const { session, turn } = await ask('q?');
    await emit(session, [
      { type: 'block.opened', at: 1, turn, block: 'k', kind: 'tool', name: 'grep' },
      {
        type: 'tool.started',
        at: 2,
        block: 'k',
        tool: 'grep',
        input: { pattern: 'error' },
        summary: 'error',
      },
      { type: 'tool.finished', at: 22, block: 'k', status: 'ok', ms: 20, summary: '2 matches' },
    ]);
    const steps = byRole('list', 'Steps');
    expect(steps.textContent).toContain('Searched error 2 matches');
    expect(steps.textContent).toContain('0.02 s');
    expect(steps.querySelector('[aria-label=done]')).not.toBeNull();
  });

  test('says what is thought in one line: the latest title, without its asterisks', async () => {
    await open();
    const { session, turn } = await ask('q?');
    const text = '**Reading the log**\n\nThere are two.\n\n**Choosing one**\n\nThe first.';
    await emit(session, [
      { type: 'block.opened', at: 1, turn, block: 'k', kind: 'thinking' },
      { type: 'block.appended', at: 2, block: 'k', off: 0, text: text.slice(0, 40) },
    ]);
    expect(byRole('list', 'Steps').textContent).toContain('Thinking · Reading the log');
    await emit(session, [
      { type: 'block.appended', at: 3, block: 'k', off: 40, text: text.slice(40) },
      { type: 'block.closed', at: 22, block: 'k', ms: 20, status: 'done' },
    ]);
    expect(byRole('list', 'Steps').textContent).toContain('Thought · Choosing one');
    expect(byRole('list', 'Steps').textContent).not.toContain('*');
  });

  test('says how fast it began, and which model gave it', async () => {
    await open();
    const { session, turn } = await ask('q?');
    await emit(session, [...says(turn, 'a'), ...ends(turn)]);
    expect(text()).toContain('first token 0.38 s');
    expect(text()).toContain('Claude Opus 5.5');
  });

  test('a failure is a card with a hint and the next step, which opens the main window', async () => {
    await open();
    const { session, turn } = await ask('q?');
    await emit(session, [
      {
        type: 'turn.finished',
        at: 1,
        turn,
        status: 'failed',
        usage: zeros,
        timing,
        error: {
          code: 'bad-key',
          message: 'The key was refused.',
          hint: 'Paste a new key.',
          status: 401,
        },
      },
    ]);
    const card = byRole('group', 'Error');
    expect(card.textContent).toContain('The key was refused.');
    expect(card.textContent).toContain('Paste a new key.');
    await click(byRole('button', /Open settings/));
    expect(calls('desktop.show-main').map((call) => call.params)).toEqual([
      { section: 'settings' },
    ]);
    await click(byRole('button', 'Try again'));
    expect(fake.sent.at(-1)?.text).toBe('q?');
  });

  test('a retry counts down and a silence has its age', async () => {
    await open();
    const { session, turn } = await ask('q?');
    await emit(session, [
      {
        type: 'turn.retrying',
        at: Date.now(),
        turn,
        reason: 'Anthropic is overloaded (529)',
        delayMs: 4000,
        attempt: 2,
      },
    ]);
    expect(log().textContent).toMatch(/overloaded \(529\)\. Trying again in [34] s \(attempt 2\)/);
    await emit(session, [{ type: 'turn.stalled', at: Date.now() + 4000, turn, silentMs: 20_000 }]);
    expect(log().textContent).toMatch(/Nothing from the provider for \d\d s.*Ctrl\+\. stops it/);
  });

  test('the demo is labelled wherever it answers', async () => {
    fake.world.effective = { main: 'demo/scripted', quick: 'demo/scripted' };
    await open();
    expect(allByRole('status').map((element) => element.textContent)).toContain(
      'Demo: scripted answers, no AI',
    );
  });
});

describe('what it sees', () => {
  test('names the running main turn and its age, and follows it when it ends', async () => {
    const main = fake.addSession({ title: 'Replace SSE' });
    const at = Date.now() - 221_000;
    fake.emit(main, [
      { type: 'turn.queued', at, turn: 'm', text: 'x' },
      { type: 'turn.started', at, turn: 'm', attempt: 1, model: 'm' },
    ]);
    await open();
    const sees = byRole('list', 'What it sees');
    expect(sees.textContent).toMatch(/Sees: Replace SSE· running 3 m 4\d s/);
    expect(sees.textContent).toContain('konsole status');
    await emit(main, [
      {
        type: 'turn.finished',
        at: Date.now(),
        turn: 'm',
        status: 'completed',
        usage: zeros,
        timing,
      },
    ]);
    expect(sees.textContent).toContain('no main turn is running');
  });

  test('its own questions are no main turns', async () => {
    await open();
    await ask('q?');
    expect(byRole('list', 'What it sees').textContent).toContain('no main turn is running');
  });
});

describe('when something is away', () => {
  test('a stream that reconnects says so, a blink does not', async () => {
    vi.useFakeTimers();
    try {
      await open();
      await act(async () => fake.setHealth({ status: 'waiting', retryAt: Date.now() + 5000 }));
      expect(text()).not.toContain('Reconnecting');
      await act(async () => vi.advanceTimersByTime(900));
      expect(text()).toContain('Reconnecting to Konsole');
      await act(async () => fake.setHealth({ status: 'live' }));
      expect(text()).not.toContain('Reconnecting');
    } finally {
      vi.useRealTimers();
    }
  });

  test('a conversation that was deleted makes room for a new one and keeps the draft', async () => {
    await open();
    await act(async () => recallConversation('#session/gone'));
    await typeInto(box(), 'still here');
    expect(text()).toContain('deleted');
    expect(box().value).toBe('still here');
    await press(box(), 'Enter');
    expect(calls('session.create')).toHaveLength(1);
  });

  test('attack 18: after a reload the address brings the conversation back', async () => {
    const id = fake.addSession({ kind: 'chat', title: 'q?' });
    fake.emit(id, [
      { type: 'turn.queued', at: 1, turn: 't', text: 'asked before' },
      { type: 'turn.started', at: 1, turn: 't', attempt: 1, model: 'm' },
      ...says('t', 'answered before'),
    ]);
    await open();
    await act(async () => recallConversation(`#session/${id}`));
    expect(log().textContent).toContain('asked before');
    expect(log().textContent).toContain('answered before');
    expect(allByRole('article')).toHaveLength(1);
  });
});
