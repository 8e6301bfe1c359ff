// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { failed } from '../support/fake-bridge';
import { allByRole, byRole, click, eventually, press } from '../support/render';
import { askBoth, compare, compareWithOpus, first, haiku, opus, second } from './comparing';
import { ask, box, calls, emit, ends, fake, open, says, timing, zeros } from './quick-page';

describe('two models compared', () => {
  test('are asked the same in two conversations, each with its own answer, time and actions', async () => {
    await compare();
    const { one, other, turn, otherTurn } = await askBoth('why?');
    expect(one).not.toBe(other);
    await emit(other, [...says(otherTurn, 'because B'), ...ends(otherTurn)]);
    expect(second().textContent).toContain('because B');
    expect(second().textContent).toContain('first 0.38 s · total 0.9 s');
    // The first has said nothing yet, and holds nothing.
    expect(first().textContent).not.toContain('because');
    await emit(one, [...says(turn, 'because A'), ...ends(turn)]);
    expect(first().textContent).toContain('because A');
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
    await click(byRole('button', 'Stop both'));
    expect(calls('turn.interrupt').map(({ params }) => params.session)).toEqual([one, other]);
  });

  test('are stopped one by one above their columns', async () => {
    await compare();
    const { one, other } = await askBoth('why?');
    await click(byRole('button', 'Stop Claude Opus 5.5'));
    expect(calls('turn.interrupt').map(({ params }) => params.session)).toEqual([other]);
    expect(document.activeElement).toBe(box());
    await click(byRole('button', 'Stop Claude Haiku 5.5'));
    expect(calls('turn.interrupt').map(({ params }) => params.session)).toEqual([other, one]);
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
    await click(byRole('button', 'and Claude Opus 5.5: stop comparing'));
    await compareWithOpus();
    // The first goes on in its session, the second has to begin one.
    fake.answer('session.create', failed('busy', 'Too many sessions.'));
    await emit(begun.one, [...says(begun.turn, 'a'), ...ends(begun.turn)]);
    const { turn } = await ask('two?');
    await emit(begun.one, [...says(turn, 'an answer'), ...ends(turn)]);
    expect(first().textContent).toContain('an answer');
    expect(first().textContent).not.toContain('Too many sessions.');
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

  test('are not asked what Konsole answers from its records', async () => {
    await compare();
    await ask('/status');
    expect(fake.sent.map((sent) => sent.model)).toEqual([undefined]);
  });

  test('leave the last question to a second that came later', async () => {
    await open();
    const { session, turn } = await ask('first?');
    await emit(session, [...says(turn, 'a'), ...ends(turn)]);
    await compareWithOpus();
    expect(second().textContent).toContain('knows nothing of what was said before');
    await click(byRole('button', 'Ask Claude Opus 5.5 the last question now'));
    expect(fake.sent.at(-1)).toMatchObject({ text: 'first?', model: opus });
    expect(fake.sent.at(-1)?.session).not.toBe(session);
    expect(second().textContent).toContain('first?');
    expect(document.activeElement).toBe(box());
  });

  test('say what each answer cost and took: the newest above its column, those before below themselves', async () => {
    await compare();
    const { one, other, turn, otherTurn } = await askBoth('why?');
    const ended = (of: string, usage: object) => [
      ...says(of, 'b'),
      { ...turnFinished(of), usage: { ...zeros, ...usage } },
    ];
    await emit(one, ended(turn, { costUsd: 0.0021 }));
    await emit(other, ended(otherTurn, { inputTokens: 1_200, outputTokens: 300 }));
    expect(first().textContent).toContain('first 0.38 s · total 0.9 s · $0.0021');
    expect(second().textContent).toContain('total 0.9 s · 1.5 k tokens, no price known');
    await askBoth('and?');
    const before = first().querySelector('article')?.textContent;
    expect(before).toContain('first 0.38 s · total 0.9 s · $0.0021');
    expect(first().querySelector('header')?.textContent).not.toContain('$0.0021');
  });

  test('do not pass off the answer of a third as the one of the model that was asked', async () => {
    await compare();
    const { one, other, turn, otherTurn } = await askBoth('why?');
    await emit(other, [
      {
        type: 'turn.moved',
        at: Date.now(),
        turn: otherTurn,
        from: opus,
        reason: 'overloaded',
        model: 'openai/gpt-6-mini',
      },
      ...says(otherTurn, 'b'),
      ...ends(otherTurn),
    ]);
    expect(second().querySelector('header')?.textContent).toContain('by gpt-6-mini · first');
    const moved = {
      type: 'turn.moved',
      at: Date.now(),
      turn,
      from: haiku,
      reason: 'busy',
    } as const;
    await emit(one, [{ ...moved, model: 'openai/gpt-6-mini' }, ...says(turn, 'a'), ...ends(turn)]);
    expect(first().querySelector('header')?.textContent).toContain('by gpt-6-mini · first');
    // It is asked again with the next question.
    expect(allByRole('button', 'Model: Claude Haiku 5.5')).toHaveLength(1);
  });

  test('offer a failed question to others in both columns, but not to one another', async () => {
    for (const id of ['openai/gpt', 'openai/gpt-mini'])
      fake.world.models.push({ id, name: id.slice(7).toUpperCase(), provider: 'openai' });
    fake.world.providers.push({ id: 'openai', kind: 'openai', name: 'OpenAI', key: 'store' });
    await compare();
    const { one, other, turn, otherTurn } = await askBoth('why?');
    const error = { code: 'overloaded', message: 'Overloaded.' } as const;
    await emit(one, [{ ...turnFinished(turn), status: 'failed', error }]);
    await emit(other, [{ ...turnFinished(otherTurn), status: 'failed', error }]);
    for (const column of [first(), second()]) {
      const within = (name: string) =>
        allByRole('button', name).find((button) => column.contains(button)) ?? column;
      await eventually(() => expect(within('Retry with GPT')).not.toBe(column));
      await click(within('Ask another model…'));
      expect(allByRole('menuitem').map((item) => item.textContent)).toEqual([
        'GPT',
        'GPT-MINI',
        'Set up models…',
      ]);
      await press(document.activeElement as HTMLElement, 'Escape');
    }
    const retry = allByRole('button', 'Retry with GPT').find((one) => second().contains(one));
    await click(retry ?? box());
    expect(fake.sent.at(-1)).toMatchObject({ session: other, text: 'why?', model: 'openai/gpt' });
    // It is the second from here on, and the first is not asked to be it too.
    expect(byRole('region', 'GPT').textContent).toContain('why?');
    await click(byRole('button', 'Model: Claude Haiku 5.5'));
    expect(allByRole('menuitemradio', 'GPT')).toEqual([]);
  });

  test('are named when something of theirs is announced', async () => {
    await compare();
    const { one, other, turn, otherTurn } = await askBoth('why?');
    const said = () => document.querySelector('[data-testid=announcer]')?.textContent;
    await emit(one, ends(turn));
    await eventually(() => expect(said()).toContain('Claude Haiku 5.5: Turn finished'));
    await emit(other, ends(otherTurn));
    await eventually(() => expect(said()).toContain('Claude Opus 5.5: Turn finished'));
  });
});

const turnFinished = (turn: string) =>
  ({
    type: 'turn.finished',
    at: Date.now(),
    turn,
    status: 'completed',
    usage: zeros,
    timing,
  }) as const;
