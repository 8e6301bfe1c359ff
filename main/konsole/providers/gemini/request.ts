/** The body of one request to Gemini's API. Pure. */
import type { Content, GenerationConfig, ThinkingConfig, Tool } from '@google/genai';
import { effortOf, knownModel } from '../catalogue';
import type { ModelRequest } from '../types';
import { toContents } from './conversation';

export interface GeminiBody {
  systemInstruction?: Content;
  contents: Content[];
  tools?: Tool[];
  generationConfig: Omit<GenerationConfig, 'thinkingConfig'> & { thinkingConfig?: Thinking };
}

/** The client's type has an enum for the level; on the wire it is a word. */
type Thinking = Omit<ThinkingConfig, 'thinkingLevel'> & { thinkingLevel?: string };

/** Tokens, for models of before Gemini 3, which know no levels. Source: "OpenAI compatibility" of ai.google.dev. */
const budgets: Readonly<Record<string, number>> = { low: 1024, medium: 8192, high: 24_576 };

export function buildRequest(
  request: ModelRequest,
  keepSealed: boolean,
): { body: GeminiBody; sealed: boolean } {
  const { model, system, tools, turns, ask, maxTokens } = request;
  const newer = model.startsWith('gemini-') && !isOld(model);
  const { contents, sealed } = toContents(turns, { model, keepSealed, newer, ask });
  const known = knownModel(model);
  const generationConfig: GeminiBody['generationConfig'] = {};
  const most = maxTokens ?? known?.maxOutputTokens;
  if (most !== undefined) generationConfig.maxOutputTokens = most;
  const thinkingConfig = thinkingOf(request);
  if (thinkingConfig) generationConfig.thinkingConfig = thinkingConfig;
  const body: GeminiBody = { contents, generationConfig };
  if (system !== '') body.systemInstruction = { parts: [{ text: system }] };
  if (tools.length > 0) {
    const functionDeclarations = tools.map(({ name, description, inputSchema }) => ({
      name,
      description,
      parametersJsonSchema: inputSchema,
    }));
    body.tools = [{ functionDeclarations }];
  }
  return { body, sealed };
}

const isOld = (model: string) => /^gemini-[12]([.-]|$)/.test(model);

/** A model that nobody knows is asked for nothing: one without thoughts refuses the whole request. */
function thinkingOf(request: ModelRequest): Thinking | undefined {
  const known = knownModel(request.model);
  const effort = effortOf(request, known);
  if (effort === undefined) {
    return known?.thinking === 'adaptive' ? { includeThoughts: true } : undefined;
  }
  if (!isOld(request.model)) return { includeThoughts: true, thinkingLevel: effort.toUpperCase() };
  const thinkingBudget = budgets[effort];
  return thinkingBudget === undefined ? undefined : { includeThoughts: true, thinkingBudget };
}
