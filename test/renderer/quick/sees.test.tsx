// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Sees } from '../../../preload/contract/shapes';
import { chooseModel, openConversation } from '../../../renderer/features/quick/conversation';
import { failed, ok } from '../support/fake-bridge';
import { allByRole, byRole, click, press, until } from '../support/render';
import { ask, box, calls, emit, ends, fake, log, open, says } from './quick-page';
import { typeInto } from './typing';

const sees = () => byRole('list', 'What it sees');
const sent = () => fake.sent.at(-1) ?? { session: '', text: '' };
const leaveOut = (name: string) => click(byRole('button', `Leave out ${name}`));
/** Opens the menu and chooses from it. */
async function add(name: string | RegExp): Promise<void> {
  await click(byRole('button', 'Add'));
  await click(byRole('menuitem', name));
}

function runs(title: string): string {
  const id = fake.addSession({ title });
  const turn = `m-${id}`;
  fake.emit(id, [
    { type: 'turn.queued', at: Date.now(), turn, text: 'x' },
    { type: 'turn.started', at: Date.now(), turn, attempt: 1, model: 'm' },
  ]);
  return id;
}

let first = '';
let second = '';
beforeEach(() => {
  first = runs('Replace SSE');
  second = runs('Flaky tests');
});

describe('main turns that run', () => {
  test('are all seen, and a question says nothing of what is seen anyway', async () => {
    await open();
    expect(sees().textContent).toContain('Sees: Replace SSE');
    expect(sees().textContent).toContain('Sees: Flaky tests');
    await ask('q?');
    expect(sent()).not.toHaveProperty('sees');
  });

  test('one that is left out stays out of this conversation, and is back in the next', async () => {
    await open();
    await leaveOut('Replace SSE');
    expect(document.activeElement).toBe(box());
    const { session, turn } = await ask('one?');
    expect(sent().sees).toEqual({ sessions: [second] });
    await emit(session, [...says(turn, 'a'), ...ends(turn)]);
    await ask('two?');
    expect(sent().sees).toEqual({ sessions: [second] });
    await press(window, 'n', { ctrlKey: true });
    expect(sees().textContent).toContain('Replace SSE');
    await ask('three?');
    expect(sent()).not.toHaveProperty('sees');
  });

  test('all left out, with the status, the question sees nothing', async () => {
    await open();
    await leaveOut('Replace SSE');
    await leaveOut('Flaky tests');
    await leaveOut('konsole status');
    expect(sees().textContent).toContain('Sees: no main turn');
    await ask('q?');
    expect(sent().sees).toEqual({ sessions: [], status: false });
  });

  test('and the status are put back from the menu', async () => {
    await open();
    await leaveOut('Replace SSE');
    await leaveOut('konsole status');
    await add('Put back Replace SSE');
    await add('Put back konsole status');
    await ask('q?');
    expect(sent()).not.toHaveProperty('sees');
  });

  test('are as the last question saw them when a conversation is opened again', async () => {
    const id = fake.addSession({ kind: 'chat', title: 'before' });
    fake.emit(id, [
      {
        type: 'turn.queued',
        at: 1,
        turn: 't',
        text: 'a',
        sees: { sessions: [first], status: false },
      },
      { type: 'turn.started', at: 1, turn: 't', attempt: 1, model: 'm' },
    ]);
    await open();
    await act(async () => openConversation(id));
    expect(sees().textContent).toContain('Replace SSE');
    expect(sees().textContent).not.toContain('Flaky tests');
    expect(sees().textContent).not.toContain('konsole status');
  });
});

test('another session is added, the newest eight are offered, and it goes along by name', async () => {
  const ids = Array.from({ length: 10 }, (_, at) =>
    fake.addSession({ title: `Idle ${at}`, updatedAt: 1_000 + at }),
  );
  await open();
  await click(byRole('button', 'Add'));
  expect(allByRole('menuitem', /^Idle/)).toHaveLength(8);
  await click(byRole('menuitem', /^Idle 9/));
  expect(allByRole('menu')).toEqual([]);
  await ask('q?');
  expect(new Set((sent().sees as Sees).sessions)).toEqual(new Set([first, second, ids[9]]));
});

describe('text from elsewhere', () => {
  const clipboard = () => allByRole('button', 'Remove clipboard.txt');

  test('from the clipboard goes along as a file, once', async () => {
    fake.answer('desktop.read-text', ok({ text: 'ERR_CONNECTION_RESET at line 4' }));
    await open();
    await add('Clipboard');
    await until(() => expect(sees().textContent).toContain('· 30 B'));
    expect(sees().querySelector('[title^=ERR_CONNECTION]')).not.toBeNull();
    const { session, turn } = await ask('what is this?');
    expect(calls('desktop.read-text').map(({ params }) => params)).toEqual([{ from: 'clipboard' }]);
    expect(sent().blobs).toEqual(['blob-clipboard.txt']);
    expect(clipboard()).toEqual([]);
    await emit(session, [...says(turn, 'a'), ...ends(turn)]);
    await ask('and?');
    expect(sent()).not.toHaveProperty('blobs');
  });

  test('is taken back before it goes', async () => {
    fake.answer('desktop.read-text', ok({ text: 'secret' }));
    await open();
    await add('Clipboard');
    await until(() => expect(sees().textContent).toContain('· 6 B'));
    await click(byRole('button', 'Remove clipboard.txt'));
    await ask('q?');
    expect(sent()).not.toHaveProperty('blobs');
  });

  test('that is empty says so, and says that a long one was cut', async () => {
    fake.answer('desktop.read-text', ok({ text: ' \n' }));
    await open();
    await add('Clipboard');
    expect(byRole('alert').textContent).toContain('The clipboard holds no text');
    expect(clipboard()).toEqual([]);
    fake.answer('desktop.read-text', ok({ text: 'x'.repeat(5000), cut: true }));
    await add('Selection');
    expect(byRole('alert').textContent).toContain('only its first megabyte');
    expect(calls('desktop.read-text').at(-1)?.params).toEqual({ from: 'selection' });
  });

  test('a selection is offered only where the desktop tells it', async () => {
    fake.world.info.selection = false;
    await open();
    await click(byRole('button', 'Add'));
    expect(allByRole('menuitem', 'Selection')).toEqual([]);
    expect(allByRole('menuitem', 'Clipboard')).toHaveLength(1);
  });
});

test('files go along, and one that could not be taken says why', async () => {
  const blob = { id: 'b1', name: 'trace.log', type: 'text/plain', bytes: 2048 };
  fake.answer(
    'desktop.choose-files',
    ok({ blobs: [blob], problems: ['secret.txt: this file may not be read.'] }),
  );
  await open();
  await add('Files…');
  expect(sees().textContent).toContain('trace.log· 2 KB');
  expect(byRole('alert').textContent).toBe('secret.txt: this file may not be read.');
  await ask('q?');
  expect(sent().blobs).toEqual(['b1']);
});

test('a PDF goes along, and that a model cannot read it is said before it is asked', async () => {
  const blob = { id: 'b1', name: 'plan.pdf', type: 'application/pdf', bytes: 2_480_000 };
  fake.answer('desktop.choose-files', ok({ blobs: [blob], problems: [] }));
  fake.world.models = [{ id: 'lab/text', name: 'Text Only', provider: 'lab', pdf: false }];
  await open();
  await add('Files…');
  expect(sees().textContent).toContain('plan.pdf· 2.5 MB');
  expect(document.body.textContent).not.toContain('reads no PDF');
  await act(async () => chooseModel('lab/text'));
  const said = allByRole('status').map(({ textContent }) => textContent ?? '');
  const words = 'Text Only reads no PDF: it is told only that plan.pdf came along.';
  expect(said.filter((one) => one.startsWith(words))).toHaveLength(1);
  await ask('q?');
  expect(sent().blobs).toEqual(['b1']);
});

test('what goes along comes back with a question that did not get through', async () => {
  const blob = { id: 'b1', name: 'trace.log', type: 'text/plain', bytes: 2048 };
  fake.answer('desktop.choose-files', ok({ blobs: [blob], problems: [] }));
  fake.answer('session.create', failed('busy', 'Too many questions at once.'));
  await open();
  await add('Files…');
  await ask('lost?');
  expect(box().value).toBe('lost?');
  expect(sees().textContent).toContain('trace.log');
  expect(log().textContent).toBe('');
});

test('files alone are no question, and the box says so', async () => {
  const blob = { id: 'b1', name: 'trace.log', type: 'text/plain', bytes: 2048 };
  fake.answer('desktop.choose-files', ok({ blobs: [blob], problems: [] }));
  await open();
  await add('Files…');
  await typeInto(box(), '');
  await press(box(), 'Enter');
  expect(byRole('alert').textContent).toBe('Write what to do with it.');
  expect(fake.sent).toEqual([]);
});
