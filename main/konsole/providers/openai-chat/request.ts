/** The body of one request, as far as the server takes it. Pure. */
import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions/completions';
import { effortOf, knownModel } from '../catalogue';
import { turnsAsRead } from '../files';
import type { ModelRequest } from '../types';
import { toConversation } from './conversation';
import type { Habits } from './habits';

export type Body = ChatCompletionCreateParamsStreaming;

export interface RequestRules {
  habits: Habits;
  keepSealed: boolean;
}

/** `sealed` says whether something that an earlier answer sealed is given back in it. */
export function buildRequest(
  request: ModelRequest,
  { habits, keepSealed }: RequestRules,
): { body: Body; sealed: boolean } {
  const { model, system, tools, turns, ask, maxTokens } = request;
  const told = habits.withoutPdf.includes(model) ? turnsAsRead(turns, { pdf: false }) : turns;
  const { messages, sealed } = toConversation(told, {
    model,
    system,
    keepSealed,
    wantsThinking: habits.wantsThinking,
    ask,
  });
  const body: Body = { model, messages, stream: true };
  if (habits.usage) body.stream_options = { include_usage: true };
  // Where nobody said how long, the server knows best: it alone knows how much its model holds.
  if (maxTokens !== undefined && habits.bound) body[habits.bound] = maxTokens;
  if (tools.length > 0) {
    body.tools = tools.map(({ name, description, inputSchema }) => ({
      type: 'function',
      function: { name, description, parameters: inputSchema },
    }));
  }
  const effort = effortOf(request, knownModel(model));
  if (effort !== undefined && habits.effort) {
    body.reasoning_effort = effort as NonNullable<Body['reasoning_effort']>;
  }
  return { body, sealed };
}
