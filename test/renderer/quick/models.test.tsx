// @vitest-environment happy-dom
import { beforeEach, describe, expect, test } from 'vitest';
import { byRole, allByRole, click, eventually, press, text } from '../support/render';
import { ask, emit, ends, fake, log, open, says, timing, zeros } from './quick-page';

const haiku = 'anthropic/claude-haiku-5-5';
const opus = 'anthropic/claude-opus-5-5';
const sent = () => fake.sent.at(-1) ?? { session: '', text: '' };

beforeEach(() => {
  fake.world.models.push({ id: haiku, name: 'Claude Haiku 5.5', provider: 'anthropic' });
});

describe('the model', () => {
  test('is chosen from a menu in the page, and goes with the next question only', async () => {
    await open();
    await click(byRole('button', 'Model: Claude Haiku 5.5'));
    const menu = byRole('menu', 'Models');
    expect(document.querySelector('main')?.contains(menu)).toBe(true);
    expect(byRole('menuitemradio', 'Claude Haiku 5.5').getAttribute('aria-checked')).toBe('true');
    expect(document.activeElement).toBe(byRole('menuitemradio', 'Claude Haiku 5.5'));
    await click(byRole('menuitemradio', 'Claude Opus 5.5'));
    expect(allByRole('button', 'Model: Claude Opus 5.5')).toHaveLength(1);
    const { session, turn } = await ask('one?');
    expect(sent().model).toBe(opus);
    await emit(session, [...says(turn, 'a'), ...ends(turn)]);
    await ask('two?');
    expect(sent()).not.toHaveProperty('model');
    expect(fake.stateOf(session)?.session.model).toBe(opus);
  });

  test('that retires says when, in its row', async () => {
    fake.world.models.push({
      ...{ id: 'lab/old', name: 'Old', provider: 'lab' },
      retires: { on: '2001-01-01', instead: 'new' },
    });
    await open();
    await click(byRole('button', 'Model: Claude Haiku 5.5'));
    expect(byRole('menuitemradio', /^Old/).textContent).toBe('Oldretired on 2001-01-01');
  });

  test('another one is asked the same with what went along', async () => {
    await open();
    await click(byRole('button', 'Leave out konsole status'));
    const { session, turn } = await ask('q?');
    expect(allByRole('button', 'Ask another model…')).toEqual([]);
    await emit(session, [...says(turn, 'a'), ...ends(turn)]);
    await click(byRole('button', 'Ask another model…'));
    expect(allByRole('menuitem').map((item) => item.textContent)).toEqual([
      'Claude Haiku 5.5',
      'Set up models…',
    ]);
    await click(byRole('menuitem', 'Claude Haiku 5.5'));
    expect(sent()).toMatchObject({ text: 'q?', model: haiku, sees: { status: false } });
    expect(allByRole('article')).toHaveLength(2);
  });

  test('that failed leaves the question to another provider with one press, in the same conversation', async () => {
    fake.world.models.push({ id: 'openai/gpt', name: 'GPT', provider: 'openai' });
    fake.world.providers.push({ id: 'openai', kind: 'openai', name: 'OpenAI', key: 'store' });
    await open();
    const { session, turn } = await ask('q?');
    const error = { code: 'overloaded', message: 'Overloaded.', hint: 'Wait a minute.' } as const;
    const end = { turn, status: 'failed', error, usage: zeros, timing } as const;
    await emit(session, [{ type: 'turn.finished', at: Date.now(), ...end }]);
    await eventually(() => byRole('button', 'Retry with GPT'));
    expect(log().textContent).toContain('Wait a minute.');
    await click(byRole('button', 'Retry with GPT'));
    expect(sent()).toMatchObject({ session, text: 'q?', model: 'openai/gpt' });
  });

  test('that took over says in words which ones did not answer', async () => {
    await open();
    const { session, turn } = await ask('q?');
    await emit(session, [
      {
        type: 'turn.moved',
        at: Date.now(),
        turn,
        from: haiku,
        reason: 'Anthropic is overloaded (529)',
        model: 'openai/gpt-6-mini',
      },
      {
        type: 'turn.moved',
        at: Date.now(),
        turn,
        from: 'openai/gpt-6-mini',
        reason: 'silent for 10 s.',
        model: opus,
      },
      ...says(turn, 'a'),
    ]);
    const words = log().textContent;
    expect(words).toContain(
      'Claude Haiku 5.5 did not answer (Anthropic is overloaded, 529), so gpt-6-mini was asked.',
    );
    expect(words).toContain('gpt-6-mini did not answer (silent for 10 s), so Claude Opus 5.5 was');
    expect(allByRole('button', 'Model: Claude Opus 5.5')).toHaveLength(1);
  });
});

test.each([
  ['warm', 'ready'],
  ['cold', 'no process was ready'],
] as const)('a %s start is told with its time, and explained', async (start, explained) => {
  const session = fake.addSession({ kind: 'chat', title: 'q' });
  fake.emit(session, [
    { type: 'turn.queued', at: 1, turn: 't', text: 'q' },
    { type: 'turn.started', at: 1, turn: 't', attempt: 1, model: opus, start },
    ...says('t', 'a'),
    ...ends('t'),
  ]);
  await open();
  await press(window, 'o', { ctrlKey: true });
  await click(byRole('menuitem', /^q/));
  expect(text()).toContain(`first token 0.38 s · ${start}`);
  expect(document.querySelector('[title*="rocess"]')?.getAttribute('title')).toContain(explained);
});
