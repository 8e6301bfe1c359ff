// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SessionPage } from '../../../renderer/features/sessions/session-page';
import { startPage } from '../../../renderer/stores/start';
import { Toasts } from '../../../renderer/ui/toast';
import { createFakeKonsole, failed } from '../support/fake-bridge';
import { allByRole, byRole, click, nameOf, press, render, text, type } from '../support/render';
import { resetStores } from '../support/stores';
import { timing, zeros } from '../support/turn-ends';
import { asks, askingSession, diff, start } from './asking';

let konsole = createFakeKonsole();
beforeEach(() => {
  vi.useFakeTimers();
  vi.setSystemTime(start + 12_000);
  resetStores();
  konsole = createFakeKonsole();
});
afterEach(() => vi.useRealTimers());

async function open(
  ...more: Parameters<typeof askingSession> extends [unknown, ...infer R] ? R : never
) {
  const id = askingSession(konsole, ...more);
  startPage(konsole.page, () => {});
  await render(
    <>
      <SessionPage id={id} />
      <Toasts />
    </>,
  );
  return id;
}
const answers = () => konsole.calls.filter((call) => call.name === 'approval.answer');
const card = () => byRole('group', 'Approval');
const buttons = () => Array.from(card().querySelectorAll('button')).map(nameOf);
const row = () => document.querySelector('[data-step=c1]');

describe('an approval', () => {
  it('says what would be done, at which risk, for how long it waits and what a grant would allow', async () => {
    await open();
    expect(buttons()).toEqual(['Allow', 'Allow for this session', 'Deny']);
    for (const said of ['Run npm test', 'Medium risk', 'waiting 12 s', 'bash(npm test)'])
      expect(card().textContent).toContain(said);
    await act(async () => vi.advanceTimersByTime(3_000));
    expect(card().textContent).toContain('waiting 15 s');
    const grant = byRole('button', 'Allow for this session').getAttribute('aria-describedby');
    expect(document.getElementById(grant ?? '')?.textContent).toContain('bash(npm test)');
  });

  it('stands in the log after the last turn', async () => {
    await open();
    expect(byRole('log', 'Transcript').contains(card())).toBe(true);
    const after = byRole('article', 'Turn 1').compareDocumentPosition(card());
    expect(after & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  });

  it('takes no focus from the message that is being written', async () => {
    await open();
    expect(document.activeElement).toBe(byRole('textbox', 'Message'));
  });

  it.each([
    ['Allow', 'allow'],
    ['Allow for this session', 'allow-session'],
    ['Deny', 'deny'],
  ])('is answered once with “%s” and goes', async (button, decision) => {
    await open();
    await click(byRole('button', button));
    expect(answers()).toHaveLength(1);
    expect(answers()[0]?.params).toMatchObject({ approval: 'a1', decision });
    expect(answers()[0]?.params.commandId).toMatch(/^[0-9a-f]{32}$/);
    expect(allByRole('group', 'Approval')).toHaveLength(0);
  });

  it('takes no second press while the first is on its way', async () => {
    await open();
    konsole.answer('approval.answer', () => new Promise(() => {}));
    await click(byRole('button', 'Allow'));
    await click(byRole('button', 'Allow'));
    await click(byRole('button', 'Deny'));
    expect(answers()).toHaveLength(1);
    expect(byRole('button', 'Deny').getAttribute('aria-disabled')).toBe('true');
  });

  it('offers no grant where there is none', async () => {
    await open({ rules: [] });
    expect(buttons()).toEqual(['Allow', 'Deny']);
  });

  it('about money asks for no note to a model: a no ends the turn', async () => {
    await open({ tool: 'budget', block: 't1', rules: ['budget'] });
    expect(buttons()).toEqual(['Allow', 'Allow for this session', 'Deny']);
    expect(allByRole('textbox', 'Note to the model')).toHaveLength(0);
  });

  it('about money says in words what a grant would allow, and names no risk', async () => {
    await open({ tool: 'budget', block: 't1', rules: ['budget'] });
    expect(card().textContent).toContain('For this session would allow: costs past the budgets');
    expect(card().textContent).not.toContain('risk');
  });

  it('about money is what the turn waits for, and not a word of the model', async () => {
    const id = konsole.addSession();
    konsole.emit(id, [
      { type: 'turn.queued', at: start, turn: 't1', text: 'Run the tests' },
      { type: 'turn.started', at: start, turn: 't1', attempt: 1, model: 'lab/m' },
    ]);
    startPage(konsole.page, () => {});
    await render(<SessionPage id={id} />);
    expect(byRole('article', 'Turn 1').textContent).toContain('Waiting for the first word');
    const [asked] = asks('t1', { tool: 'budget', block: 't1' }).slice(-1);
    await act(async () => konsole.emit(id, asked ? [asked] : []));
    expect(card().textContent).toContain('waiting 12 s');
    expect(byRole('article', 'Turn 1').textContent).not.toContain('Waiting');
  });

  it.each([
    ['was worked on is resumed', 'Resume', 'turn.resume', asks('t1').slice(0, 3)],
    ['nothing was done in is asked again', 'Try again', 'turn.send', []],
  ] as const)(
    'about money: a turn that %s at a press, or its budget raised',
    async (_does, button, name, events) => {
      const id = konsole.addSession();
      const message = 'This turn was ended at the budget of one day.';
      konsole.emit(id, [
        { type: 'turn.queued', at: start, turn: 't1', text: 'Run the tests' },
        { type: 'turn.started', at: start, turn: 't1', attempt: 1, model: 'lab/m' },
        ...events,
        {
          type: 'turn.finished',
          at: start,
          turn: 't1',
          status: 'failed',
          error: { code: 'over-budget', message, hint: 'Raise it.' },
          usage: zeros,
          timing,
        },
      ]);
      startPage(konsole.page, () => {});
      await render(<SessionPage id={id} />);
      const ended = byRole('group', 'Error');
      expect(Array.from(ended.querySelectorAll('button')).map(nameOf).slice(0, 2)).toEqual([
        button,
        'Open settings…',
      ]);
      await click(byRole('button', button));
      expect(konsole.calls.filter((call) => call.name === name)).toHaveLength(1);
    },
  );

  it('is denied with the note by Enter; an answer that allows leaves the note out', async () => {
    await open();
    await type(byRole('textbox', 'Note to the model'), ' use vitest ');
    await press(byRole('textbox', 'Note to the model'), 'Enter');
    expect(answers()[0]?.params).toMatchObject({ decision: 'deny', note: 'use vitest' });
  });

  it('leaves the focus at the message, never on the next answer', async () => {
    const id = await open();
    await act(async () => konsole.emit(id, asks('t1', { approval: 'a2', block: 'c2' })));
    const [first] = allByRole('button', 'Allow');
    first?.focus();
    if (first) await click(first);
    expect(allByRole('group', 'Approval')).toHaveLength(1);
    expect(document.activeElement).toBe(byRole('textbox', 'Message'));
  });

  it('that was answered elsewhere is told gently', async () => {
    await open();
    konsole.answer('approval.answer', failed('conflict', 'This approval was answered already.'));
    await click(byRole('button', 'Allow'));
    expect(byRole('status', /answered already, in another window/)).toBeTruthy();
    expect(allByRole('alert')).toHaveLength(0);
  });

  it('can be answered again, under the same id, when the answer got lost', async () => {
    await open();
    konsole.answer('approval.answer', failed('internal', 'The konsole did not answer.'));
    await click(byRole('button', 'Allow'));
    expect(text()).toContain('The konsole did not answer.');
    await click(byRole('button', 'Allow'));
    expect(answers()).toHaveLength(2);
    expect(answers()[1]?.params.commandId).toBe(answers()[0]?.params.commandId);
  });

  it('shows what an edit would change, with signs and line numbers', async () => {
    await open({ tool: 'edit', summary: 'Edit src/a.ts', diff, command: undefined, risk: 'high' });
    const lines = Array.from(card().querySelectorAll('tr')).map((line) =>
      Array.from(line.cells, (cell) => cell.textContent),
    );
    expect(lines[0]).toEqual(['src/a.ts']);
    expect(lines).toContainEqual(['8', '', '-', '- socket.send(event)']);
    expect(lines).toContainEqual(['', '9', '+', 'socket.flush()']);
    expect(card().textContent).toContain('+2 −1');
    expect(card().textContent).toContain('High risk');
  });

  it('shows a long diff from its beginning, and all of it when asked', async () => {
    const lines = Array.from({ length: 400 }, (_, at) => `+line ${at}`);
    const long = ['--- /dev/null', '+++ b/new.ts', '@@ -0,0 +1,400 @@', ...lines].join('\n');
    await open({ tool: 'write', diff: long });
    expect(card().textContent).toContain('new.ts · new file');
    expect(card().textContent).not.toContain('line 399');
    await click(byRole('button', 'Show all 402 lines'));
    expect(card().textContent).toContain('line 399');
  });

  it('names every command of a line that runs several', async () => {
    await open({ command: 'npm test && rm -rf dist', commands: ['npm test', 'rm -rf dist'] });
    expect(card().textContent).toContain('Runs 2 commands: npm test, rm -rf dist');
  });
});

describe('the step that was asked about', () => {
  it('says that it needs a person, and not that it runs', async () => {
    await open();
    expect(row()?.textContent).toContain('Wants to run npm testneeds you');
    expect(row()?.querySelector('[aria-label="needs you"]')).toBeTruthy();
    expect(text()).not.toContain('Waiting for the model');
  });

  it('says after how long it was allowed', async () => {
    const id = await open();
    await click(byRole('button', 'Allow'));
    const at = start + 13_000;
    await act(async () =>
      konsole.emit(id, [
        { type: 'tool.started', at, block: 'c1', tool: 'bash', input: {}, summary: 'npm test' },
        { type: 'tool.finished', at, block: 'c1', status: 'ok', ms: 40, summary: 'exit 0' },
      ]),
    );
    expect(row()?.textContent).toContain('allowed after 12 s');
    expect(row()?.textContent).toContain('Ran');
  });

  it('says why it was denied', async () => {
    const id = await open();
    await type(byRole('textbox', 'Note to the model'), 'use vitest');
    await click(byRole('button', 'Deny'));
    const at = start + 13_000;
    await act(async () =>
      konsole.emit(id, [
        { type: 'tool.finished', at, block: 'c1', status: 'denied', ms: 0, summary: 'denied' },
      ]),
    );
    expect(row()?.textContent).toContain('Wanted to run npm test');
    expect(byRole('list', 'Steps of this turn').textContent).toContain('npm test · denied');
    expect(row()?.textContent).toContain('denied: use vitest');
  });
});
