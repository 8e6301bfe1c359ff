// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, describe, expect, test } from 'vitest';
import { groupsOf, modelLabel } from '../../../renderer/features/settings/model-groups';
import { App } from '../../../renderer/main-window/app';
import { onNotice } from '../../../renderer/main-window/notices';
import { chooseModel } from '../../../renderer/stores/model-choice';
import { startPage } from '../../../renderer/stores/start';
import { createFakeKonsole, failed } from '../support/fake-bridge';
import { byRole, press, render, text, type } from '../support/render';
import { resetStores } from '../support/stores';
import { timing, zeros } from '../support/turn-ends';

const haiku = 'anthropic/claude-haiku-5-5';
const models = [
  { id: 'demo/scripted', name: 'Demo: scripted answers, no AI', provider: 'demo' },
  { id: 'anthropic/claude-opus-5-5', name: 'Claude Opus 5.5', provider: 'anthropic' },
  { id: haiku, name: 'Claude Haiku 5.5', provider: 'anthropic' },
  { id: 'ollama/qwen', name: '', provider: 'ollama' },
];

describe('model groups', () => {
  test('models stand under the name of their provider, the demo last', () => {
    const known = { id: 'ollama', name: 'Ollama, this computer', kind: 'anthropic' } as const;
    const groups = groupsOf(models, [{ ...known, key: 'none-needed' }]);
    expect(groups.map((group) => group.name)).toEqual([
      'Anthropic',
      'Ollama, this computer',
      'Demo',
    ]);
    expect(groups[0]?.models).toHaveLength(2);
  });

  test('a chip says the name of the catalogue, else the id, and Demo for the demo', () => {
    expect(modelLabel(haiku, models)).toBe('Claude Haiku 5.5');
    expect(modelLabel('ollama/qwen', models)).toBe('qwen');
    expect(modelLabel('demo/fast', models)).toBe('Demo');
  });
});

describe('the model of a session', () => {
  let konsole = createFakeKonsole();
  beforeEach(() => {
    resetStores();
    konsole = createFakeKonsole();
    konsole.world.models = models;
  });
  const open = async () => {
    startPage(konsole.page, onNotice);
    await render(<App />);
  };
  const send = async (words: string) => {
    await type(byRole('textbox', 'Message'), words);
    // Queued where a turn runs: Enter alone would steer it.
    await press(byRole('textbox', 'Message'), 'Enter', { ctrlKey: true });
  };
  const last = (name: string) => konsole.calls.findLast((call) => call.name === name)?.params;

  test('is chosen from a menu of all models', async () => {
    konsole.addSession({ model: 'anthropic/claude-opus-5-5' });
    await open();
    const chip = byRole('button', 'Model: Claude Opus 5.5');
    await act(async () => chip.click());
    await act(async () => byRole('menuitemradio', 'Claude Haiku 5.5').click());
    byRole('button', 'Model: Claude Haiku 5.5');
    await send('go on');
    expect(last('turn.send')).toMatchObject({ text: 'go on', model: haiku });
  });

  test('is named at the composer, and stays there while a turn runs', async () => {
    konsole.addSession({ model: 'anthropic/claude-opus-5-5' });
    await open();
    const composer = document.querySelector('form[aria-label=Composer]') ?? document.body;
    expect(composer.contains(byRole('button', 'Model: Claude Opus 5.5'))).toBe(true);
    await send('go on');
    expect(composer.textContent).toContain('Stop');
    expect(composer.contains(byRole('button', 'Model: Claude Opus 5.5'))).toBe(true);
  });

  test('is none that is for side questions only, which says why', async () => {
    const quickOnly = 'It calls no tools: for quick questions only.';
    konsole.world.models = [
      ...models,
      { id: 'ollama/tiny', name: '', provider: 'ollama', quickOnly },
    ];
    konsole.addSession({ model: 'anthropic/claude-opus-5-5' });
    await open();
    const chip = byRole('button', 'Model: Claude Opus 5.5');
    await act(async () => chip.click());
    const tiny = byRole('menuitemradio', /^tiny/);
    expect(tiny.textContent).toContain(quickOnly);
    expect(tiny.getAttribute('aria-disabled')).toBe('true');
    await act(async () => tiny.click());
    byRole('button', 'Model: Claude Opus 5.5');
  });

  test('may be one that retires, which says when and what to use instead', async () => {
    const retires = { on: '2999-01-01', instead: 'claude-haiku-6' };
    konsole.world.models = models.map((one) => (one.id === haiku ? { ...one, retires } : one));
    konsole.addSession({ model: 'anthropic/claude-opus-5-5' });
    await open();
    const chip = byRole('button', 'Model: Claude Opus 5.5');
    await act(async () => chip.click());
    const old = byRole('menuitemradio', /^Claude Haiku 5\.5/);
    expect(old.textContent).toContain('Retires on 2999-01-01, use claude-haiku-6');
    await act(async () => old.click());
    byRole('button', 'Model: Claude Haiku 5.5');
  });

  test('is said in one line of the transcript where it changed, and nowhere else', async () => {
    const id = konsole.addSession({ model: 'anthropic/claude-opus-5-5' });
    await open();
    const ask = async (turn: string, model: string) =>
      act(async () =>
        konsole.emit(id, [
          { type: 'turn.queued', at: 1, turn, text: `${turn}?` },
          { type: 'turn.started', at: 1, turn, attempt: 1, model },
          { type: 'turn.finished', at: 2, turn, status: 'completed', usage: zeros, timing },
        ]),
      );
    await ask('one', 'anthropic/claude-opus-5-5');
    await ask('two', 'ollama/qwen');
    await ask('three', 'ollama/qwen');
    const said = 'qwen answers from here on, Claude Opus 5.5 before.';
    expect(byRole('article', 'Turn 2').textContent).toContain(said);
    expect(text().split('answers from here on')).toHaveLength(2);
  });

  test('goes with the next message only: the engine remembers it', async () => {
    const id = konsole.addSession({ model: 'anthropic/claude-opus-5-5' });
    await open();
    await act(async () => chooseModel(id, haiku));
    await send('one');
    await send('two');
    expect(last('turn.send')).toMatchObject({ text: 'two' });
    expect(last('turn.send')).not.toHaveProperty('model');
  });

  test('is kept for another try when sending failed', async () => {
    const id = konsole.addSession({ model: 'anthropic/claude-opus-5-5' });
    await open();
    await act(async () => chooseModel(id, haiku));
    konsole.answer('turn.send', failed('busy', 'Too many messages wait.'));
    await send('one');
    expect(text()).toContain('Too many messages wait.');
    byRole('button', 'Model: Claude Haiku 5.5');
  });

  test('is given to a new session as it is made', async () => {
    await open();
    await act(async () => chooseModel(undefined, haiku));
    await send('hello');
    expect(last('session.create')).toMatchObject({ kind: 'main', model: haiku });
    expect(last('turn.send')).not.toHaveProperty('model');
  });
});
