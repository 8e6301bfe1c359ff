// @vitest-environment happy-dom
import { act } from 'react';
import { describe, expect, test } from 'vitest';
import { failed } from '../support/fake-bridge';
import { ask, box, calls, emit, ends, fake, log, open, says } from './quick-page';
import { allByRole, byRole, click, press } from '../support/render';
import { typeInto } from './typing';

describe('the question', () => {
  test('has the focus and takes typing before anything was loaded', async () => {
    fake.answer('settings.get', () => new Promise(() => {}));
    fake.answer('desktop.info', () => new Promise(() => {}));
    await open();
    expect(document.activeElement).toBe(box());
    await typeInto(box(), 'hello');
    expect(box().value).toBe('hello');
  });

  test('has the focus again whenever the window is shown', async () => {
    await open();
    box().blur();
    await act(async () => fake.notice({ type: 'quick-shown' }));
    expect(document.activeElement).toBe(box());
  });

  test('makes one chat session with the first Enter and keeps it for follow-ups', async () => {
    await open();
    const first = await ask('one?');
    await emit(first.session, [...says(first.turn, 'One.'), ...ends(first.turn)]);
    const second = await ask('and two?');
    expect(calls('session.create').map((call) => call.params.kind)).toEqual(['chat']);
    expect(second.session).toBe(first.session);
    expect(log().textContent).toContain('and two?');
    expect(box().value).toBe('');
  });

  test('is shown at once, before the konsole has answered', async () => {
    fake.answer('session.create', () => new Promise(() => {}));
    await open();
    await typeInto(box(), 'slow start?');
    await press(box(), 'Enter');
    expect(log().textContent).toContain('slow start?');
  });

  test('is not asked when it is empty, with Shift+Enter, or while a word is being composed', async () => {
    await open();
    await typeInto(box(), '   ');
    await press(box(), 'Enter');
    await typeInto(box(), 'x');
    await press(box(), 'Enter', { shiftKey: true });
    await press(box(), 'Enter', { isComposing: true });
    expect(calls('session.create')).toEqual([]);
  });

  test('comes back into the box with the reason when it did not get through', async () => {
    fake.answer(
      'session.create',
      failed('busy', 'Too many questions at once. Try again in a moment.'),
    );
    await open();
    await ask('lost?');
    expect(box().value).toBe('lost?');
    expect(byRole('alert').textContent).toContain('Too many questions');
    expect(log().textContent).not.toContain('lost?');
  });

  test('keeps its draft while the window is hidden', async () => {
    await open();
    await typeInto(box(), 'half a thou');
    await press(box(), 'Escape');
    await act(async () => fake.notice({ type: 'quick-shown' }));
    expect(box().value).toBe('half a thou');
  });

  test('two questions in a row share one session, the second waits its turn', async () => {
    await open();
    await ask('one?');
    await ask('two?');
    expect(calls('session.create')).toHaveLength(1);
    expect(log().textContent).toContain('two?');
    expect(log().textContent).toContain('Asked after this answer');
  });

  test('a question that was taken out of the queue elsewhere is not shown any more', async () => {
    await open();
    const { session } = await ask('one?');
    await ask('two?');
    await emit(session, [{ type: 'queue.changed', at: Date.now(), queue: [] }]);
    expect(log().textContent).not.toContain('two?');
  });
});

describe('keys and buttons', () => {
  test('Esc hides, once, also while an answer runs, and stops nothing', async () => {
    await open();
    const { session, turn } = await ask('q?');
    await emit(session, says(turn, 'a'));
    await press(box(), 'Escape');
    expect(calls('desktop.hide-quick')).toHaveLength(1);
    expect(calls('turn.interrupt')).toEqual([]);
  });

  test('Stop and Ctrl+. stop the running turn by its name', async () => {
    await open();
    const { session, turn } = await ask('q?');
    await emit(session, says(turn, 'a'));
    await press(box(), '.', { ctrlKey: true });
    expect(calls('turn.interrupt').map(({ params }) => [params.session, params.turn])).toEqual([
      [session, turn],
    ]);
    expect((byRole('button', 'Stop') as HTMLButtonElement).disabled).toBe(true);
  });

  test('on a Mac the keys are those with Cmd', async () => {
    await open(true);
    const { session, turn } = await ask('q?');
    await emit(session, says(turn, 'a'));
    await press(box(), '.', { ctrlKey: true });
    expect(calls('turn.interrupt')).toEqual([]);
    await press(box(), '.', { metaKey: true });
    expect(calls('turn.interrupt')).toHaveLength(1);
  });

  test('Ctrl+N begins a new conversation with the focus in the question', async () => {
    await open();
    const first = await ask('q?');
    await press(window, 'n', { ctrlKey: true });
    expect(log().textContent).toBe('');
    expect(document.activeElement).toBe(box());
    const second = await ask('other?');
    expect(second.session).not.toBe(first.session);
  });

  test('Open as session shows the main window at this conversation', async () => {
    await open();
    expect(allByRole('button', 'Open as session')).toEqual([]);
    const { session } = await ask('q?');
    await click(byRole('button', 'Open as session'));
    expect(calls('desktop.show-main').at(-1)?.params).toEqual({ session });
  });

  test('no button is named Send', async () => {
    await open();
    await ask('q?');
    expect(allByRole('button', /send/i)).toEqual([]);
  });
});
