// @vitest-environment happy-dom
import { act } from 'react';
import { describe, expect, test } from 'vitest';
import { failed, ok } from '../support/fake-bridge';
import { allByRole, byRole, click, press, text } from '../support/render';
import { ask, box, calls, emit, ends, fake, log, open, says } from './quick-page';
import { typeInto } from './typing';

const blob = { id: 'b1', name: 'trace.log', type: 'text/plain', bytes: 2048 };

/** Holds back what a call answers. */
function later(): { waits: Promise<void>; go: () => Promise<void> } {
  let go = () => {};
  const waits = new Promise<void>((resolve) => (go = resolve));
  return { waits, go: () => act(async () => go()) };
}

async function answered(question: string): Promise<string> {
  const { session, turn } = await ask(question);
  await emit(session, [...says(turn, 'Yes.'), ...ends(turn)]);
  return session;
}

describe('what is chosen while another thing is on its way', () => {
  test('files go with the conversation that their dialog was opened for, though it is only just made', async () => {
    const made = later();
    const chosen = later();
    let session = '';
    fake.answer('session.create', async () => {
      await made.waits;
      session = fake.addSession({ kind: 'chat' });
      return ok({ session: fake.stateOf(session)?.session, turn: 't-first' });
    });
    fake.answer('desktop.choose-files', async () => {
      await chosen.waits;
      return ok({ blobs: [blob], problems: [] });
    });
    await open();
    await typeInto(box(), 'one?');
    await press(box(), 'Enter');
    await click(byRole('button', 'Add'));
    await click(byRole('menuitem', 'Files…'));
    await made.go();
    await chosen.go();
    expect(byRole('list', 'What it sees').textContent).toContain('trace.log');
    await typeInto(box(), 'two?');
    await press(box(), 'Enter');
    expect(calls('turn.send').at(-1)?.params).toMatchObject({ session, blobs: ['b1'] });
  });

  test('files stay with the old conversation when a new one was begun meanwhile', async () => {
    const chosen = later();
    fake.answer('desktop.choose-files', async () => {
      await chosen.waits;
      return ok({ blobs: [blob], problems: [] });
    });
    await open();
    await answered('one?');
    await click(byRole('button', 'Add'));
    await click(byRole('menuitem', 'Files…'));
    await press(window, 'n', { ctrlKey: true });
    await chosen.go();
    expect(byRole('list', 'What it sees').textContent).not.toContain('trace.log');
  });

  test('files follow what was written when their conversation went elsewhere', async () => {
    const chosen = later();
    fake.answer('desktop.choose-files', async () => {
      await chosen.waits;
      return ok({ blobs: [blob], problems: [] });
    });
    await open();
    const session = await answered('one?');
    await click(byRole('button', 'Add'));
    await click(byRole('menuitem', 'Files…'));
    await emit(session, [{ type: 'session.changed', at: 1, session: { kind: 'main' } }]);
    await chosen.go();
    expect(byRole('list', 'What it sees').textContent).toContain('trace.log');
  });
});

describe('a question that does not get through after a new conversation was begun', () => {
  test('is said, and lies in its conversation again', async () => {
    const refused = later();
    await open();
    const session = await answered('one?');
    fake.answer('turn.send', async () => {
      await refused.waits;
      return failed('busy', 'Too many questions at once. Try again in a moment.');
    });
    await typeInto(box(), 'lost?');
    await press(box(), 'Enter');
    await press(window, 'n', { ctrlKey: true });
    await refused.go();
    expect(box().value).toBe('');
    expect(text()).toContain('Too many questions');
    expect(log().textContent).toBe('');
    await act(async () => fake.notice({ type: 'open-session', session }));
    expect(box().value).toBe('lost?');
  });

  test('of a conversation that was never made is in the box of the new one', async () => {
    const refused = later();
    fake.answer('session.create', async () => {
      await refused.waits;
      return failed('busy', 'Too many questions at once. Try again in a moment.');
    });
    await open();
    await typeInto(box(), 'lost?');
    await press(box(), 'Enter');
    await press(window, 'n', { ctrlKey: true });
    await typeInto(box(), 'and this');
    await refused.go();
    expect(box().value).toBe('lost?\nand this');
    expect(text()).toContain('Too many questions');
  });
});

test('the list of commands belongs to what is in the box, also in the next conversation', async () => {
  await open();
  await answered('one?');
  await typeInto(box(), '/w');
  expect(allByRole('option')).toHaveLength(1);
  await press(window, 'n', { ctrlKey: true });
  expect(allByRole('option')).toEqual([]);
  await press(box(), 'Enter');
  expect(box().value).toBe('');
});
