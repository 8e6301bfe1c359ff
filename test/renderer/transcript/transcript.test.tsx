// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { SessionEventBody } from '../../../preload/contract/events';
import type { Timing, TurnError } from '../../../preload/contract/shapes';
import { SessionPage } from '../../../renderer/features/sessions/session-page';
import { sentenceFor } from '../../../renderer/features/transcript/announcements';
import { useProviders } from '../../../renderer/features/settings/providers-store';
import { openPage } from '../../../renderer/stores/page';
import { sessionStore } from '../../../renderer/stores/session-store';
import { useUi } from '../../../renderer/stores/ui-store';
import { createFakeKonsole } from '../support/fake-bridge';
import { allByRole, byRole, click, render, text } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
let id = '';
beforeEach(async () => {
  vi.useRealTimers();
  resetStores();
  konsole = createFakeKonsole();
  openPage(konsole.page);
  id = konsole.addSession({ title: 'Resume' });
  await render(<SessionPage id={id} />);
  await say(
    { type: 'turn.queued', at: now(), turn: 't1', text: 'How does it resume?' },
    { type: 'turn.started', at: now(), turn: 't1', attempt: 1, model: 'lab/m' },
  );
});

const now = () => Date.now();
const say = (...events: SessionEventBody[]) => act(async () => konsole.emit(id, events));
const usage = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };
const timing: Timing = {
  totalMs: 2000,
  ttfeMs: 0,
  thinkingMs: 0,
  respondingMs: 2000,
  toolExecutionMs: 0,
  approvalMs: 0,
  retryMs: 0,
  otherMs: 0,
  toolCallCount: 0,
  ttfePct: 0,
  thinkingPct: 0,
  toolsPct: 0,
};
const fail = (error: TurnError) =>
  say({ type: 'turn.finished', at: now(), turn: 't1', status: 'failed', error, usage, timing });
const write = (words: string) =>
  say(
    { type: 'block.opened', at: now(), turn: 't1', block: 'b1', kind: 'text' },
    { type: 'block.appended', at: now(), block: 'b1', off: 0, text: words },
  );

describe('a transcript', () => {
  it('is a log whose turns are articles named by their number', async () => {
    const log = byRole('log', 'Transcript');
    const turn = byRole('article', 'Turn 1');
    expect(log.contains(turn)).toBe(true);
    expect(turn.textContent).toContain('How does it resume?');
  });

  it('leaves the focus where it is while earlier turns are loaded', async () => {
    konsole.answer('history.page', () => new Promise(() => {}));
    await act(async () => sessionStore(id).setState({ before: 't1' }));
    await click(byRole('button', 'Show earlier'));
    const loading = byRole('button', 'Loading…') as HTMLButtonElement;
    expect(loading.disabled).toBe(false);
    expect(loading.getAttribute('aria-disabled')).toBe('true');
  });

  it('keeps streamed text readable to a screen reader and announces none of it', async () => {
    await write('By the cursor.');
    const log = byRole('log', 'Transcript');
    expect(log.getAttribute('aria-live')).toBe('off');
    const turn = byRole('article', 'Turn 1');
    expect(turn.textContent).toContain('By the cursor.');
    for (const hidden of turn.querySelectorAll('[aria-hidden]')) {
      expect(hidden.textContent).not.toContain('cursor');
    }
  });

  it('shows a thought while it is thought, and folds it when it is done', async () => {
    await say(
      { type: 'block.opened', at: now(), turn: 't1', block: 'k', kind: 'thinking' },
      { type: 'block.appended', at: now(), block: 'k', off: 0, text: 'Sea.\nThe cursor decides.' },
    );
    expect(byRole('button', /^Thinking/).getAttribute('aria-expanded')).toBe('true');
    await say({ type: 'block.closed', at: now(), block: 'k', ms: 1200, status: 'done' });
    const row = byRole('button', /^Thought · Sea\..*1\.2 s/);
    expect(row.getAttribute('aria-expanded')).toBe('false');
    await click(row);
    expect(text()).toContain('The cursor decides.');
  });

  it('opens a tool call to its input and output', async () => {
    const at = now();
    await say(
      { type: 'block.opened', at, turn: 't1', block: 'g', kind: 'tool', name: 'grep' },
      {
        type: 'tool.started',
        at,
        block: 'g',
        tool: 'grep',
        input: { pattern: 'after' },
        summary: 'x',
      },
      { type: 'block.opened', at, turn: 't1', block: 'go', kind: 'output', parent: 'g' },
      { type: 'block.appended', at, block: 'go', off: 0, text: 'hub.ts:12: after' },
      { type: 'tool.finished', at, block: 'g', status: 'ok', ms: 300, summary: '1 match' },
    );
    await click(byRole('button', /^Searched after 1 match/));
    expect(text()).toContain('"pattern": "after"');
    expect(text()).toContain('hub.ts:12: after');
  });

  it('cuts a long output until all of it is asked for', async () => {
    const at = now();
    const output = `${'line\n'.repeat(3000)}the end`;
    await say(
      { type: 'block.opened', at, turn: 't1', block: 'g', kind: 'tool', name: 'grep' },
      { type: 'tool.started', at, block: 'g', tool: 'grep', input: { pattern: 'x' }, summary: 'x' },
      { type: 'block.opened', at, turn: 't1', block: 'go', kind: 'output', parent: 'g' },
      { type: 'block.appended', at, block: 'go', off: 0, text: output },
      { type: 'tool.finished', at, block: 'g', status: 'ok', ms: 3, summary: 'many' },
    );
    await click(byRole('button', /^Searched/));
    expect(text()).not.toContain('the end');
    await click(byRole('button', /^Show all/));
    expect(text()).toContain('the end');
  });

  it('marks what a retry replaced as an abandoned attempt', async () => {
    await write('Half an ans');
    await say({ type: 'block.closed', at: now(), block: 'b1', ms: 10, status: 'abandoned' });
    const attempt = document.querySelector('details');
    expect(attempt?.textContent).toContain('Abandoned attempt');
    expect(attempt?.open).toBe(false);
  });

  it('counts down to the next attempt and says why', async () => {
    await say({
      type: 'turn.retrying',
      at: now(),
      turn: 't1',
      reason: 'The provider is overloaded (529).',
      delayMs: 8000,
      attempt: 2,
    });
    expect(text()).toMatch(/overloaded \(529\)\. Trying again in 8 s \(attempt 2\)/);
  });

  it('says how long the provider has been silent', async () => {
    await say({ type: 'turn.stalled', at: now(), turn: 't1', silentMs: 40_000 });
    expect(text()).toMatch(/Nothing from the provider for 40 s/);
    await say({ type: 'turn.stalled', at: now(), turn: 't1', silentMs: 60_000, alive: true });
    expect(text()).toContain(
      'The provider keeps the connection open and has said nothing for 1 m 0 s.',
    );
    expect(text()).not.toContain('Nothing from');
  });

  it('says of a model of this computer that it may still be loading, until it has said something', async () => {
    useProviders.setState({
      providers: [
        {
          ...{ id: 'lab', kind: 'anthropic', name: 'Lab', key: 'none-needed' },
          baseUrl: 'http://127.0.0.1:11434',
        },
      ],
    });
    await say({ type: 'turn.stalled', at: now(), turn: 't1', silentMs: 21_000 });
    expect(text()).toContain('It may still be loading the model.');
    await write('A word');
    await say({ type: 'turn.stalled', at: now(), turn: 't1', silentMs: 22_000 });
    expect(text()).toContain('It may still be thinking.');
  });

  it('tells of a silence that is newer than the retry before it', async () => {
    const at = now();
    const retrying = { type: 'turn.retrying', at, turn: 't1', reason: 'Overloaded' } as const;
    await say({ ...retrying, delayMs: 0, attempt: 2 });
    await say({ type: 'turn.stalled', at: at + 1, turn: 't1', silentMs: 30_000 });
    expect(text()).toMatch(/Nothing from the provider for 30 s/);
    expect(text()).not.toContain('Overloaded');
  });

  it('says that a turn was interrupted, and offers to try it again', async () => {
    await say({
      type: 'turn.finished',
      at: now(),
      turn: 't1',
      status: 'interrupted',
      error: { code: 'app-closed', message: 'Konsole was closed.' },
      usage,
      timing,
    });
    expect(text()).toContain('Interrupted. Konsole was closed.');
    await click(byRole('button', 'Try again'));
    const sent = konsole.calls.findLast((call) => call.name === 'turn.send');
    expect(sent?.params).toMatchObject({ session: id, text: 'How does it resume?' });
  });

  it('is tried again once, however often that is pressed', async () => {
    konsole.answer('turn.send', () => new Promise(() => undefined));
    await fail({ code: 'no-network', message: 'No network.' });
    await click(byRole('button', 'Try again'));
    await click(byRole('button', 'Try again'));
    expect(konsole.calls.filter((call) => call.name === 'turn.send')).toHaveLength(1);
  });

  it('leads from a refused key to the settings', async () => {
    await fail({
      code: 'bad-key',
      message: 'The key was refused (401).',
      hint: 'Paste a new one.',
    });
    const card = byRole('group', 'Error');
    expect(card.textContent).toContain('The key was refused (401).');
    expect(card.textContent).toContain('Paste a new one.');
    await click(byRole('button', 'Open settings…'));
    expect(useUi.getState().section).toBe('settings');
  });

  it('offers nothing that cannot help', async () => {
    await fail({ code: 'too-long', message: 'The session is too long for this model.' });
    expect(allByRole('button', 'Try again')).toEqual([]);
    expect(allByRole('button', 'Open settings…')).toEqual([]);
  });

  it('folds a request that is as long as a file', async () => {
    await say(
      { type: 'turn.finished', at: now(), turn: 't1', status: 'completed', usage, timing },
      { type: 'turn.queued', at: now(), turn: 't2', text: 'x'.repeat(5_000_000) },
      { type: 'turn.started', at: now(), turn: 't2', attempt: 1, model: 'lab/m' },
    );
    expect(byRole('article', 'Turn 2').textContent?.length).toBeLessThan(5_000);
  });
});

describe('announcements', () => {
  const place = { pos: 1, channel: 'session/a', seq: 1 };

  it('come at boundaries only', () => {
    expect(
      sentenceFor([{ ...place, type: 'block.appended', at: 1, block: 'b', off: 0, text: 'words' }]),
    ).toBeUndefined();
    expect(
      sentenceFor([
        { ...place, type: 'turn.started', at: 1, turn: 't', attempt: 1, model: 'lab/m' },
      ]),
    ).toBe('Turn started');
  });

  it('say why a turn failed', () => {
    const error: TurnError = { code: 'no-network', message: 'No network.' };
    expect(
      sentenceFor([
        {
          ...place,
          type: 'turn.finished',
          at: 1,
          turn: 't',
          status: 'failed',
          error,
          usage,
          timing,
        },
      ]),
    ).toBe('Turn failed: No network.');
  });
});
