/** What the fake of Chat Completions can say, in its true wire, and how it hears a request. */
import { cut } from './cut';
import {
  type Dialect,
  type Heard,
  type HeardPart,
  heardMessages,
  jsonBody,
  pdfIn,
  type Said,
  usualUsage,
} from './dialect';
import { brokenOff } from './broken-off';
import { inPieces } from './in-pieces';
import type { Reply, Scenario } from './provider-server';

interface ContentPart {
  type: string;
  text?: string;
  image_url?: { url: string };
  file?: { filename: string; file_data: string };
}

export interface ChatFakeMessage {
  role: 'system' | 'user' | 'assistant' | 'tool';
  content: string | ContentPart[] | null;
  tool_calls?: { id: string; function: { name: string; arguments: string } }[];
  tool_call_id?: string;
}

export interface ChatFakeBody {
  model: string;
  stream?: boolean;
  stream_options?: { include_usage?: boolean };
  messages: ChatFakeMessage[];
  tools?: { function: { name: string } }[];
  max_tokens?: number;
  max_completion_tokens?: number;
  reasoning_effort?: string;
}

/** What every chunk has, in the order of the API. */
const head = (reply: Reply) => ({
  id: 'chatcmpl-fake',
  object: 'chat.completion.chunk',
  created: 1_755_005_024,
  model: reply.request.model,
  service_tier: 'default',
  system_fingerprint: null,
});

const tellsUsage = ({ request }: Reply) =>
  (request.body as ChatFakeBody).stream_options?.include_usage === true;

async function chunk(reply: Reply, said: Said, delta: object, finish_reason: string | null = null) {
  if (said.paceMs) await reply.sleep(said.paceMs);
  await reply.event({
    ...head(reply),
    choices: [{ index: 0, delta, logprobs: null, finish_reason }],
    ...(tellsUsage(reply) ? { usage: null } : {}),
  });
}

async function begin(reply: Reply, said: Said): Promise<void> {
  await chunk(reply, {}, { role: 'assistant', content: '', refusal: null });
  if (said.thinking === undefined) return;
  for (const reasoning_content of cut(said.thinking, said.chunks ?? 4)) {
    await chunk(reply, said, { reasoning_content });
  }
}

async function finish(reply: Reply, said: Said, reason: string): Promise<void> {
  await chunk(reply, {}, {}, reason);
  if (tellsUsage(reply)) {
    const { input, output, thinking, cacheRead } = { ...usualUsage, ...said.usage };
    await reply.event({
      ...head(reply),
      choices: [],
      usage: {
        prompt_tokens: input + cacheRead,
        completion_tokens: output,
        total_tokens: input + cacheRead + output,
        prompt_tokens_details: { cached_tokens: cacheRead, audio_tokens: 0 },
        completion_tokens_details: { reasoning_tokens: thinking, audio_tokens: 0 },
      },
    });
  }
  await reply.raw('data: [DONE]\n\n');
  reply.end();
}

const says =
  (text: string, said: Said, reason: string): Scenario =>
  async (reply) => {
    await begin(reply, said);
    for (const content of cut(text, said.chunks ?? 4)) await chunk(reply, said, { content });
    await finish(reply, said, reason);
  };

async function begins(reply: Reply, text: string): Promise<void> {
  reply.headers();
  if (text === '') return;
  await begin(reply, {});
  await chunk(reply, {}, { content: text });
}

const refusals: Partial<
  Record<string, [status: number, code: string, type: string, message: string]>
> = {
  key: [401, 'invalid_api_key', 'invalid_request_error', 'Incorrect API key provided.'],
  denied: [
    403,
    'insufficient_permissions',
    'invalid_request_error',
    'You have insufficient permissions for this operation.',
  ],
  payment: [
    429,
    'insufficient_quota',
    'insufficient_quota',
    'You exceeded your current quota, please check your plan and billing details.',
  ],
  'no-model': [
    404,
    'model_not_found',
    'invalid_request_error',
    'The model `none` does not exist or you do not have access to it.',
  ],
  'too-long': [
    400,
    'context_length_exceeded',
    'invalid_request_error',
    "This model's maximum context length is 8192 tokens.",
  ],
  rate: [429, 'rate_limit_exceeded', 'requests', 'Rate limit reached for requests.'],
  overloaded: [
    503,
    'server_overloaded',
    'server_error',
    'The engine is currently overloaded, please try again later.',
  ],
  trouble: [
    500,
    'server_error',
    'server_error',
    'The server had an error while processing your request.',
  ],
  invalid: [400, 'invalid_value', 'invalid_request_error', "Invalid value for 'messages'."],
};

const stops: Partial<Record<string, string>> = {
  end: 'stop',
  'max-tokens': 'length',
  refusal: 'content_filter',
};

export const chatDialect: Dialect = {
  answer: (text, said = {}) => says(text, said, 'stop'),
  toolCalls:
    (calls, said = {}) =>
    async (reply) => {
      await begin(reply, said);
      for (const content of cut(said.text ?? '', said.chunks ?? 4))
        await chunk(reply, said, { content });
      for (const [index, { name, input, id }] of calls.entries()) {
        const json = typeof input === 'string' ? input : JSON.stringify(input);
        const named = { index, id: id ?? `call_${reply.request.at}_${index}`, type: 'function' };
        await chunk(reply, said, { tool_calls: [{ ...named, function: { name, arguments: '' } }] });
        for (const piece of cut(json, said.chunks ?? 4)) {
          await chunk(reply, said, { tool_calls: [{ index, function: { arguments: piece } }] });
        }
      }
      await finish(reply, said, 'tool_calls');
    },
  stopped(reason, text) {
    const name = stops[reason];
    return name === undefined ? undefined : says(text, {}, name);
  },
  refused(kind, headers = {}) {
    const told = refusals[kind];
    if (!told) return undefined;
    const [status, code, type, message] = told;
    return jsonBody(status, { error: { message, type, param: null, code } }, headers);
  },
  errorInside: (text) => async (reply) => {
    await begins(reply, text);
    const message = 'The server had an error while processing your request.';
    await reply.event({ error: { message, type: 'server_error', param: null, code: null } });
    reply.end();
  },
  ...brokenOff(begins, 'data: {"id":"chatcmpl-fake","choices":[{"del\n\n'),
  flood: (bytes) => async (reply) => {
    await begin(reply, {});
    const content = 'flood '.repeat(1000);
    for (let sent = 0; sent < bytes && reply.alive(); sent += content.length) {
      await chunk(reply, {}, { content });
    }
    await finish(reply, {}, 'stop');
  },
  inBytes: (text, size) => inPieces(says(text, {}, 'stop'), size),
  hear: (request) => hear(request.body as ChatFakeBody),
};

function hear(body: ChatFakeBody): Heard {
  const messages: Heard['messages'] = [];
  let system = '';
  for (const message of body.messages) {
    if (message.role === 'system') {
      system += partsOf(message)
        .map((part) => (part.kind === 'text' ? part.text : ''))
        .join('');
      continue;
    }
    const role = message.role === 'assistant' ? 'assistant' : 'user';
    messages.push({ role, parts: partsOf(message) });
  }
  const maxTokens = body.max_tokens ?? body.max_completion_tokens;
  return {
    system,
    tools: (body.tools ?? []).map((tool) => tool.function.name),
    messages: heardMessages(messages),
    ...(body.reasoning_effort === undefined ? {} : { effort: body.reasoning_effort }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
  };
}

function partsOf({ role, content, tool_calls, tool_call_id }: ChatFakeMessage): HeardPart[] {
  const list = typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? []);
  if (role === 'tool') {
    const text = list.map((part) => part.text ?? '').join('');
    return [{ kind: 'result', id: tool_call_id ?? '', text, images: [] }];
  }
  const said = list.map((part: ContentPart): HeardPart => {
    if (part.file) return pdfIn(part.file.filename, part.file.file_data);
    if (!part.image_url) return { kind: 'text', text: part.text ?? '' };
    return { kind: 'image', data: part.image_url.url.replace(/^data:[^,]*,/, '') };
  });
  const calls = (tool_calls ?? []).map(
    ({ id, function: { name, arguments: json } }): HeardPart => ({
      kind: 'call',
      id,
      name,
      input: JSON.parse(json) as unknown,
    }),
  );
  return [...said, ...calls];
}
