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
type Thinking = Pick<ThinkingConfig, 'includeThoughts'> & { thinkingLevel?: string };

export function buildRequest(
  request: ModelRequest,
  keepSealed: boolean,
): { body: GeminiBody; sealed: boolean } {
  const { model, system, tools, turns, ask, maxTokens } = request;
  const demandsSeals = !/^gemini-[12]([.-]|$)/.test(model) && model.startsWith('gemini-');
  const { contents, sealed } = toContents(turns, { model, keepSealed, demandsSeals, ask });
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

/** A model that nobody knows is asked for nothing: one without thoughts refuses the whole request. */
function thinkingOf(request: ModelRequest): Thinking | undefined {
  const known = knownModel(request.model);
  if (known?.thinking !== 'adaptive') return undefined;
  const level = effortOf(request, known);
  return level === undefined
    ? { includeThoughts: true }
    : { includeThoughts: true, thinkingLevel: level.toUpperCase() };
}
