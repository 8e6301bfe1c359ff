/**
 * A fake Anthropic server on loopback that speaks the true wire: `POST /v1/messages` as a stream of events,
 * `GET /v1/models`, and every way in which a provider or the network between can fail.
 *
 *   const fake = await startFakeAnthropic();            // fake.url is the provider's `baseUrl`
 *   fake.next(answer('Hello'), overloaded());           // one scenario a request, in order
 *   fake.when('weather', [toolCalls([{ name: 'glob', input: { pattern: '*' } }]), answer('Sunny')]);
 *   fake.otherwise(answer('Whatever'));                 // when nothing else fits (the default: "OK")
 *   fake.requests                                       // what came: headers, body, the last question
 *   await fake.close();
 *
 * `when(token, …)` serves requests whose last question contains the token, one scenario each, the last one
 * again and again; it goes before the queue of `next`. A scenario is any `(reply) => void | Promise<void>`;
 * the ready ones are in anthropic-scenarios.ts. Two sessions can be scripted at once by two tokens; `model` keeps a
 * token to requests of one model, where a question may quote another's words.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer } from './anthropic-scenarios';

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

export interface FakeRequest {
  headers: IncomingMessage['headers'];
  body: FakeBody;
  /** All text of the last message that has text in it and comes from the person. */
  question: string;
  at: number;
}

/** How a scenario answers. */
export interface Reply {
  readonly request: FakeRequest;
  readonly res: ServerResponse;
  /** False once the client went away. */
  alive(): boolean;
  /** Resolves when the client went away. */
  gone: Promise<void>;
  /** Starts the stream of events; done by `event` if needed. */
  headers(status?: number, headers?: Record<string, string>): void;
  /** One event of the stream; waits when the client does not read. */
  event(data: { type: string } & Record<string, unknown>): Promise<void>;
  /** Bytes as they are; waits when the client does not read. */
  raw(bytes: string): Promise<void>;
  /** Ends early when the client goes away. */
  sleep(ms: number): Promise<void>;
  end(): void;
  /** Cuts the connection without an end. */
  cut(): void;
}

export type Scenario = (reply: Reply) => void | Promise<void>;

export interface FakeAnthropic {
  readonly url: string;
  readonly port: number;
  readonly requests: FakeRequest[];
  /** Requests that only fill the prompt cache (`max_tokens: 0`): answered at once, outside of every script. */
  readonly fills: FakeRequest[];
  /** What a fill is told to have written; undefined: it is refused, as by a server that knows no such request. */
  cacheWriteTokens: number | undefined;
  /** What `GET /v1/models` lists. */
  models: { id: string; display_name: string; max_input_tokens?: number }[];
  next(...scenarios: Scenario[]): void;
  when(token: string, scenarios: Scenario | Scenario[], model?: string): void;
  otherwise(scenario: Scenario): void;
  /** Streams that are open now. */
  open(): number;
  /** Bytes written to clients so far. */
  sentBytes(): number;
  /** Forgets scripts and requests. */
  reset(): void;
  close(): Promise<void>;
}

export async function startFakeAnthropic(port = 0): Promise<FakeAnthropic> {
  const requests: FakeRequest[] = [];
  const fills: FakeRequest[] = [];
  let queue: Scenario[] = [];
  let tokens: { token: string; scenarios: Scenario[]; model: string | undefined }[] = [];
  let fallback: Scenario = answer('OK');
  let open = 0;
  let sent = 0;

  function choose(request: FakeRequest): Scenario {
    const found = tokens.find(
      ({ token, model = request.body.model }) =>
        model === request.body.model && request.question.includes(token),
    );
    if (found) {
      const first = found.scenarios[0] ?? fallback;
      if (found.scenarios.length > 1) found.scenarios.shift();
      return first;
    }
    return queue.shift() ?? fallback;
  }

  const server = createServer((req, res) => {
    void serve(req, res).catch(() => res.destroy());
  });

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = (req.url ?? '').split('?')[0];
    if (req.method === 'GET' && path === '/v1/models') {
      res.setHeader('content-type', 'application/json');
      res.end(
        JSON.stringify({ data: fake.models, has_more: false, first_id: null, last_id: null }),
      );
      return;
    }
    if (req.method !== 'POST' || path !== '/v1/messages') {
      res.statusCode = 404;
      res.end();
      return;
    }
    const body = JSON.parse(await readBody(req)) as FakeBody;
    const request: FakeRequest = {
      headers: req.headers,
      body,
      question: questionOf(body),
      at: Date.now(),
    };
    if (body.max_tokens === 0) {
      fills.push(request);
      answerFill(body, res, fake.cacheWriteTokens);
      return;
    }
    requests.push(request);
    open += 1;
    try {
      await choose(request)(makeReply(request, res, (bytes) => (sent += bytes)));
    } finally {
      open -= 1;
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  const fake: FakeAnthropic = {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    fills,
    cacheWriteTokens: 1_500,
    models: [
      { id: 'claude-opus-5-5', display_name: 'Claude Opus 5.5', max_input_tokens: 1_000_000 },
    ],
    next: (...scenarios) => void queue.push(...scenarios),
    when: (token, scenarios, model) =>
      void tokens.push({
        token,
        scenarios: Array.isArray(scenarios) ? [...scenarios] : [scenarios],
        model,
      }),
    otherwise: (scenario) => void (fallback = scenario),
    open: () => open,
    sentBytes: () => sent,
    reset() {
      requests.length = 0;
      fills.length = 0;
      queue = [];
      tokens = [];
      fallback = answer('OK');
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
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

function readBody(req: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    req.on('error', reject);
  });
}

function questionOf(body: FakeBody): string {
  const asks = (message: FakeBody['messages'][number]) =>
    message.role === 'user' && message.content.some((part) => part.type === 'text');
  const last = body.messages.findLast(asks);
  return (last?.content ?? []).map((part) => part.text ?? '').join('\n');
}

function makeReply(
  request: FakeRequest,
  res: ServerResponse,
  count: (bytes: number) => void,
): Reply {
  let gone = false;
  const left = new Promise<void>((resolve) => {
    res.once('close', () => {
      gone = true;
      resolve();
    });
  });
  const reply: Reply = {
    request,
    res,
    alive: () => !gone,
    gone: left,
    headers(status = 200, headers = {}) {
      if (res.headersSent) return;
      res.writeHead(status, {
        'content-type': 'text/event-stream; charset=utf-8',
        'request-id': 'req_fake',
        ...headers,
      });
      res.flushHeaders();
    },
    event: (data) => reply.raw(`event: ${data.type}\ndata: ${JSON.stringify(data)}\n\n`),
    async raw(bytes) {
      if (gone) return;
      reply.headers();
      count(Buffer.byteLength(bytes));
      if (res.write(bytes)) return;
      await Promise.race([new Promise<void>((resolve) => res.once('drain', resolve)), left]);
    },
    async sleep(ms) {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, ms);
      });
      await Promise.race([late, left]);
      clearTimeout(timer);
    },
    end: () => void res.end(),
    cut: () => void res.destroy(),
  };
  return reply;
}
