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

test('Anthropic itself keeps prompts, whatever the model; a server before it does for models that are known', () => {
  expect(keepsPrompts(access({}), false)).toBe(true);
  expect(keepsPrompts(access({ baseUrl: 'https://api.anthropic.com/v1' }), false)).toBe(true);
  expect(keepsPrompts(access({ baseUrl: 'https://proxy.example' }), true)).toBe(true);
  expect(keepsPrompts(access({ baseUrl: 'https://proxy.example' }), false)).toBe(false);
});

test('nothing is filled without a key, on a server that wants none, or in the demo', () => {
  const { key: _key, ...keyless } = access({});
  expect(keepsPrompts(keyless, true)).toBe(false);
  expect(keepsPrompts(access({ key: 'none', baseUrl: 'http://127.0.0.1:11434' }), true)).toBe(
    false,
  );
  expect(keepsPrompts(access({ kind: 'demo' }), true)).toBe(false);
  expect(keepsPrompts(access({ kind: 'openai' }), true)).toBe(false);
});
