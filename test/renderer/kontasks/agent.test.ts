import { expect, test } from 'vitest';
import { isAgent } from '../../../renderer/features/kontasks/page/agent';

test.each([
  'claude',
  'Claude',
  ' konsole ',
  'assistant',
  'the agent',
  'code-review-agent',
  'gpt-5',
  'GPT4',
  'gemini',
  'llama3.1',
  'o3-mini',
  'anthropic/claude-opus-5-5',
  'lab/m',
  'claude_code',
])('%j is an agent', (name) => {
  expect(isAgent(name)).toBe(true);
});

test.each([
  undefined,
  '',
  ' ',
  'ada',
  'Claudette',
  'ada@agent.example',
  'Ada Lovelace',
  'reagent',
  'team/',
  'Aidan',
  'olga',
])('%j is none', (name) => {
  expect(isAgent(name)).toBe(false);
});
