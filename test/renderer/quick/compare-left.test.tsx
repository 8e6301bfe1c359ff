// @vitest-environment happy-dom
import { act } from 'react';
import { describe, expect, test } from 'vitest';
import { allByRole, byRole, click, eventually, press, text, type } from '../support/render';
import { askBoth, columns, compare, compareWithOpus, first, second } from './comparing';
import { ask, box, calls, emit, ends, fake, log, says } from './quick-page';

describe('two models that were compared', () => {
  test('are one again when it is switched off: the first conversation stays', async () => {
    await compare();
    const { one, turn } = await askBoth('why?');
    await emit(one, [...says(turn, 'kept'), ...ends(turn)]);
    await click(byRole('button', 'and Claude Opus 5.5: stop comparing'));
    expect(columns()).toEqual([]);
    expect(log().textContent).toContain('kept');
    const { session } = await ask('more?');
    expect(session).toBe(one);
    expect(fake.sent.filter((sent) => sent.text === 'more?')).toHaveLength(1);
  });

  test('are left with the conversation: a new one asks one model', async () => {
    await compare();
    await askBoth('why?');
    await press(window, 'n', { ctrlKey: true });
    await ask('else?');
    expect(fake.sent.filter((sent) => sent.text === 'else?')).toHaveLength(1);
  });

  test('open as sessions one by one: the first conversation stays when the second goes', async () => {
    await compare();
    const { one, other } = await askBoth('why?');
    await click(byRole('button', 'Open as session: Claude Opus 5.5'));
    expect(calls('session.promote').map(({ params }) => params.session)).toEqual([other]);
    expect(fake.stateOf(one)?.session.kind).toBe('chat');
    expect(first().textContent).toContain('why?');
    expect(second().textContent).toContain('It is asked with your next question');
  });

  test('go on as the second alone when the first becomes a session', async () => {
    await compare();
    const { one, other, otherTurn } = await askBoth('why?');
    await emit(other, says(otherTurn, 'because B'));
    await click(byRole('button', 'Open as session: Claude Haiku 5.5'));
    expect(calls('session.promote').map(({ params }) => params.session)).toEqual([one]);
    expect(columns()).toEqual([]);
    expect(log().textContent).toContain('because B');
  });

  test('go on as the second alone when the first is deleted, with what is typed', async () => {
    await compare();
    const { one, other } = await askBoth('why?');
    await type(box(), 'and then');
    await act(
      async () =>
        void (await fake.bridge.commands['session.delete']({ session: one, commandId: 'd' })),
    );
    expect(columns()).toEqual([]);
    expect(text()).toContain('The one with the second model goes on here.');
    expect(box().value).toBe('and then');
    await press(box(), 'Enter');
    expect(fake.sent.at(-1)).toMatchObject({ session: other, text: 'and then' });
  });

  test('are left for either: it goes on alone with what is typed, and says where the other is', async () => {
    await compare();
    const { other } = await askBoth('why?');
    await type(box(), 'and then');
    await click(byRole('button', 'Keep this one: Claude Opus 5.5'));
    expect(columns()).toEqual([]);
    expect(text()).toContain('The other answer is among the earlier conversations.');
    await press(box(), 'Enter');
    expect(fake.sent.filter((sent) => sent.text === 'and then')).toMatchObject([
      { session: other },
    ]);
    await press(window, 'n', { ctrlKey: true });

    await compareWithOpus();
    const { one } = await askBoth('once more?');
    await click(byRole('button', 'Keep this one: Claude Haiku 5.5'));
    expect(columns()).toEqual([]);
    const { session } = await ask('more?');
    expect(session).toBe(one);
  });

  test('compared anew have no old word of the last ones below them', async () => {
    await compare();
    await askBoth('why?');
    await click(byRole('button', 'Keep this one: Claude Haiku 5.5'));
    expect(text()).toContain('The other answer');
    await compareWithOpus();
    expect(text()).not.toContain('The other answer');
  });

  test('are told apart by their names among the earlier conversations', async () => {
    await compare();
    await askBoth('why?');
    await press(window, 'n', { ctrlKey: true });
    await press(window, 'o', { ctrlKey: true });
    await eventually(() => {
      const names = allByRole('menuitem').map(({ textContent }) => textContent);
      expect(names).toHaveLength(2);
      expect(names.some((name) => name.includes('Claude Opus 5.5'))).toBe(true);
      expect(names.some((name) => name.includes('Claude Haiku 5.5'))).toBe(true);
    });
  });
});
