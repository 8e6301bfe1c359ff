/**
 * A fake provider on loopback: scripted answers, one for each request, and whatever a network can do to them. What is said
 * on its wire is another's business (anthropic.ts, openai.ts, gemini.ts).
 *
 *   fake.next(answer('Hello'), overloaded());           // one scenario a request, in order
 *   fake.when('weather', [toolCalls([…]), answer('Sunny')]);
 *   fake.otherwise(answer('Whatever'));                 // when nothing else fits (the default: "OK")
 *   fake.requests                                       // what came: headers, body, the last question
 *   await fake.close();
 *
 * `when(token, …)` serves requests whose last question contains the token, one scenario each, the last one
 * again and again; it goes before the queue of `next`. A scenario is any `(reply) => void | Promise<void>`. Two sessions
 * can be scripted at once by two tokens; `model` keeps a token to requests of one model, where a question may quote
 * another's words.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeRequest<Body = unknown> {
  headers: IncomingMessage['headers'];
  /** With its search. */
  path: string;
  body: Body;
  model: string;
  /** All text of the last message that has text in it and comes from the person. */
  question: string;
  at: number;
}

/** How a scenario answers. */
export interface Reply<Body = unknown> {
  readonly request: FakeRequest<Body>;
  readonly res: ServerResponse;
  /** False once the client went away. */
  alive(): boolean;
  /** Resolves when the client went away. */
  gone: Promise<void>;
  /** Starts the stream of events; done by `event` and `raw` if needed. */
  headers(status?: number, headers?: Record<string, string>): void;
  /** One event of the stream, as this wire writes one; waits when the client does not read. */
  event(data: object): Promise<void>;
  /** Bytes as they are; waits when the client does not read. */
  raw(bytes: string | Uint8Array): Promise<void>;
  /** Ends early when the client goes away. */
  sleep(ms: number): Promise<void>;
  end(): void;
  /** Cuts the connection without an end. */
  cut(): void;
}

export type Scenario<Body = unknown> = (reply: Reply<Body>) => void | Promise<void>;

export interface ProviderServer<Body = unknown> {
  readonly url: string;
  readonly port: number;
  readonly requests: FakeRequest<Body>[];
  next(...scenarios: Scenario<Body>[]): void;
  when(token: string, scenarios: Scenario<Body> | Scenario<Body>[], model?: string): void;
  otherwise(scenario: Scenario<Body>): void;
  /** Streams that are open now. */
  open(): number;
  /** Bytes written to clients so far. */
  sentBytes(): number;
  /** What went wrong in the fake itself: a scenario or a reading of a request that threw, a path that it does not know. */
  readonly faults: readonly Error[];
  /** Forgets scripts and requests. */
  reset(): void;
  close(): Promise<void>;
}

/** What one wire has of its own. */
export interface FakeWire<Body> {
  /** True for a request that asks a model. */
  asks(method: string, path: string): boolean;
  modelOf(body: Body, path: string): string;
  questionOf(body: Body): string;
  /** One event as it is written into the stream. */
  write(data: object): string;
  /** When nothing is scripted. */
  usual: Scenario<Body>;
  /** Answers every other request, and says whether it did; the rest is 404. */
  other?(req: IncomingMessage, res: ServerResponse, path: string): boolean;
  /** Answers a request outside of every script, and says whether it did. */
  aside?(request: FakeRequest<Body>, res: ServerResponse): boolean;
}

export async function startProviderServer<Body>(
  wire: FakeWire<Body>,
  port = 0,
): Promise<ProviderServer<Body>> {
  const requests: FakeRequest<Body>[] = [];
  let queue: Scenario<Body>[] = [];
  let tokens: { token: string; scenarios: Scenario<Body>[]; model: string | undefined }[] = [];
  let fallback = wire.usual;
  const faults: Error[] = [];
  let open = 0;
  let sent = 0;

  function choose(request: FakeRequest<Body>): Scenario<Body> {
    const found = tokens.find(
      ({ token, model = request.model }) =>
        model === request.model && request.question.includes(token),
    );
    if (found) {
      const first = found.scenarios[0] ?? fallback;
      if (found.scenarios.length > 1) found.scenarios.shift();
      return first;
    }
    return queue.shift() ?? fallback;
  }

  const server = createServer((req, res) => {
    void serve(req, res).catch((error: unknown) => {
      faults.push(new Error(`The fake failed at ${req.method} ${req.url}.`, { cause: error }));
      res.destroy();
    });
  });

  async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = req.url ?? '';
    const plain = path.split('?')[0] ?? '';
    if (!wire.asks(req.method ?? '', plain)) {
      if (wire.other?.(req, res, plain)) return;
      if (req.method === 'GET' || req.method === 'POST') {
        faults.push(
          new Error(`The fake serves no ${req.method} ${path}: see its "asks" and "other".`),
        );
      }
      res.statusCode = 404;
      res.end();
      return;
    }
    const body = JSON.parse(await readBody(req)) as Body;
    const request: FakeRequest<Body> = {
      headers: req.headers,
      path,
      body,
      model: wire.modelOf(body, plain),
      question: wire.questionOf(body),
      at: Date.now(),
    };
    if (wire.aside?.(request, res)) return;
    requests.push(request);
    open += 1;
    try {
      await choose(request)(makeReply(wire, request, res, (bytes) => (sent += bytes)));
    } finally {
      open -= 1;
    }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
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
    faults,
    reset() {
      requests.length = 0;
      faults.length = 0;
      queue = [];
      tokens = [];
      fallback = wire.usual;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function readBody(req: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    req.on('error', reject);
  });
}

function makeReply<Body>(
  wire: FakeWire<Body>,
  request: FakeRequest<Body>,
  res: ServerResponse,
  count: (bytes: number) => void,
): Reply<Body> {
  let gone = false;
  const left = new Promise<void>((resolve) => {
    res.once('close', () => {
      gone = true;
      resolve();
    });
  });
  const reply: Reply<Body> = {
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
    event: (data) => reply.raw(wire.write(data)),
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
