/** Every server that speaks OpenAI's Chat Completions: OpenRouter, Groq, DeepSeek, Mistral, vLLM and their like. */
import type { House } from '../house';

export const openaiChat: House = {
  kind: 'openai-chat',
  name: 'OpenAI-compatible server',
  api: "OpenAI's Chat Completions API",
  keyVariables: [],
  models: [],
  fillsCache: false,
  load: async () => (await import('./adapter')).createChatAdapter,
};
