/**
 * A fake of OpenAI's Responses API on loopback: `POST /v1/responses` as a stream of events, and `GET /v1/models`. How it is
 * scripted: provider-server.ts; what it can say: openai-dialect.ts.
 */
import type { ServerResponse } from 'node:http';
import type { Fetch } from '../../main/konsole/providers/answer';
import { warmFetch } from '../../main/konsole/providers/connections';
import type { FakeModel, ProviderFake } from './dialect';
import { createPromptCache, refusedOption } from './openai-cache';
import { openaiDialect, type OpenAIFakeBody } from './openai-dialect';
import { countWith, responseOf, usageWith } from './openai-wire';
import { type FakeRequest, startProviderServer } from './provider-server';

export interface FakeOpenAI extends ProviderFake {
  /** Requests that only fill the prompt cache (`prewarm`): answered at once, outside of every script. */
  readonly fills: FakeRequest[];
  /** Leads OpenAI's own address to this server: for an adapter that is given no address, as the real ones are. */
  readonly fetch: Fetch;
}

export async function startFakeOpenAI(port = 0): Promise<FakeOpenAI> {
  const cache = createPromptCache();
  const fills: FakeRequest[] = [];
  const own = {
    fills,
    fetch: ((address, init) => {
      const { origin, pathname, search } = new URL(
        address instanceof Request ? address.url : address,
      );
      if (origin !== 'https://api.openai.com') throw new Error(`Nothing goes to ${origin} here.`);
      return warmFetch(`${server.url}${pathname}${search}`, init);
    }) as Fetch,
    models: [{ id: 'gpt-6.2-sol', name: 'GPT-6.2 Sol', contextTokens: 1_050_000 }] as FakeModel[],
  };
  const server = await startProviderServer<unknown>(
    {
      asks: (method, path) => method === 'POST' && path === '/v1/responses',
      modelOf: (body) => (body as OpenAIFakeBody).model,
      questionOf: (body) => questionOf(body as OpenAIFakeBody),
      write: (data) =>
        `event: ${(data as { type: string }).type}\ndata: ${JSON.stringify(data)}\n\n`,
      usual: openaiDialect.answer('OK'),
      other(req, res, path) {
        if (req.method !== 'GET' || path !== '/v1/models') return false;
        res.setHeader('content-type', 'application/json');
        const data = fake.models.map(({ id, retires }) => ({
          id,
          object: 'model',
          created: 1_787_150_260,
          owned_by: 'system',
          shutdown_date: retires ?? null,
        }));
        res.end(JSON.stringify({ object: 'list', data }));
        return true;
      },
      aside(request, res) {
        const body = request.body as OpenAIFakeBody;
        const isFill = body.prompt_cache_options?.prewarm === true;
        if (isFill) fills.push(request);
        const message = refusedOption(body);
        if (message !== undefined) {
          if (!isFill) server.requests.push(request);
          tell(res, 400, {
            error: {
              message,
              type: 'invalid_request_error',
              param: null,
              code: 'invalid_parameter',
            },
          });
        } else if (isFill) {
          tell(
            res,
            200,
            responseOf(body, 'completed', [], { usage: usageWith(cache.serve(body)) }),
          );
        } else countWith(body, () => cache.serve(body));
        return message !== undefined || isFill;
      },
    },
    port,
  );
  const fake: FakeOpenAI = Object.assign(server, own, {
    dialect: openaiDialect,
    baseUrl: server.url,
  });
  const { reset } = server;
  fake.reset = () => {
    reset();
    fills.length = 0;
    cache.forget();
  };
  return fake;
}

function tell(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'content-type': 'application/json' });
  res.end(JSON.stringify(body));
}

/** All text of the last message that has text in it and comes from the person. */
function questionOf({ input }: OpenAIFakeBody): string {
  const last = input.findLast(
    ({ role, content = [] }) => role === 'user' && content.some(({ text }) => text !== undefined),
  );
  return (last?.content ?? []).map(({ text }) => text ?? '').join('\n');
}
