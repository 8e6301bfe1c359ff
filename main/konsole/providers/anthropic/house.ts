/** Anthropic, and every server that speaks its Messages API: Ollama, LM Studio and llama-server among them. */
import type { House } from '../house';
import { anthropicModels } from './models';

export const anthropic: House = {
  kind: 'anthropic',
  name: 'Anthropic',
  api: "Anthropic's API",
  origin: 'https://api.anthropic.com',
  keyVariables: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN'],
  defaults: { main: 'claude-opus-5-5', quick: 'claude-haiku-5-5' },
  models: anthropicModels,
  // A server before it keeps them as well, where it has Anthropic's models.
  fillsCache: ({ isOwn, isKnown }) => isOwn || isKnown,
  load: async () => (await import('./adapter')).createAnthropicAdapter,
};
