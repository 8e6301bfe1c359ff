/**
 * Every server that speaks OpenAI's Chat Completions: vLLM, llama-server, OpenRouter, Groq, DeepSeek, Mistral and many more. They
 * differ in what they take and in what they send; requests learn the one (habits.ts), and the wire reads the other.
 */
import type { House } from '../house';

export const openaiChat: House = {
  kind: 'openai-chat',
  name: 'OpenAI-compatible server',
  api: "OpenAI's Chat Completions API",
  keyVariables: [],
  models: [],
  load: async () => (await import('./adapter')).createChatAdapter,
};
