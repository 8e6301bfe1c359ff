/** All houses that Konsole speaks with. The only list of them. */
import { anthropic } from './anthropic/house';
import { demo } from './demo/house';
import { gemini } from './gemini/house';
import type { House } from './house';
import { openai } from './openai/house';
import { openaiChat } from './openai-chat/house';

export const houses: readonly House[] = [anthropic, openai, gemini, openaiChat, demo];

export const houseOf = (kind: string): House | undefined =>
  houses.find((house) => house.kind === kind);

/** What a person is told of a kind that nobody knows. */
export const unknownKind = (kind: string): { message: string; hint: string } => ({
  message: `Konsole knows no provider of kind "${kind}".`,
  hint: `Kinds are ${houses.map((house) => house.kind).join(', ')}; see "providers" in settings.json.`,
});
