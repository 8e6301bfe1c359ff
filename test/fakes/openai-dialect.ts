/** What the fake of OpenAI's Responses API can say, in its true wire, and how it hears a request. */
import type { RefusalKind } from '../../main/konsole/providers/refusals';
import {
  type Dialect,
  type Heard,
  type HeardPart,
  heardMessages,
  jsonBody,
  pdfIn,
  type Said,
} from './dialect';
import { brokenOff } from './broken-off';
import { inPieces } from './in-pieces';
import { speaks } from './openai-wire';
import type { Reply, Scenario } from './provider-server';

interface Content {
  type: string;
  text?: string;
  image_url?: string;
  prompt_cache_breakpoint?: { mode: string };
  filename?: string;
  file_data?: string;
}

export interface OpenAIFakeItem {
  type: string;
  role?: 'user' | 'assistant' | 'developer';
  content?: Content[];
  phase?: string;
  id?: string;
  summary?: { type: string; text: string }[];
  encrypted_content?: string;
  call_id?: string;
  name?: string;
  arguments?: string;
  output?: string | Content[];
}

/** The body of a request, as far as tests look at it. */
export interface OpenAIFakeBody {
  model: string;
  stream?: boolean;
  store?: boolean;
  include?: string[];
  instructions?: string;
  input: OpenAIFakeItem[];
  tools?: { type: string; name: string; strict?: boolean }[];
  parallel_tool_calls?: boolean;
  max_output_tokens?: number;
  reasoning?: { effort?: string; summary?: string };
  text?: { verbosity?: string };
  service_tier?: string;
  prompt_cache_key?: string;
  prompt_cache_options?: { prewarm?: boolean };
}

const answers =
  (text: string, said: Said): Scenario =>
  async (reply) => {
    const speaker = await speaks(reply, said);
    if (said.thinking !== undefined) await speaker.think(said.thinking);
    await speaker.say(text);
    await speaker.end('completed');
  };

/** Text whose end is not told; with none, headers alone. */
async function begins(reply: Reply, text: string): Promise<void> {
  reply.headers();
  if (text !== '') await (await speaks(reply, {})).say(text, 'open');
}

type Told = [status: number, type: string, code: string | null, message: string];

const refusals: Partial<Record<RefusalKind, Told>> = {
  key: [
    401,
    'invalid_request_error',
    'invalid_api_key',
    'Incorrect API key provided: key-of-t*****************6789. You can find your API key at https://platform.openai.com/account/api-keys.',
  ],
  denied: [
    403,
    'invalid_request_error',
    'model_not_found',
    'Project `proj_fake` does not have access to model `gpt-6.2-sol`',
  ],
  payment: [
    429,
    'insufficient_quota',
    'insufficient_quota',
    'You exceeded your current quota, please check your plan and billing details.',
  ],
  'no-model': [
    400,
    'invalid_request_error',
    'model_not_found',
    "The requested model 'none' does not exist.",
  ],
  'too-long': [
    400,
    'invalid_request_error',
    'context_length_exceeded',
    'Your input exceeds the context window of this model. Please adjust your input and try again.',
  ],
  rate: [
    429,
    'tokens',
    'rate_limit_exceeded',
    'Rate limit reached for gpt-6.2-sol in organization org-fake on tokens per min (TPM): Limit 30000, Used 29000, Requested 2000. Please try again in 2s.',
  ],
  overloaded: [
    503,
    'server_error',
    null,
    'The engine is currently overloaded, please try again later',
  ],
  trouble: [
    500,
    'server_error',
    'server_error',
    'The server had an error while processing your request. Sorry about that!',
  ],
  invalid: [
    400,
    'invalid_request_error',
    'unsupported_value',
    "Unsupported value: 'none' is not supported with this model.",
  ],
};

export const openaiDialect: Dialect = {
  answer: (text, said = {}) => answers(text, said),
  toolCalls:
    (calls, said = {}) =>
    async (reply) => {
      const speaker = await speaks(reply, said);
      if (said.thinking !== undefined) await speaker.think(said.thinking);
      if (said.text !== undefined) await speaker.say(said.text);
      for (const call of calls) await speaker.call(call);
      await speaker.end('completed');
    },
  stopped(reason, text) {
    switch (reason) {
      case 'end':
        return answers(text, {});
      case 'max-tokens':
        return async (reply) => {
          const speaker = await speaks(reply);
          await speaker.say(text);
          const incomplete_details = { reason: 'max_output_tokens' };
          await speaker.end('incomplete', { incomplete_details });
        };
      case 'refusal':
        return async (reply) => {
          const speaker = await speaks(reply);
          await speaker.say(text);
          await speaker.refuse("I'm sorry, but I cannot assist with that request.");
          await speaker.end('completed');
        };
      default:
        return undefined;
    }
  },
  refused(kind, headers = {}) {
    const told = refusals[kind];
    if (!told) return undefined;
    const [status, type, code, message] = told;
    return jsonBody(status, { error: { message, type, param: null, code } }, headers);
  },
  errorInside: (text) => async (reply) => {
    const speaker = await speaks(reply);
    await speaker.say(text, 'open');
    const message = 'An error occurred while processing your request. You can retry your request.';
    await speaker.end('failed', { error: { code: 'server_error', message }, usage: null });
  },
  ...brokenOff(begins, 'event: response.output_text.delta\ndata: {"type":"response.output_te\n\n'),
  flood: (bytes) => async (reply) => {
    const speaker = await speaks(reply);
    await speaker.say('', 'open');
    const piece = 'flood '.repeat(1000);
    for (let sent = 0; sent < bytes && reply.alive(); sent += piece.length) {
      await speaker.more(piece);
    }
    await speaker.end('completed');
  },
  inBytes: (text, size) => inPieces(answers(text, {}), size),
  hear: (request) => hear(request.body as OpenAIFakeBody),
};

function hear(body: OpenAIFakeBody): Heard {
  const messages: Heard['messages'] = [];
  let system = body.instructions ?? '';
  for (const item of body.input) {
    if (item.role === 'developer') {
      system += (item.content ?? []).map(({ text = '' }) => text).join('');
      continue;
    }
    const isOwn =
      item.type === 'reasoning' || item.type === 'function_call' || item.role === 'assistant';
    const role = isOwn ? 'assistant' : 'user';
    messages.push({ role, parts: heardParts(item) });
  }
  const effort = body.reasoning?.effort;
  const maxTokens = body.max_output_tokens;
  return {
    system,
    tools: (body.tools ?? []).map(({ name }) => name),
    messages: heardMessages(messages),
    ...(effort === undefined ? {} : { effort }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
  };
}

function heardParts(item: OpenAIFakeItem): HeardPart[] {
  const id = item.call_id ?? '';
  switch (item.type) {
    case 'reasoning':
      return [{ kind: 'sealed', seal: item.encrypted_content ?? '' }];
    case 'function_call':
      return [{ kind: 'call', id, name: item.name ?? '', input: JSON.parse(item.arguments ?? '') }];
    case 'function_call_output': {
      const { output = '' } = item;
      const content = typeof output === 'string' ? [{ type: 'input_text', text: output }] : output;
      const text = content.map((part) => part.text ?? '').join('');
      return [{ kind: 'result', id, text, images: content.flatMap(imageOf) }];
    }
    default:
      return (item.content ?? []).flatMap((part): HeardPart[] => [
        ...(part.text === undefined ? [] : [{ kind: 'text' as const, text: part.text }]),
        ...imageOf(part).map((data) => ({ kind: 'image' as const, data })),
        ...pdfOf(part),
      ]);
  }
}

function pdfOf({ type, filename = '', file_data = '' }: Content): HeardPart[] {
  return type === 'input_file' ? [pdfIn(filename, file_data)] : [];
}

const imageOf = ({ image_url }: Content): string[] =>
  image_url === undefined ? [] : [image_url.replace(/^data:[^,]*,/, '')];
