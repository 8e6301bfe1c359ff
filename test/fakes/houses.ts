/** The fake of each house, by its kind, and a model of it that thinks. One that is added to houses.ts belongs here too. */
import { startAnthropicHouse } from './anthropic-dialect';
import type { ProviderFake } from './dialect';
import { startFakeGemini } from './gemini';
import { startFakeOpenAI } from './openai';
import { startFakeChat } from './openai-chat';

/** What a wire may have no way to say or to take. Its tests are skipped, and its bytes are not asked for it. */
export type Lack =
  /** Nothing that its models think is given back to them. */
  | 'seals'
  /** A PDF as such: its adapter says so to the dialogue (`reads`), which tells of it in words. */
  | 'pdfs'
  /** How many of the tokens of an answer were thought. */
  | 'thinking-count'
  /** How much a model is to think. */
  | 'effort';

export interface FakeHouse {
  kind: string;
  start(): Promise<ProviderFake>;
  model: string;
  lacks?: readonly Lack[];
  /** Where nothing is known of `model` itself: one whose efforts are, and that this wire may be asked for. */
  known?: string;
  /** What is kept with blocks (`opaque`) and is no seal: it may go to other models, or stay behind. */
  marks?: readonly string[];
  /** Variables, besides the house's keys, by which other programs steer its official client. */
  variables?: readonly string[];
}

export const fakeHouses: readonly FakeHouse[] = [
  {
    kind: 'anthropic',
    start: startAnthropicHouse,
    model: 'claude-opus-5-5',
    variables: ['ANTHROPIC_BASE_URL'],
  },
  {
    kind: 'openai',
    start: () => startFakeOpenAI(),
    model: 'gpt-6.2-sol',
    marks: ['phase'],
    variables: ['OPENAI_BASE_URL', 'OPENAI_ORG_ID', 'OPENAI_PROJECT_ID'],
  },
  {
    kind: 'openai-chat',
    start: () => startFakeChat(),
    model: 'some-chat-model',
    lacks: ['seals'],
    known: 'gpt-6.2-sol',
  },
  {
    kind: 'gemini',
    start: () => startFakeGemini(),
    model: 'gemini-4-argon',
    variables: ['GOOGLE_GEMINI_BASE_URL'],
  },
];

/** The one that stands here for a kind; throws with what is to be done where none does. */
export function fakeHouse(kind: string): FakeHouse {
  const found = fakeHouses.find((one) => one.kind === kind);
  if (found) return found;
  throw new Error(`There is no fake of ${kind}: name it in test/fakes/houses.ts.`);
}
