/** Which providers' prompt caches are worth filling ahead of a question. */
import { expect, test } from 'vitest';
import { keepsPrompts } from '../../../main/konsole/models/access';
import type { ProviderAccess } from '../../../main/konsole/host/protocol';

const access = (change: Partial<ProviderAccess>): ProviderAccess => ({
  id: 'p',
  kind: 'anthropic',
  key: 'sk-0123456789',
  ...change,
});

const known = { model: 'claude-haiku-5-5', isKnown: true };
const unknown = { model: 'claude-next', isKnown: false };

test('Anthropic itself keeps prompts, whatever the model; a server before it does for models that are known', () => {
  expect(keepsPrompts(access({}), unknown)).toBe(true);
  expect(keepsPrompts(access({ baseUrl: 'https://api.anthropic.com/v1' }), unknown)).toBe(true);
  expect(keepsPrompts(access({ baseUrl: 'https://proxy.example' }), known)).toBe(true);
  expect(keepsPrompts(access({ baseUrl: 'https://proxy.example' }), unknown)).toBe(false);
});

test('OpenAI itself keeps prompts of GPT-5.6 and later, known or not, and no server before it does', () => {
  const keeps = (model: string, change: Partial<ProviderAccess> = {}) =>
    keepsPrompts(access({ kind: 'openai', ...change }), { model, isKnown: true });
  expect(keeps('gpt-6-luna')).toBe(true);
  expect(keeps('gpt-6-luna', { baseUrl: 'https://api.openai.com/v1' })).toBe(true);
  expect(keepsPrompts(access({ kind: 'openai' }), { model: 'gpt-7', isKnown: false })).toBe(true);
  expect(keeps('gpt-5.4-mini')).toBe(false);
  expect(keeps('gpt-4.1')).toBe(false);
  expect(keeps('gpt-6-luna', { baseUrl: 'https://proxy.example/v1' })).toBe(false);
});

test('nothing is filled without a key, on a server that wants none, or at a house that does not keep it', () => {
  const { key: _key, ...keyless } = access({});
  expect(keepsPrompts(keyless, known)).toBe(false);
  expect(keepsPrompts(access({ key: 'none', baseUrl: 'http://127.0.0.1:11434' }), known)).toBe(
    false,
  );
  for (const kind of ['demo', 'gemini', 'openai-chat', 'nobody-knows']) {
    expect(keepsPrompts(access({ kind }), known), kind).toBe(false);
  }
});
