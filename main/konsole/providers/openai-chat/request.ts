/** The body of one request to Chat Completions. Pure. */
import type { ChatCompletionCreateParamsStreaming } from 'openai/resources/chat/completions';
import type { ModelRequest } from '../types';
import { toMessages } from './conversation';

export type ChatBody = ChatCompletionCreateParamsStreaming;

/** What not every server takes: left out once one has said that it does not. */
export type Optional = 'stream_options' | 'max_tokens';

export function buildRequest(request: ModelRequest, without: ReadonlySet<Optional>): ChatBody {
  const { model, system, tools, turns, ask, maxTokens } = request;
  const body: ChatBody = {
    model,
    stream: true,
    messages: toMessages(turns, { model, system, ask }),
  };
  if (!without.has('stream_options')) body.stream_options = { include_usage: true };
  if (maxTokens !== undefined) {
    // The newer word is known to OpenAI's own models, the older one to everybody else.
    if (without.has('max_tokens')) body.max_completion_tokens = maxTokens;
    else body.max_tokens = maxTokens;
  }
  if (tools.length > 0) {
    body.tools = tools.map(({ name, description, inputSchema }) => ({
      type: 'function',
      function: { name, description, parameters: inputSchema },
    }));
  }
  return body;
}

/** The parameter that this refusal names, where the request can do without it. */
export function refusedParameter(error: unknown): Optional | undefined {
  const { status, message } = error as { status?: unknown; message?: unknown };
  if (status !== 400 && status !== 422) return undefined;
  const words = typeof message === 'string' ? message : '';
  if (/stream_options|include_usage/.test(words)) return 'stream_options';
  return /max_tokens/.test(words) ? 'max_tokens' : undefined;
}
