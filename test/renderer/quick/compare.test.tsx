// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest';
import { failed } from '../support/fake-bridge';
import { allByRole, byRole, click, eventually, press } from '../support/render';
import { ask, box, calls, emit, ends, fake, log, open, says } from './quick-page';

const haiku = 'anthropic/claude-haiku-5-5';
const opus = 'anthropic/claude-opus-5-5';

beforeEach(() => {
  fake.world.models.push({ id: haiku, name: 'Claude Haiku 5.5', provider: 'anthropic' });
  // The konsole in memory begins every session with the main model.
  fake.world.effective = { main: haiku, quick: haiku };
});

const second = () => byRole('log', 'Answer of Claude Opus 5.5');

async function compare(): Promise<void> {
  await open();
  await click(byRole('button', 'Model: Claude Haiku 5.5'));
  await click(byRole('menuitem', 'Compare with…'));
  expect(allByRole('menuitem').map((item) => item.textContent)).toEqual([
    'Claude Opus 5.5',
    'Set up models…',
  ]);
  await click(byRole('menuitem', 'Claude Opus 5.5'));
  expect(document.activeElement).toBe(box());
}

/** Asks both and gives their sessions and turns: of the conversation, and of the second model. */
async function askBoth(question: string) {
  const before = fake.sent.length;
  await ask(question);
  const both = fake.sent.slice(before);
  expect(both.map((sent) => sent.text)).toEqual([question, question]);
  const one = both.find((sent) => sent.model !== opus)?.session ?? '';
  const other = both.find((sent) => sent.model === opus)?.session ?? '';
  const turnOf = (session: string) => fake.stateOf(session)?.turns.at(-1)?.id ?? '';
  return { one, other, turn: turnOf(one), otherTurn: turnOf(other) };
}

describe('two models compared', () => {
  test('are asked the same in two conversations, each with its own answer, time and actions', async () => {
    await compare();
    const { one, other, turn, otherTurn } = await askBoth('why?');
    expect(one).not.toBe(other);
    await emit(other, [...says(otherTurn, 'because B'), ...ends(otherTurn)]);
    expect(second().textContent).toContain('because B');
    expect(second().textContent).toContain('first 0.38 s · total 0.9 s');
    // The first has said nothing yet, and holds nothing.
    expect(log().textContent).not.toContain('because');
    await emit(one, [...says(turn, 'because A'), ...ends(turn)]);
    expect(log().textContent).toContain('because A');
    expect(log().textContent).toContain('Claude Haiku 5.5');
    fake.answer('kontask.make', { ok: true, result: { kontask: { id: 'k1' } } });
    await click(byRole('button', 'Make kontask of Claude Opus 5.5'));
    expect(calls('kontask.make').at(-1)?.params).toMatchObject({ session: other, turn: otherTurn });
  });

  test('are both asked a follow-up, each in its own conversation', async () => {
    await compare();
    const begun = await askBoth('one?');
    await emit(begun.one, [...says(begun.turn, 'a'), ...ends(begun.turn)]);
    await emit(begun.other, [...says(begun.otherTurn, 'b'), ...ends(begun.otherTurn)]);
    const next = await askBoth('two?');
    expect([next.one, next.other]).toEqual([begun.one, begun.other]);
    expect(calls('session.create')).toHaveLength(2);
  });

  test('are both stopped by Stop', async () => {
    await compare();
    const { one, other } = await askBoth('why?');
    await click(byRole('button', 'Stop'));
    expect(calls('turn.interrupt').map(({ params }) => params.session)).toEqual([one, other]);
  });

  test('can be stopped when only the second still answers', async () => {
    await compare();
    const { one, other, turn } = await askBoth('why?');
    await emit(one, [...says(turn, 'a'), ...ends(turn)]);
    await press(window, '.', { ctrlKey: true });
    expect(calls('turn.interrupt').map(({ params }) => params.session)).toEqual([other]);
  });

  test('do not fail together: one that was not reached says so in its column and is asked again', async () => {
    await compare();
    const begun = await askBoth('one?');
    await click(byRole('button', 'Stop comparing with Claude Opus 5.5'));
    await click(byRole('button', 'Model: Claude Haiku 5.5'));
    await click(byRole('menuitem', 'Compare with…'));
    await click(byRole('menuitem', 'Claude Opus 5.5'));
    // The first goes on in its session, the second has to begin one.
    fake.answer('session.create', failed('busy', 'Too many sessions.'));
    await emit(begun.one, [...says(begun.turn, 'a'), ...ends(begun.turn)]);
    const { turn } = await ask('two?');
    await emit(begun.one, [...says(turn, 'an answer'), ...ends(turn)]);
    expect(log().textContent).toContain('an answer');
    expect(log().textContent).not.toContain('Too many sessions.');
    await eventually(() => expect(second().textContent).toContain('Too many sessions.'));
    const tries = calls('session.create').length;
    await click(byRole('button', 'Ask it again'));
    expect(calls('session.create')).toHaveLength(tries + 1);
    expect(calls('session.create').at(-1)?.params).toMatchObject({
      first: { text: 'two?' },
      model: opus,
    });
  });

  test('say that the second waits for a process', async () => {
    await compare();
    const { other, otherTurn } = await askBoth('one?');
    await emit(other, [...says(otherTurn, 'b'), ...ends(otherTurn)]);
    await emit(other, [{ type: 'turn.queued', at: 1, turn: 'later', text: 'two?' }]);
    expect(second().textContent).toContain('Waits for a free process');
  });

  test('are one again when it is switched off: the first conversation stays', async () => {
    await compare();
    const { one, turn } = await askBoth('why?');
    await emit(one, [...says(turn, 'kept'), ...ends(turn)]);
    await click(byRole('button', 'Stop comparing with Claude Opus 5.5'));
    expect(allByRole('log', /^Answer of/)).toEqual([]);
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

  test('are not asked what Konsole answers from its records', async () => {
    await compare();
    await ask('/status');
    expect(fake.sent.map((sent) => sent.model)).toEqual([undefined]);
  });

  test('open as sessions one by one: the first conversation stays when the second goes', async () => {
    await compare();
    const { one, other } = await askBoth('why?');
    await click(byRole('button', 'Open Claude Opus 5.5 as session'));
    expect(calls('session.promote').map(({ params }) => params.session)).toEqual([other]);
    expect(fake.stateOf(one)?.session.kind).toBe('chat');
    expect(log().textContent).toContain('why?');
    expect(second().textContent).toContain('It is asked with your next question.');
  });
});
