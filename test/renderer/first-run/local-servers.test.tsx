// @vitest-environment happy-dom
import { act } from 'react';
import { beforeEach, expect, test, vi } from 'vitest';
import type { Answer } from '../../../preload/contract/errors';
import type { ProviderInfo } from '../../../preload/contract/shapes';
import { LocalServers } from '../../../renderer/features/first-run/local-servers';
import { loadProviders, useProviders } from '../../../renderer/features/settings/providers-store';
import { App } from '../../../renderer/main-window/app';
import { onNotice } from '../../../renderer/main-window/notices';
import { startPage } from '../../../renderer/stores/start';
import { createFakeKonsole, failed, ok } from '../support/fake-bridge';
import { choose } from '../quick/typing';
import { allByRole, byRole, click, render, text, until } from '../support/render';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
const onUse = vi.fn();
beforeEach(() => {
  resetStores();
  onUse.mockReset();
  useProviders.setState({ tests: {}, testing: new Set() }, true);
  konsole = createFakeKonsole();
});

const ollama: ProviderInfo = {
  id: 'ollama',
  kind: 'anthropic',
  name: 'Ollama',
  baseUrl: 'http://127.0.0.1:11434',
  key: 'none-needed',
  found: true,
};
const find = () => {
  konsole.world.providers = [ollama];
  konsole.world.models.push(
    { id: 'ollama/embed', name: 'embed', provider: 'ollama' },
    { id: 'ollama/qwen', name: 'qwen', provider: 'ollama' },
  );
};
const open = async () => {
  startPage(konsole.page, () => {});
  await render(<LocalServers busy={false} onUse={onUse} />);
};

test('while they are looked for, that is said', async () => {
  let answer: (told: Answer) => void = () => {};
  konsole.answer('provider.list', () => new Promise((done) => (answer = done)));
  await open();
  void loadProviders();
  await until(() => expect(text()).toContain('Looking for Ollama, LM Studio and llama-server'));
  await act(async () => answer(ok({ providers: [ollama] })));
  expect(text()).toContain('Ollama answers at http://127.0.0.1:11434');
  expect(text()).not.toContain('Looking for');
});

test('where none answers it says how to start one, and looks again when asked', async () => {
  await open();
  await act(() => loadProviders());
  for (const port of ['11434', '1234', '8080']) expect(text()).toContain(`(port ${port})`);
  find();
  await click(byRole('button', 'Look again'));
  expect(konsole.calls.findLast((call) => call.name === 'provider.list')?.params).toEqual({
    look: true,
  });
  await until(() => expect(allByRole('button', 'Use Ollama')).toHaveLength(1));
});

test('a server is used with the model that was chosen of those it has', async () => {
  find();
  await open();
  await act(() => loadProviders());
  await choose(document.querySelector('select') as HTMLSelectElement, 'ollama/qwen');
  await click(byRole('button', 'Use Ollama'));
  expect(onUse).toHaveBeenCalledWith(ollama, 'ollama/qwen');
});

test('it is looked for again where one was found, and the button keeps the focus', async () => {
  await open();
  await act(() => loadProviders());
  const again = byRole('button', 'Look again');
  again.focus();
  find();
  await click(again);
  await until(() => expect(allByRole('button', 'Use Ollama')).toHaveLength(1));
  expect(document.activeElement).toBe(byRole('button', 'Look again'));
});

test('a server without a model says so, and cannot be used', async () => {
  konsole.world.providers = [ollama];
  await open();
  await act(() => loadProviders());
  expect(text()).toContain('Ollama answers at http://127.0.0.1:11434');
  expect(text()).toContain('It has no model that answers in words');
  expect(allByRole('button', 'Use Ollama')).toEqual([]);
});

test('one that runs main turns comes first; of another it says what it will not do', async () => {
  konsole.world.providers = [ollama];
  const quickOnly = 'It calls no tools.';
  konsole.world.models.push(
    { id: 'ollama/gemma', name: 'gemma', provider: 'ollama', quickOnly },
    { id: 'ollama/qwen', name: 'qwen', provider: 'ollama' },
  );
  await open();
  await act(() => loadProviders());
  const box = document.querySelector('select') as HTMLSelectElement;
  expect(box.value).toBe('ollama/qwen');
  expect(text()).not.toContain(quickOnly);
  await choose(box, 'ollama/gemma');
  expect(text()).toContain('It calls no tools. It answers quick turns alone; main turns use qwen.');
});

test('why the list could not be had is said, and it is tried again', async () => {
  konsole.answer('provider.list', failed('internal', 'The engine did not answer.'));
  await open();
  await act(() => loadProviders());
  expect(text()).toContain('The engine did not answer.');
  find();
  konsole.answer('provider.list', () =>
    ok({ providers: konsole.world.providers, houses: konsole.world.houses }),
  );
  await click(byRole('button', 'Try again'));
  await until(() => expect(allByRole('button', 'Use Ollama')).toHaveLength(1));
});

test('the first run is shown where only a server that was found could answer', async () => {
  find();
  konsole.world.settings.said = [];
  konsole.world.effective = { main: 'ollama/embed', quick: 'ollama/embed' };
  startPage(konsole.page, onNotice);
  await render(<App />);
  expect(text()).toContain('Set up Konsole');
});
