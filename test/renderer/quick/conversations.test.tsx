// @vitest-environment happy-dom
import { act } from 'react';
import { describe, expect, test } from 'vitest';
import { openConversation } from '../../../renderer/features/quick/conversation';
import { failed, ok } from '../support/fake-bridge';
import { allByRole, byRole, click, press, text } from '../support/render';
import { ask, box, calls, emit, ends, fake, log, open, says } from './quick-page';
import { typeInto } from './typing';

function before(title: string, fields: Record<string, unknown> = {}): string {
  const id = fake.addSession({ kind: 'chat', title, ...fields });
  fake.emit(id, [
    { type: 'turn.queued', at: 1, turn: `t-${id}`, text: title },
    { type: 'turn.started', at: 1, turn: `t-${id}`, attempt: 1, model: 'm' },
    ...says(`t-${id}`, `Answer to ${title}`),
    ...ends(`t-${id}`),
  ]);
  return id;
}

describe('earlier conversations', () => {
  test('are listed by a key, chosen with arrows and Enter, and gone on with', async () => {
    const older = before('older');
    before('newer');
    await open();
    await press(box(), 'o', { ctrlKey: true });
    const menu = byRole('menu', 'Earlier conversations');
    expect(calls('session.list').at(-1)?.params).toMatchObject({ kind: 'chat' });
    const titles = allByRole('menuitem').map((item) => item.textContent);
    expect(titles).toEqual([expect.stringContaining('newer'), expect.stringContaining('older')]);
    expect(document.activeElement?.textContent).toContain('newer');
    await press(menu, 'ArrowDown');
    expect(document.activeElement?.textContent).toContain('older');
    await click(document.activeElement as HTMLElement);
    expect(log().textContent).toContain('Answer to older');
    expect(document.activeElement).toBe(box());
    const { session } = await ask('and?');
    expect(session).toBe(older);
  });

  test('say when there are none, and why they could not be listed', async () => {
    await open();
    await click(byRole('button', 'Earlier conversations'));
    expect(text()).toContain('There are no earlier conversations yet.');
    await click(byRole('button', 'Earlier conversations'));
    fake.answer('session.list', failed('internal', 'The disk is full. Make room and try again.'));
    await click(byRole('button', 'Earlier conversations'));
    expect(text()).toContain('The disk is full. Make room and try again.');
  });

  test('keep what was being written in each', async () => {
    const id = before('older');
    await open();
    await typeInto(box(), 'for a new one');
    await act(async () => openConversation(id));
    expect(box().value).toBe('');
    await typeInto(box(), 'for the older one');
    await press(window, 'n', { ctrlKey: true });
    expect(box().value).toBe('for a new one');
    await act(async () => openConversation(id));
    expect(box().value).toBe('for the older one');
  });
});

test('Arrow Up in an empty box brings the questions of this conversation, Arrow Down what was written', async () => {
  await open();
  const one = await ask('one?');
  await emit(one.session, [...says(one.turn, 'a'), ...ends(one.turn)]);
  await ask('two?');
  await press(box(), 'ArrowUp');
  expect(box().value).toBe('two?');
  await press(box(), 'ArrowUp');
  expect(box().value).toBe('one?');
  await press(box(), 'ArrowDown');
  await press(box(), 'ArrowDown');
  expect(box().value).toBe('');
});

describe('open as session', () => {
  test('while an answer runs makes it a main session, opens it, and begins a new conversation', async () => {
    await open();
    const { session, turn } = await ask('q?');
    await emit(session, says(turn, 'half'));
    await click(byRole('button', 'Open as session'));
    expect(calls('session.promote').map(({ params }) => params.session)).toEqual([session]);
    expect(fake.stateOf(session)?.session.kind).toBe('main');
    expect(calls('desktop.show-main').at(-1)?.params).toEqual({ session });
    expect(log().textContent).toBe('');
    expect(text()).not.toContain('is a main session now');
    const next = await ask('other?');
    expect(next.session).not.toBe(session);
  });

  test('opens it too when another window was faster', async () => {
    fake.answer('session.promote', failed('conflict', 'This is a main session already.'));
    await open();
    const { session } = await ask('q?');
    await click(byRole('button', 'Open as session'));
    expect(calls('desktop.show-main').at(-1)?.params).toEqual({ session });
    expect(allByRole('alert')).toEqual([]);
  });

  test('that fails says why and stays', async () => {
    fake.answer('session.promote', failed('internal', 'The disk is full.'));
    await open();
    await ask('q?');
    await click(byRole('button', 'Open as session'));
    expect(byRole('alert').textContent).toContain('The disk is full.');
    expect(calls('desktop.show-main')).toEqual([]);
    expect(log().textContent).toContain('q?');
    expect((byRole('button', 'Open as session') as HTMLButtonElement).disabled).toBe(false);
  });

  test('in another window is said here, and the next question begins a new one with what was written', async () => {
    const blob = { id: 'b1', name: 'trace.log', type: 'text/plain', bytes: 2048 };
    fake.answer('desktop.choose-files', ok({ blobs: [blob], problems: [] }));
    await open();
    const { session } = await ask('q?');
    await typeInto(box(), 'next');
    await click(byRole('button', 'Add'));
    await click(byRole('menuitem', 'Files…'));
    await emit(session, [{ type: 'session.changed', at: 1, session: { kind: 'main' } }]);
    expect(text()).toContain('This conversation is a main session now.');
    expect(box().value).toBe('next');
    await press(box(), 'Enter');
    expect(fake.sent.at(-1)).toMatchObject({ text: 'next', blobs: ['b1'] });
    expect(fake.sent.at(-1)?.session).not.toBe(session);
  });
});
