/** The fake of each house, by its kind, and a model of it that thinks. One that is added to houses.ts belongs here too. */
import { startAnthropicHouse } from './anthropic-dialect';
import type { ProviderFake } from './dialect';
import { startFakeGemini } from './gemini';
import { startFakeOpenAI } from './openai';
import { startFakeChat } from './openai-chat';

export interface FakeHouse {
  kind: string;
  start(): Promise<ProviderFake>;
  model: string;
  /** False: nothing that its models think is given back to them. Absent: it is. */
  seals?: false;
}

export const fakeHouses: readonly FakeHouse[] = [
  { kind: 'anthropic', start: startAnthropicHouse, model: 'claude-opus-5-5' },
  { kind: 'openai', start: () => startFakeOpenAI(), model: 'gpt-6.2-sol' },
  {
    kind: 'openai-chat',
    start: () => startFakeChat(),
    model: 'some-chat-model',
    seals: false,
  },
  { kind: 'gemini', start: () => startFakeGemini(), model: 'gemini-4-argon' },
];
