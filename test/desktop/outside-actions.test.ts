import { expect, test } from 'vitest';
import { createOutsideActions } from '../../main/desktop/outside-actions';
import type { Answer } from '../../preload/contract/errors';

/** A desktop whose engine gives these answers, one after the other; `did` is all that happened. */
function desk(...answers: Answer[]) {
  const did: unknown[][] = [];
  const does =
    (what: string) =>
    (...said: unknown[]) =>
      void did.push([what, ...said]);
  const actions = createOutsideActions({
    execute: (...said) => {
      did.push(said);
      return Promise.resolve(answers.shift() ?? { ok: true, result: {} });
    },
    showQuick: does('quick'),
    showMain: does('main'),
    newSession: does('new'),
    openSession: does('open'),
    openMain: does('open in main'),
    quit: does('quit'),
    log: does('log'),
  });
  return { ...actions, did };
}
const allow = { do: 'answer', session: 's1', approval: 'a1', decision: 'allow' } as const;
const refusal = (code: 'conflict' | 'internal'): Answer => ({ ok: false, code, message: 'x' });

test('an answer goes to the approval that its line showed, and says from where it comes', async () => {
  const { act, answer, did } = desk();
  await act(allow);
  await answer('notification', 's1', 'a2', 'deny');
  expect(did).toEqual([
    ['tray', 'approval.answer', { approval: 'a1', decision: 'allow' }],
    ['notification', 'approval.answer', { approval: 'a2', decision: 'deny' }],
  ]);
});

test('attack 15: an answer that comes second does nothing and troubles nobody', async () => {
  const { act, did } = desk({ ok: true, result: {} }, refusal('conflict'));
  await act(allow);
  await act(allow);
  expect(did.map(([first]) => first)).toEqual(['tray', 'tray']);
});

test('an answer that fails leads to the session, where it still waits', async () => {
  const { act, did } = desk(refusal('internal'));
  await act(allow);
  expect(did.slice(1).map((said) => said.slice(0, 2))).toEqual([
    ['log', 'warn'],
    ['open', 's1'],
  ]);
});

test('Stop names its turn, and says in the log when it could not', async () => {
  const { act, did } = desk({ ok: true, result: {} }, refusal('internal'));
  await act({ do: 'stop', session: 's1', turn: 't7' });
  await act({ do: 'stop', session: 's1', turn: 't7' });
  expect(did[0]).toEqual(['tray', 'turn.interrupt', { session: 's1', turn: 't7' }]);
  expect(did.at(-1)?.slice(0, 2)).toEqual(['log', 'warn']);
});

test('the other lines open what they name', async () => {
  const { act, did } = desk();
  await act({ do: 'open' });
  await act({ do: 'open', session: 's1' });
  for (const name of ['quick', 'new-session', 'quit'] as const) await act({ do: name });
  expect(did).toEqual([['main'], ['open', 's1'], ['quick'], ['new'], ['quit']]);
});

test('a decision is opened at its page, with what was picked, and the rest of them at their list', async () => {
  const { act, did } = desk();
  await act({ do: 'open', kontask: 'k1' });
  await act({ do: 'open', kontask: 'k1', choice: 'SSE first' });
  await act({ do: 'open', decisions: true });
  expect(did).toEqual([
    ['open in main', { kontask: 'k1', choice: undefined }],
    ['open in main', { kontask: 'k1', choice: 'SSE first' }],
    ['open in main', { decisions: true }],
  ]);
});
