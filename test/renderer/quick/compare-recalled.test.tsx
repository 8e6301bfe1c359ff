// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, test } from 'vitest';
import { keep, readKept } from '../../../renderer/features/quick/address';
import { useCompare } from '../../../renderer/features/quick/compare';
import { newConversation, recallConversation } from '../../../renderer/features/quick/conversation';
import { allByRole, byRole, click, eventually, press, text } from '../support/render';
import { askBoth, columns, compare, first, haiku, opus, second } from './comparing';
import { ask, emit, ends, fake, log, open, says } from './quick-page';

/** What the page has in memory is gone, and the address is read again. */
async function reload(hash = location.hash): Promise<void> {
  await act(async () => {
    newConversation();
    recallConversation(hash);
  });
}

describe('a comparison after a reload', () => {
  test('is found again with both conversations, and goes on in them', async () => {
    await compare();
    const { one, other, turn, otherTurn } = await askBoth('why?');
    await emit(one, [...says(turn, 'because A'), ...ends(turn)]);
    await emit(other, [...says(otherTurn, 'because B'), ...ends(otherTurn)]);
    await reload();
    expect(first().textContent).toContain('because A');
    expect(second().textContent).toContain('because B');
    const next = await askBoth('and?');
    expect([next.one, next.other]).toEqual([one, other]);
  });

  test('that has asked nothing yet asks both', async () => {
    await compare();
    await reload();
    await askBoth('why?');
    expect(columns()).toHaveLength(2);
  });

  test('that was left stays left', async () => {
    await compare();
    const { one } = await askBoth('why?');
    await click(byRole('button', 'and Claude Opus 5.5: stop comparing'));
    expect(location.hash).toBe(`#session/${one}`);
    await reload();
    expect(columns()).toEqual([]);
    expect(log().textContent).toContain('why?');
    await press(window, 'n', { ctrlKey: true });
    expect(readKept(location.hash)).toEqual({});
  });

  test('is one conversation, without a word, when the second is gone or a main session by now', async () => {
    await open();
    const one = fake.addSession({ kind: 'chat', title: 'q?', model: haiku });
    const main = fake.addSession({ kind: 'main', title: 'Big' });
    for (const other of ['gone', main]) {
      await reload(`#session/${one}?with=${encodeURIComponent(opus)}&in=${other}`);
      await eventually(() => expect(useCompare.getState()).toEqual({}));
      expect(text()).not.toContain('deleted');
      expect(allByRole('button', /: stop comparing$/)).toEqual([]);
      expect(location.hash).toBe(`#session/${one}`);
    }
  });

  test('is one conversation, without a word, when nobody offers its model any more', async () => {
    await open();
    const one = fake.addSession({ kind: 'chat', title: 'q?', model: haiku });
    const other = fake.addSession({ kind: 'chat', title: 'q?', model: 'closed/model' });
    await reload(`#session/${one}?with=closed%2Fmodel&in=${other}`);
    await eventually(() => expect(useCompare.getState()).toEqual({}));
    const { session } = await ask('more?');
    expect(session).toBe(one);
    expect(fake.sent).toHaveLength(1);
  });

  test('that was found good is not ended when its session is deleted later: the model is asked anew', async () => {
    await compare();
    const { other } = await askBoth('why?');
    await reload();
    await eventually(() => expect(useCompare.getState()).not.toHaveProperty('recalled'));
    await act(async () => {
      await fake.bridge.commands['session.delete']({ session: other, commandId: 'd' });
    });
    expect(second().textContent).toContain('It is asked with your next question');
    expect(readKept(location.hash)).not.toHaveProperty('secondSession');
  });
});

describe('the address', () => {
  beforeEach(() => history.replaceState(null, '', '#'));

  test('gives back what it was given, in parts', () => {
    keep({ second: 'ollama/qwen3:8b+q4&x=y' });
    keep({ session: 's-1' });
    keep({ secondSession: 's_2' });
    const kept = { session: 's-1', second: 'ollama/qwen3:8b+q4&x=y', secondSession: 's_2' };
    expect(readKept(location.hash)).toEqual(kept);
    keep({ second: undefined });
    expect(readKept(location.hash)).toEqual({ session: 's-1' });
  });

  test('means nothing where it is not well formed', () => {
    for (const hash of [
      '',
      '#',
      '#settings',
      '#session/',
      '#session/a b',
      `#session/${'s'.repeat(65)}`,
      '#?with=',
      '#?with=noprovider',
      '#?with=a%2F b',
      `#?with=a%2F${'m'.repeat(200)}`,
      '#?in=s2',
      '#?with=%',
    ])
      expect(readKept(hash), hash).toEqual({});
    // One conversation is not both columns.
    expect(readKept('#session/s1?with=a%2Fb&in=s1')).toEqual({ session: 's1', second: 'a/b' });
    expect(readKept('#session/s1?with=a%2Fb&in=../x')).toEqual({ session: 's1', second: 'a/b' });
  });
});
