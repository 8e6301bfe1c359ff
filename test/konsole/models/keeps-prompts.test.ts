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
