// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { SessionPage } from '../../../renderer/features/sessions/session-page';
import { startPage } from '../../../renderer/stores/start';
import { Toasts } from '../../../renderer/ui/toast';
import { createFakeKonsole, failed } from '../support/fake-bridge';
import { allByRole, byRole, click, press, render, text, type } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
});

async function open(more: { cut?: number } = {}): Promise<string> {
  const id = konsole.addSession();
  konsole.emit(id, [
    { type: 'turn.queued', at: 1, turn: 't1', text: 'work' },
    { type: 'turn.started', at: 1, turn: 't1', attempt: 1, model: 'lab/m' },
    {
      type: 'queue.changed',
      at: 2,
      queue: [
        { turn: 'q1', text: 'one', ...more },
        { turn: 'q2', text: 'two' },
        { turn: 'q3', text: 'three' },
      ],
    },
  ]);
  startPage(konsole.page, () => {});
  await render(
    <>
      <SessionPage id={id} />
      <Toasts />
    </>,
  );
  return id;
}
const called = (name: string) => konsole.calls.filter((call) => call.name === name);
const rows = () => Array.from(byRole('list', 'Queue').querySelectorAll('li'));
const order = (id: string) => konsole.stateOf(id)?.queue.map((entry) => entry.text);
const buttonIn = (at: number, name: string) =>
  rows()[at]?.querySelector(`[aria-label="${name}"]`) as HTMLElement;

describe('a message in the queue', () => {
  it('is changed in place: Enter saves', async () => {
    const id = await open();
    await click(buttonIn(1, 'Edit'));
    const box = byRole('textbox', 'Queued message') as HTMLTextAreaElement;
    expect(box.value).toBe('two');
    expect(document.activeElement).toBe(box);
    await type(box, 'two, and a half');
    await press(box, 'Enter');
    expect(order(id)).toEqual(['one', 'two, and a half', 'three']);
    expect(allByRole('textbox', 'Queued message')).toEqual([]);
    expect(document.activeElement).toBe(rows()[1]);
  });

  it('stays as it was after Esc, which is no step to stopping the turn', async () => {
    const id = await open();
    await click(buttonIn(0, 'Edit'));
    await type(byRole('textbox', 'Queued message'), 'other');
    await press(byRole('textbox', 'Queued message'), 'Escape');
    expect(order(id)).toEqual(['one', 'two', 'three']);
    expect(text()).not.toContain('again to stop');
    expect(called('queue.edit')).toEqual([]);
  });

  it('keeps what was typed when it cannot be saved, and says why', async () => {
    await open();
    konsole.answer('queue.edit', failed('conflict', 'This message is on its way already.'));
    await click(buttonIn(0, 'Edit'));
    await type(byRole('textbox', 'Queued message'), 'other');
    await press(byRole('textbox', 'Queued message'), 'Enter');
    expect(text()).toContain('This message is on its way already.');
    expect((byRole('textbox', 'Queued message') as HTMLTextAreaElement).value).toBe('other');
  });

  it('that went while it was changed gives the text back', async () => {
    const id = await open();
    await click(buttonIn(0, 'Edit'));
    await type(byRole('textbox', 'Queued message'), 'other');
    await act(async () =>
      konsole.emit(id, [{ type: 'queue.changed', at: 3, queue: [{ turn: 'q2', text: 'two' }] }]),
    );
    expect(text()).toContain('went before your change was saved');
    await click(byRole('button', 'Copy my text'));
    expect(called('desktop.copy')[0]?.params).toEqual({ text: 'other' });
  });

  it('is never saved empty', async () => {
    await open();
    await click(buttonIn(0, 'Edit'));
    await type(byRole('textbox', 'Queued message'), '  ');
    await press(byRole('textbox', 'Queued message'), 'Enter');
    expect(called('queue.edit')).toEqual([]);
    expect((byRole('button', 'Save') as HTMLButtonElement).disabled).toBe(true);
  });

  it('of which only the beginning is here is not edited, and says so', async () => {
    await open({ cut: 5_000_000 });
    expect(buttonIn(0, 'Edit')).toBeNull();
    expect(rows()[0]?.textContent).toContain('too long to edit here');
    expect(buttonIn(1, 'Edit')).toBeTruthy();
  });

  it('moves by its buttons and by Alt with an arrow, and keeps the focus', async () => {
    const id = await open();
    await click(buttonIn(2, 'Move up'));
    expect(order(id)).toEqual(['one', 'three', 'two']);
    rows()[1]?.focus();
    await press(rows()[1] as HTMLElement, 'ArrowUp', { altKey: true });
    expect(order(id)).toEqual(['three', 'one', 'two']);
    expect(document.activeElement).toBe(rows()[0]);
    await press(rows()[0] as HTMLElement, 'ArrowUp', { altKey: true });
    await press(rows()[0] as HTMLElement, 'ArrowDown', { altKey: true });
    expect(called('queue.move').map((call) => call.params.to)).toEqual([1, 0, 1]);
    expect(buttonIn(0, 'Move up').getAttribute('aria-disabled')).toBe('true');
  });

  it('is removed', async () => {
    const id = await open();
    await click(buttonIn(1, 'Remove from queue'));
    expect(order(id)).toEqual(['one', 'three']);
  });
});
