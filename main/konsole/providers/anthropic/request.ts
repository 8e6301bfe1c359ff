/** The body of one request: parameters by model, cache breakpoints, the conversation. Pure. */
import type Anthropic from '@anthropic-ai/sdk';
import { effortOf, knownModel } from '../catalogue';
import type { ModelRequest } from '../types';
import { toConversation } from './conversation';

type Body = Anthropic.MessageCreateParamsStreaming;
type Effort = NonNullable<Anthropic.OutputConfig['effort']>;

export interface RequestRules {
  /** False for a server that is not Anthropic's and a model nobody knows: plain parameters only. */
  cache: boolean;
  keepThinking: boolean;
}

const mark = { type: 'ephemeral' as const };
/** For models that are not in the catalogue, small local ones among them. */
const unknownMaxTokens = 8_192;
/** Enough for a long answer; the model's own bound where that is lower. */
const usualMaxTokens = 64_000;

/** `thinking` says whether earlier thinking is given back in it. */
export function buildRequest(
  request: ModelRequest,
  rules: RequestRules,
): { body: Body; thinking: boolean } {
  const known = knownModel(request.model);
  const { messages, thinking } = toConversation(request.turns, {
    model: request.model,
    keepThinking: rules.keepThinking,
    ask: request.ask,
  });
  if (rules.cache) markMessages(messages);
  const body: Body = {
    model: request.model,
    max_tokens: Math.min(
      request.maxTokens ?? usualMaxTokens,
      known ? known.maxOutputTokens : unknownMaxTokens,
    ),
    stream: true,
    // One breakpoint here covers tools and system: tools come first in what is cached.
    system: [
      { type: 'text', text: request.system, ...(rules.cache ? { cache_control: mark } : {}) },
    ],
    messages,
  };
  if (request.tools.length > 0) {
    body.tools = request.tools.map((tool) => ({
      name: tool.name,
      description: tool.description,
      input_schema: tool.inputSchema as Anthropic.Tool.InputSchema,
    }));
  }
  if (known?.thinking === 'adaptive') body.thinking = { type: 'adaptive', display: 'summarized' };
  const effort = effortOf(request, known);
  if (effort !== undefined) body.output_config = { effort: effort as Effort };
  return { body, thinking };
}

/**
 * Fills the cache and asks for no answer: system and tools as in `buildRequest`, byte for byte, and with them the effort,
 * which a cached prompt is bound to. The provider refuses a stream and thinking with it, and wants something said.
 */
export function buildFill(request: ModelRequest): Anthropic.MessageCreateParamsNonStreaming {
  const { body } = buildRequest({ ...request, turns: [] }, { cache: true, keepThinking: true });
  const { stream: _stream, thinking: _thinking, ...shared } = body;
  const messages: Body['messages'] = [{ role: 'user', content: [{ type: 'text', text: 'Hello' }] }];
  return { ...shared, max_tokens: 0, messages };
}

/**
 * Breakpoints at the end of what the person (or the tools) said last and the time before: the next request
 * finds the one before even when a step had more blocks than the provider looks back.
 */
function markMessages(messages: Body['messages']): void {
  const ends = messages.filter((message) => message.role === 'user').slice(-2);
  for (const message of ends) {
    const last = Array.isArray(message.content) ? message.content.at(-1) : undefined;
    if (last && (last.type === 'text' || last.type === 'tool_result')) last.cache_control = mark;
  }
}
