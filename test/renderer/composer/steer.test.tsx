// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { App } from '../../../renderer/main-window/app';
import { attachFiles } from '../../../renderer/stores/attachments';
import { useEnd } from '../../../renderer/stores/jump-store';
import { startPage } from '../../../renderer/stores/start';
import { createFakeKonsole, failed } from '../support/fake-bridge';
import { allByRole, byRole, click, press, render, text, type } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
});

const box = () => byRole('textbox', 'Message') as HTMLTextAreaElement;
const button = (name: string) => byRole('button', name) as HTMLButtonElement;
const called = (name: string) => konsole.calls.filter((call) => call.name === name);
const running = async () => {
  const id = konsole.addSession({ title: 'Busy' });
  startPage(konsole.page, () => {});
  await render(<App />);
  await act(async () =>
    konsole.emit(id, [
      { type: 'turn.queued', at: Date.now(), turn: 'r1', text: 'work' },
      { type: 'turn.started', at: Date.now(), turn: 'r1', attempt: 1, model: 'lab/m' },
    ]),
  );
  return id;
};

describe('what can be done while a turn runs', () => {
  it('Enter tells it to the running turn', async () => {
    const id = await running();
    await type(box(), 'Use the second file');
    await press(box(), 'Enter');
    expect(called('turn.steer')[0]?.params).toMatchObject({
      session: id,
      text: 'Use the second file',
    });
    expect(called('turn.send')).toEqual([]);
    expect(box().value).toBe('');
    expect(konsole.world.drafts.has(id)).toBe(false);
  });

  it('what was told to it leads to the end of the transcript, what is queued does not', async () => {
    const id = await running();
    await type(box(), 'Then the tests');
    await press(box(), 'Enter', { ctrlKey: true });
    expect(useEnd.getState().session).toBeUndefined();
    await type(box(), 'Use the second file');
    await press(box(), 'Enter');
    expect(useEnd.getState().session).toBe(id);
  });

  it.each([{ ctrlKey: true }, { metaKey: true }])('%o and Enter queue it', async (keys) => {
    await running();
    await type(box(), 'Then the tests');
    await press(box(), 'Enter', keys);
    expect(called('turn.steer')).toEqual([]);
    expect(byRole('list', 'Queue').textContent).toContain('Then the tests');
  });

  it('each has a button, and is explained in a sentence', async () => {
    await running();
    await click(byRole('button', 'What these keys do'));
    expect(text()).toContain('Steer: the running turn reads this at its next step.');
    expect(text()).toContain('Queue: asked when this turn has ended.');
    expect(text()).toContain('Stop: ends the turn; what it did stands.');
    await type(box(), 'one');
    await click(button('Queue'));
    await type(box(), 'two');
    await click(button('Steer'));
    expect(called('turn.send')[0]?.params.text).toBe('one');
    expect(called('turn.steer')[0]?.params.text).toBe('two');
  });

  it('a word that comes too late stays, with the way to send it', async () => {
    const id = await running();
    konsole.answer('turn.steer', failed('conflict', 'No turn runs in this session.'));
    await type(box(), 'Use the second file');
    await press(box(), 'Enter');
    expect(byRole('alert').textContent).toContain('Send asks it as a new turn');
    await act(async () =>
      konsole.emit(id, [
        { type: 'session.changed', at: Date.now(), session: { status: 'idle' } },
        {
          type: 'turn.finished',
          at: Date.now(),
          turn: 'r1',
          status: 'completed',
          usage: { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 },
          timing: {
            totalMs: 1,
            ttfeMs: 1,
            thinkingMs: 0,
            respondingMs: 0,
            toolExecutionMs: 0,
            approvalMs: 0,
            retryMs: 0,
            otherMs: 0,
            toolCallCount: 0,
            ttfePct: 100,
            thinkingPct: 0,
            toolsPct: 0,
          },
        },
      ]),
    );
    expect(box().value).toBe('Use the second file');
    await click(button('Send'));
    expect(called('turn.send')[0]?.params).toMatchObject({ text: 'Use the second file' });
  });

  it('I5: a word whose answer was lost is told again as the same command', async () => {
    await running();
    konsole.answer('turn.steer', failed('internal', 'It did not work.'));
    await type(box(), 'Use the second file');
    await press(box(), 'Enter');
    await press(box(), 'Enter');
    const ids = called('turn.steer').map(({ params }) => params.commandId);
    expect(ids).toHaveLength(2);
    expect(ids[0]).toBe(ids[1]);
    // To queue the same words is another command.
    await press(box(), 'Enter', { ctrlKey: true });
    expect(called('turn.send')[0]?.params.commandId).not.toBe(ids[0]);
  });

  it('files wait with the queue, as a running turn takes text only', async () => {
    const id = await running();
    await act(async () => attachFiles(id, [new File(['x'], 'log.txt')]));
    await type(box(), 'Read this');
    await press(box(), 'Enter');
    expect(called('turn.steer')).toEqual([]);
    expect(button('Steer').disabled).toBe(true);
    expect(text()).toContain('Steer takes text only');
    await press(box(), 'Enter', { ctrlKey: true });
    expect(called('turn.send')[0]?.params).toMatchObject({ blobs: ['blob-log.txt'] });
    expect(byRole('list', 'Queue').textContent).toContain('1 file');
    expect(allByRole('list', 'Attached files')).toEqual([]);
  });
});
