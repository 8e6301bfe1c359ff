/** Where a server that speaks Chat Completions is asked, and what its list says of models. */
import { describe, expect, test } from 'vitest';
import { baseOf } from '../../../main/konsole/providers/openai-chat/adapter';
import { listedModels } from '../../../main/konsole/providers/openai-chat/models';

describe('an address', () => {
  test.each([
    ['http://127.0.0.1:8000', 'http://127.0.0.1:8000/v1'],
    ['http://127.0.0.1:8000//', 'http://127.0.0.1:8000/v1'],
    ['http://127.0.0.1:8000/v1/', 'http://127.0.0.1:8000/v1'],
    ['https://api.deepseek.com', 'https://api.deepseek.com/v1'],
    ['https://openrouter.ai/api/v1', 'https://openrouter.ai/api/v1'],
    ['https://api.groq.com/openai/v1/', 'https://api.groq.com/openai/v1'],
    [
      'https://generativelanguage.googleapis.com/v1beta/openai/',
      'https://generativelanguage.googleapis.com/v1beta/openai',
    ],
    ['https://api.mistral.ai/v1/chat/completions', 'https://api.mistral.ai/v1'],
  ])('%s means %s', (given, meant) => {
    expect(baseOf(given)).toBe(meant);
  });
});

describe('the list of models', () => {
  test.each([
    ['in `data`', { object: 'list', data: [{ id: 'a' }] }],
    ['as a list alone', [{ id: 'a' }]],
    ['in `models`', { models: [{ name: 'a' }] }],
    ['as names', { data: ['a', 'a', '', 'not a name'] }],
    ['with junk in it', { data: [null, 3, {}, { id: 5 }, { id: 'a' }] }],
  ])('may come %s', (_how, told) => {
    expect(listedModels(told)).toEqual([{ id: 'a', name: 'a' }]);
  });

  test('is empty where a server has none, and none at all where it is no list', () => {
    expect(listedModels({ object: 'list', data: null })).toEqual([]);
    expect(listedModels({ object: 'list', data: [] })).toEqual([]);
    for (const none of [{}, null, 'x', { data: 'x' }]) expect(listedModels(none)).toBeUndefined();
  });

  test.each([
    ['OpenRouter', { context_length: 900, top_provider: { context_length: 800 } }, 800],
    ['vLLM', { max_model_len: 800 }, 800],
    ['llama-server', { meta: { n_ctx_train: 900 } }, 900],
    ['Groq', { context_window: 800 }, 800],
    ['Mistral', { max_context_length: 800 }, 800],
    ['nobody', { context_length: -1 }, undefined],
  ])('says how much a model holds, in the words of %s', (_who, more, contextTokens) => {
    expect(listedModels([{ id: 'a', ...more }])?.[0]?.contextTokens).toBe(contextTokens);
  });

  test('says what a model can do, where the server does', () => {
    const text = { architecture: { input_modalities: ['text'] }, supported_parameters: ['stop'] };
    const all = {
      architecture: { input_modalities: ['text', 'image'] },
      supported_parameters: ['tools'],
      name: 'A model',
    };
    const abilities = { capabilities: { function_calling: true, vision: false } };
    const told = listedModels([
      { id: 'a', ...text },
      { id: 'b', ...all },
      { id: 'c', ...abilities },
      { id: 'd', architecture: { input_modalities: ['text', 'image', 'file'] } },
    ]);
    expect(told).toEqual([
      { id: 'a', name: 'a', tools: false, images: false },
      { id: 'b', name: 'A model', tools: true, images: true },
      { id: 'c', name: 'c', tools: true, images: false },
      { id: 'd', name: 'd', images: true, pdf: true },
    ]);
  });
});
