/** The body of one request to the Responses API: parameters by model, the conversation. Pure. */
import { createHash } from 'node:crypto';
import type { Responses } from 'openai/resources/responses/responses';
import type { ReasoningEffort } from 'openai/resources/shared';
import { effortOf, knownModel } from '../catalogue';
import type { ModelRequest } from '../types';
import { begun } from './breakpoints';
import { toInput } from './conversation';

export type Body = Responses.ResponseCreateParamsStreaming;

/** The client's types do not know `prewarm` yet. */
export type FillBody = Responses.ResponseCreateParamsNonStreaming & {
  prompt_cache_options: { prewarm: true };
};

export interface RequestRules {
  /** What the provider is asked to serve with. */
  tier?: string | undefined;
  keepSealed: boolean;
  /** False for an account that may not read summaries of what the model thought. */
  summaries: boolean;
  /** Whether the model takes a breakpoint there; see breakpoints.ts. */
  breakpoints: boolean;
}

/** Enough for a long answer and its thought; the model's own bound where that is lower. */
const usualMaxTokens = 64_000;
/** The API refuses less. */
const minMaxTokens = 16;

/** Whether it thinks before it answers, and seals that. Of one that is not in the catalogue by its name. */
function reasons(model: string): boolean {
  const known = knownModel(model);
  if (known) return known.thinking === 'adaptive';
  return /^(o\d|gpt-([5-9]|\d\d))/.test(model) && !/chat/.test(model);
}

/** `sealed` says whether earlier reasoning is given back in it. */
export function buildRequest(
  request: ModelRequest,
  { tier, keepSealed, summaries, breakpoints }: RequestRules,
): { body: Body; sealed: boolean } {
  const known = knownModel(request.model);
  const { input, sealed } = toInput(request.turns, {
    model: request.model,
    keepSealed,
    ask: request.ask,
  });
  const body: Body = {
    model: request.model,
    stream: true,
    // Nothing of a conversation is kept over there; what was thought comes back sealed instead.
    store: false,
    ...begun(request.system, input, breakpoints && request.system !== ''),
    prompt_cache_key: cacheKey(request),
  };
  const maxTokens = maxTokensOf(request.maxTokens, known?.maxOutputTokens);
  if (maxTokens !== undefined) body.max_output_tokens = maxTokens;
  if (request.tools.length > 0) {
    body.tools = request.tools.map(({ name, description, inputSchema }) => ({
      type: 'function',
      name,
      description,
      parameters: inputSchema,
      strict: false,
    }));
    body.parallel_tool_calls = true;
  }
  if (reasons(request.model)) {
    body.include = ['reasoning.encrypted_content'];
    const effort = effortOf(request, known);
    const reasoning = {
      ...(effort === undefined ? {} : { effort: effort as ReasoningEffort }),
      ...(summaries ? { summary: 'auto' as const } : {}),
    };
    if (Object.keys(reasoning).length > 0) body.reasoning = reasoning;
    if (request.quick && known && request.model.startsWith('gpt-')) {
      body.text = { verbosity: 'low' };
    }
  }
  if (tier !== undefined) body.service_tier = tier as NonNullable<Body['service_tier']>;
  return { body, sealed };
}

/**
 * Fills the cache and asks for no answer: whatever a question begins with, byte for byte, and all that a kept prompt is bound
 * to (effort, verbosity, tier, key). The API wants nothing said with it.
 */
export function buildFill(
  request: ModelRequest,
  rules: Omit<RequestRules, 'keepSealed'>,
): FillBody {
  const { body } = buildRequest({ ...request, turns: [] }, { ...rules, keepSealed: true });
  const { stream: _stream, ...shared } = body;
  return { ...shared, prompt_cache_options: { prewarm: true } };
}

/** Undefined for a model that nobody knows: more than its own bound would be refused. */
function maxTokensOf(asked: number | undefined, bound: number | undefined): number | undefined {
  if (asked === undefined && bound === undefined) return undefined;
  const most = Math.min(asked ?? usualMaxTokens, bound ?? Number.POSITIVE_INFINITY);
  return Math.max(minMaxTokens, most);
}

/**
 * Requests that begin alike go to the machine that has that beginning in its cache. From GPT-5.6 on a key only keeps those of
 * another key apart, so one that changed with anything else would cost a writing each time.
 */
function cacheKey({ model, system, tools }: ModelRequest): string {
  const begins = JSON.stringify([model, system, tools]);
  return `konsole-${createHash('sha256').update(begins).digest('hex').slice(0, 32)}`;
}
