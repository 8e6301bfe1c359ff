// @vitest-environment happy-dom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FirstRun } from '../../../renderer/features/first-run/first-run';
import { useProviders } from '../../../renderer/features/settings/providers-store';
import { Toasts } from '../../../renderer/ui/toast';
import { useSettings } from '../../../renderer/stores/settings-store';
import { startPage } from '../../../renderer/stores/start';
import { createFakeKonsole, ok } from '../support/fake-bridge';
import type { FakeKonsole } from '../support/fake-bridge';
import { byRole, click, render, text } from '../support/render';
import { resetStores } from '../support/stores';
import { choose, typeInto } from '../quick/typing';

let fake: FakeKonsole;
let stop = () => {};
const left = vi.fn();

beforeEach(() => {
  resetStores();
  left.mockReset();
  useProviders.setState({ tests: {}, testing: new Set() }, true);
  fake = createFakeKonsole();
  fake.world.settings.said = [];
  fake.world.providers = [
    { id: 'anthropic', kind: 'anthropic', name: 'Anthropic', key: 'missing' },
  ];
  fake.world.effective = { main: 'demo/scripted', quick: 'demo/scripted' };
});
afterEach(() => stop());

async function open(): Promise<void> {
  stop = startPage(fake.page, () => {});
  await render(<FirstRun onLeave={left} />);
}

const patches = () =>
  fake.calls.filter((call) => call.name === 'settings.update').map((call) => call.params.patch);

async function giveKey(): Promise<void> {
  await typeInto(document.querySelector('input[type=password]') as HTMLElement, 'sk-ant-x');
  await click(byRole('button', 'Use this key'));
}

test('it names the folder that Konsole would read, before one was chosen', async () => {
  fake.world.startedIn = '/home/ada/started';
  await open();
  expect(byRole('region', 'Folder').textContent).toContain('/home/ada/started');
});

test('a key is given, tested, and starts Konsole', async () => {
  fake.answer('provider.test', ok({ ok: true, message: 'The key works.' }));
  await open();
  await giveKey();
  expect(text()).toContain('The key works.');
  expect(left).not.toHaveBeenCalled();
  await click(byRole('button', 'Start'));
  expect(patches()).toEqual([{ said: ['first-run'] }]);
  expect(left).toHaveBeenCalledOnce();
});

test('a key that fails its test says why, and another can be pasted', async () => {
  fake.answer('provider.test', ok({ ok: false, message: '401 from Anthropic: the key is wrong.' }));
  await open();
  await giveKey();
  expect(byRole('alert').textContent).toContain('the key is wrong');
  expect(left).not.toHaveBeenCalled();
  fake.answer('provider.test', ok({ ok: true, message: 'The key works.' }));
  await giveKey();
  expect(text()).toContain('The key works.');
});

test('a key from the environment is found and one click starts', async () => {
  fake.world.providers = [
    {
      id: 'anthropic',
      kind: 'anthropic',
      name: 'Anthropic',
      key: 'environment',
      keyEnv: 'ANTHROPIC_API_KEY',
    },
  ];
  await open();
  expect(text()).toContain('A key was found in ANTHROPIC_API_KEY.');
  await click(byRole('button', 'Start'));
  expect(left).toHaveBeenCalledOnce();
});

test('a server on this computer is put to work with its own model', async () => {
  fake.world.providers.push({
    id: 'ollama',
    kind: 'anthropic',
    name: 'Ollama',
    baseUrl: 'http://127.0.0.1:11434',
    key: 'none-needed',
    found: true,
  });
  fake.world.models.push({ id: 'ollama/qwen', name: 'qwen', provider: 'ollama' });
  await open();
  await click(byRole('button', 'Use Ollama'));
  expect(patches()).toEqual([
    {
      providers: [
        { id: 'anthropic', kind: 'anthropic', keyEnv: 'ANTHROPIC_API_KEY' },
        {
          id: 'ollama',
          kind: 'anthropic',
          name: 'Ollama',
          baseUrl: 'http://127.0.0.1:11434',
          key: 'none',
        },
      ],
    },
    { models: { main: 'ollama/qwen', quick: 'ollama/qwen' } },
    { said: ['first-run'] },
  ]);
  expect(left).toHaveBeenCalledOnce();
});

test.each([
  ['another of the server runs main turns', true, { main: 'ollama/qwen', quick: 'ollama/gemma' }],
  ['the main model stays as it is', false, { quick: 'ollama/gemma' }],
])('with a model for side questions only, %s', async (_what, hasOther, models) => {
  const { id, kind, name, baseUrl } = {
    ...{ id: 'ollama', kind: 'anthropic', name: 'Ollama' },
    baseUrl: 'http://127.0.0.1:11434',
  };
  fake.world.providers.push({ id, kind, name, baseUrl, key: 'none-needed', found: true });
  const gemma = {
    id: 'ollama/gemma',
    name: 'gemma',
    provider: id,
    quickOnly: 'It calls no tools.',
  };
  fake.world.models.push(gemma);
  if (hasOther) fake.world.models.push({ id: 'ollama/qwen', name: 'qwen', provider: id });
  await open();
  const box = document.querySelector('select');
  if (box) await choose(box, gemma.id);
  await click(byRole('button', 'Use Ollama'));
  expect(patches()).toContainEqual({ models });
});

test('the demo is labelled, and where it answers anyway nothing but that is written', async () => {
  await open();
  expect(text()).toContain('Demo: scripted answers, no AI');
  await click(byRole('button', 'Try the demo'));
  expect(patches()).toEqual([{ said: ['first-run'] }]);
  expect(left).toHaveBeenCalledOnce();
});

test('where a key would answer, the demo is chosen by name', async () => {
  fake.world.effective = undefined;
  fake.world.models.push({ id: 'demo/scripted', name: 'Demo', provider: 'demo' });
  await open();
  await click(byRole('button', 'Try the demo'));
  expect(patches()[0]).toEqual({ models: { main: 'demo/scripted', quick: 'demo/scripted' } });
});

test('the folder can be chosen here', async () => {
  fake.answer('desktop.choose-folder', ok({ path: '/home/ada/work' }));
  await open();
  await click(byRole('button', 'Choose folder…'));
  expect(text()).toContain('/home/ada/work');
});

test('it can be left for later, even where nothing can be written, and that is said', async () => {
  fake.answer('settings.update', { ok: false, code: 'internal', message: 'The disk is full.' });
  await open();
  await render(<Toasts />);
  await click(byRole('button', 'Set up later'));
  expect(text()).toContain('The disk is full.');
  expect(left).toHaveBeenCalledOnce();
});

test('a key that may not use the usual model of its house gets one that it lists, with its name', async () => {
  fake.world.providers = [{ id: 'openai', kind: 'openai', name: 'OpenAI', key: 'environment' }];
  fake.world.models = [];
  await open();
  fake.world.models = [
    { id: 'openai/tiny', name: 'Tiny', provider: 'openai', quickOnly: 'It calls no tools.' },
    { id: 'openai/gpt-6', name: 'GPT-6', provider: 'openai' },
    { id: 'openai/gpt-5.5-mini', name: 'GPT-5.5 mini', provider: 'openai' },
  ];
  await click(byRole('button', 'Start'));
  expect(fake.world.settings.models).toMatchObject({
    main: 'openai/gpt-6',
    quick: 'openai/gpt-5.5-mini',
  });
  // The composer, which comes next, says the name and not the id.
  expect(useSettings.getState().models.map(({ name }) => name)).toContain('GPT-6');
});

test('another house is added, given its key, and its models become the models', async () => {
  fake.answer('provider.test', ok({ ok: true, message: 'The key works.' }));
  await open();
  const { providers } = fake.world;
  fake.answer('provider.list', () => {
    const added = fake.world.settings.providers.find((one) => one.kind === 'openai');
    return ok({
      providers: added
        ? [...providers, { id: added.id, kind: added.kind, name: 'OpenAI', key: 'missing' }]
        : providers,
      houses: fake.world.houses,
    });
  });
  await click(byRole('button', 'Use OpenAI'));
  expect(fake.world.settings.providers[1]).toEqual({
    id: 'openai',
    kind: 'openai',
    name: 'OpenAI',
    keyEnv: 'OPENAI_API_KEY',
  });
  const door = byRole('region', 'OpenAI');
  // The button that was pressed is gone.
  expect(document.activeElement).toBe(door.querySelector('input[type=password]'));
  await typeInto(door.querySelector('input[type=password]') as HTMLElement, 'sk-x');
  await click(
    [...door.querySelectorAll('button')].find(
      (one) => one.textContent === 'Use this key',
    ) as HTMLElement,
  );
  await click(byRole('button', 'Start'));
  expect(fake.world.settings.models).toMatchObject({
    main: 'openai/gpt-5.5',
    quick: 'openai/gpt-5.5-mini',
  });
  expect(left).toHaveBeenCalledOnce();
});
