// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from '../../../preload/contract/errors';
import { App } from '../../../renderer/main-window/app';
import { startPage } from '../../../renderer/stores/start';
import { draftOf } from '../../../renderer/stores/draft-store';
import { showSession, useUi } from '../../../renderer/stores/ui-store';
import { createFakeKonsole, failed, ok } from '../support/fake-bridge';
import { byRole, press, render, type } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
});

/** A message of one session is on its way while the person has gone to another one. */
const leaveWhileSending = async () => {
  const from = konsole.addSession({ title: 'Left' });
  const to = konsole.addSession({ title: 'Shown' });
  let answer: (answer: Answer) => void = () => {};
  konsole.answer('turn.send', () => new Promise<Answer>((resolve) => (answer = resolve)));
  startPage(konsole.page, () => {});
  await render(<App />);
  await act(async () => showSession(from));
  await type(byRole('textbox', 'Message'), 'Go');
  await press(byRole('textbox', 'Message'), 'Enter');
  await act(async () => showSession(to));
  return { from, to, answer: (given: Answer) => act(async () => answer(given)) };
};

describe('a message whose session was left before it was answered', () => {
  it('is no draft any more and brings nobody back', async () => {
    const { from, to, answer } = await leaveWhileSending();
    await answer(ok({ turn: 't1' }));
    expect(useUi.getState().session).toBe(to);
    expect(draftOf(from).text).toBe('');
  });

  it('is kept as a draft, and that is told, when it was refused', async () => {
    const { from, answer } = await leaveWhileSending();
    await answer(failed('busy', 'Try again in a minute.'));
    expect(draftOf(from).text).toBe('Go');
    expect(byRole('alert').textContent).toContain('Try again in a minute.');
  });
});
