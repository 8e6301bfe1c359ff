// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SessionEventBody } from '../../../preload/contract/events';
import { App } from '../../../renderer/main-window/app';
import { startPage } from '../../../renderer/stores/start';
import { showNewSession } from '../../../renderer/stores/ui-store';
import { createFakeKonsole, ok } from '../support/fake-bridge';
import { byRole, press, render, type } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
});

const box = () => byRole('textbox', 'Message') as HTMLTextAreaElement;
const up = () => press(box(), 'ArrowUp');
const down = () => press(box(), 'ArrowDown');
const caretAt = (at: number) => box().setSelectionRange(at, at);
const open = async (...asked: string[]) => {
  const id = konsole.addSession();
  const at = Date.now();
  konsole.emit(
    id,
    asked.flatMap((words, n): SessionEventBody[] => [
      { type: 'turn.queued', at, turn: `t${n}`, text: words },
      { type: 'turn.started', at, turn: `t${n}`, attempt: 1, model: 'lab/m' },
    ]),
  );
  startPage(konsole.page, () => {});
  await render(<App />);
  return id;
};

describe('the arrow keys in an empty box', () => {
  it('bring what was asked before, newest first, and come back', async () => {
    await open('first', 'second', 'third');
    const seen: string[] = [];
    for (const key of [up, up, up, up, down, down, down]) {
      await key();
      seen.push(box().value);
    }
    expect(seen).toEqual(['third', 'second', 'first', 'first', 'second', 'third', '']);
  });

  it('leave a text that is being written alone', async () => {
    await open('first');
    await type(box(), 'mine');
    caretAt(0);
    expect((await up()).defaultPrevented).toBe(false);
    expect(box().value).toBe('mine');
  });

  it('move within a recalled text of several lines until its edge is reached', async () => {
    await open('first', 'one\ntwo');
    await up();
    caretAt(5);
    expect((await up()).defaultPrevented).toBe(false);
    expect((await down()).defaultPrevented).toBe(false);
    caretAt(0);
    await up();
    expect(box().value).toBe('first');
  });

  it('keep what was changed on the way, and change no request', async () => {
    const id = await open('first', 'second');
    await up();
    await type(box(), 'second, changed');
    caretAt(0);
    await up();
    expect(box().value).toBe('first');
    await down();
    expect(box().value).toBe('second, changed');
    expect(konsole.stateOf(id)?.turns.map((turn) => turn.text)).toEqual(['first', 'second']);
  });

  it('bring a very long request beside the box', async () => {
    await open('x'.repeat(60_000));
    await up();
    expect(box().value).toBe('');
    expect(byRole('list', 'Pasted text').textContent).toContain('60 000 characters');
    await down();
    expect(document.querySelector('[aria-label="Pasted text"]')).toBeNull();
  });

  it('bring the whole of a request that a snapshot cut', async () => {
    const id = await open('the beginning');
    const turn = konsole.stateOf(id)?.turns[0];
    if (turn) turn.cut = 8;
    konsole.answer('history.page', ok({ turns: [{ ...turn, text: 'the beginning and end' }] }));
    await up();
    expect(box().value).toBe('the beginning and end');
  });

  it('bring what this window asked last, where there is no session yet', async () => {
    await open();
    await type(box(), 'asked here');
    await press(box(), 'Enter');
    await act(async () => showNewSession());
    await up();
    expect(box().value).toBe('asked here');
  });

  it('do nothing while an input method composes', async () => {
    await open('first');
    await press(box(), 'ArrowUp', { isComposing: true });
    expect(box().value).toBe('');
  });
});
