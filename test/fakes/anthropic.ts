/**
 * A fake Anthropic server on loopback that speaks the true wire: `POST /v1/messages` as a stream of events,
 * `GET /v1/models`, and every way in which a provider or the network between can fail. How it is scripted:
 * provider-server.ts. The ready scenarios are in anthropic-scenarios.ts.
 */
import type { ServerResponse } from 'node:http';
import { answer } from './anthropic-scenarios';
import {
  type FakeRequest as AnyRequest,
  type ProviderServer,
  type Reply as AnyReply,
  type Scenario as AnyScenario,
  startProviderServer,
} from './provider-server';

/** The body of a request, as far as tests look at it. */
export interface FakeBody {
  model: string;
  max_tokens: number;
  stream?: boolean;
  system?: { type: string; text: string; cache_control?: unknown }[];
  messages: { role: 'user' | 'assistant'; content: FakePart[] }[];
  tools?: { name: string; description: string; input_schema: Record<string, unknown> }[];
  thinking?: { type: string; display?: string };
  tool_choice?: { type: string };
  output_config?: { effort?: string };
}

export interface FakePart {
  type: string;
  text?: string;
  thinking?: string;
  signature?: string;
  id?: string;
  name?: string;
  input?: unknown;
  tool_use_id?: string;
  content?: unknown;
  is_error?: boolean;
  cache_control?: unknown;
}

export type FakeRequest = AnyRequest<FakeBody>;
export type Reply = AnyReply<FakeBody>;
export type Scenario = AnyScenario<FakeBody>;

export interface FakeAnthropic extends ProviderServer<FakeBody> {
  /** Requests that only fill the prompt cache (`max_tokens: 0`): answered at once, outside of every script. */
  readonly fills: FakeRequest[];
  /** What a fill is told to have written; undefined: it is refused, as by a server that knows no such request. */
  cacheWriteTokens: number | undefined;
  /** What `GET /v1/models` lists. */
  models: { id: string; display_name: string; max_input_tokens?: number }[];
}

export async function startFakeAnthropic(port = 0): Promise<FakeAnthropic> {
  const fills: FakeRequest[] = [];
  const own = {
    fills,
    cacheWriteTokens: 1_500 as number | undefined,
    models: [
      { id: 'claude-opus-5-5', display_name: 'Claude Opus 5.5', max_input_tokens: 1_000_000 },
    ],
  };
  const server = await startProviderServer<FakeBody>(
    {
      asks: (method, path) => method === 'POST' && path === '/v1/messages',
      modelOf: (body) => body.model,
      questionOf,
      write: (data) =>
        `event: ${(data as { type: string }).type}\ndata: ${JSON.stringify(data)}\n\n`,
      usual: answer('OK'),
      other(req, res, path) {
        if (req.method !== 'GET' || path !== '/v1/models') return false;
        res.setHeader('content-type', 'application/json');
        const list = { data: fake.models, has_more: false, first_id: null, last_id: null };
        res.end(JSON.stringify(list));
        return true;
      },
      aside(request, res) {
        if (request.body.max_tokens !== 0) return false;
        fills.push(request);
        answerFill(request.body, res, fake.cacheWriteTokens);
        return true;
      },
    },
    port,
  );
  const fake: FakeAnthropic = Object.assign(server, own);
  const { reset } = server;
  fake.reset = () => {
    reset();
    fills.length = 0;
  };
  return fake;
}

/** As the provider does: what makes no sense without an answer is refused. */
function answerFill(body: FakeBody, res: ServerResponse, written: number | undefined): void {
  const wrong = ['stream', 'thinking', 'tool_choice'].find((name) => name in body);
  const isRefused = wrong !== undefined || written === undefined;
  const refusal = {
    type: 'invalid_request_error',
    message: `max_tokens: 0 with ${wrong ?? 'you'}`,
  };
  const usage = {
    input_tokens: 3,
    output_tokens: 0,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: written ?? 0,
  };
  const message = { type: 'message', role: 'assistant', model: body.model, content: [], usage };
  res.writeHead(isRefused ? 400 : 200, { 'content-type': 'application/json' });
  res.end(JSON.stringify(isRefused ? { type: 'error', error: refusal } : message));
}

function questionOf(body: FakeBody): string {
  const asks = (message: FakeBody['messages'][number]) =>
    message.role === 'user' && message.content.some((part) => part.type === 'text');
  const last = body.messages.findLast(asks);
  return (last?.content ?? []).map((part) => part.text ?? '').join('\n');
}
