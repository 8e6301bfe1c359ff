/** The adapter for Chat Completions against a fake server: what it learns, what goes back, what went wrong. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAdapter } from '../../../main/konsole/providers/index';
import {
  type ModelEvent,
  type ModelRequest,
  type ModelTurn,
  type ProviderAdapter,
  ProviderError,
} from '../../../main/konsole/providers/types';
import { jsonBody, type ProviderFake } from '../../fakes/dialect';
import { startFakeChat } from '../../fakes/openai-chat';
import type { Scenario } from '../../fakes/provider-server';
import { block } from './conversation-rules';

const model = 'some-chat-model';
const never = new AbortController().signal;
const question: ModelTurn = { id: 't', text: 'Hi', status: 'running', blocks: [] };

let fake: ProviderFake;
let adapter: ProviderAdapter;
beforeAll(async () => {
  fake = await startFakeChat();
});
beforeEach(async () => {
  fake.reset();
  // Of its own for each test: it learns what the server is like.
  const access = { id: 'x', kind: 'openai-chat', baseUrl: fake.baseUrl, key: 'a-key-0123456789' };
  adapter = await createAdapter(access, { now: Date.now });
});
afterAll(() => fake.close());

async function ask(changes: Partial<ModelRequest> = {}): Promise<ModelEvent[]> {
  const request = { model, system: 'Be short.', tools: [], turns: [question], ...changes };
  const told: ModelEvent[] = [];
  for await (const events of adapter.stream(request, never)) told.push(...events);
  return told;
}

async function fails(changes: Partial<ModelRequest> = {}): Promise<ProviderError> {
  const error: unknown = await ask(changes).catch((thrown: unknown) => thrown);
  if (!(error instanceof ProviderError)) throw new Error('it did not fail in words');
  return error;
}

const bodies = () => fake.requests.map(({ body }) => body as Record<string, unknown>);
const refuses = (message: string, status = 400) => jsonBody(status, { error: { message } });

describe('what a server does not take', () => {
  test.each([
    ['in words', refuses('Unrecognized request argument supplied: stream_options')],
    [
      'as a place in the body',
      jsonBody(422, { detail: [{ loc: ['body', 'stream_options'], msg: 'Extra inputs' }] }),
    ],
  ])('is left out of the next try and of every later request, told %s', async (_how, refusal) => {
    fake.next(refusal);
    const told = await ask();
    expect(told.at(-1)).toEqual({ type: 'stop', reason: 'end' });
    await ask();
    expect(bodies().map(({ stream_options: asked }) => asked)).toEqual([
      { include_usage: true },
      undefined,
      undefined,
    ]);
  });

  test('may be the older word for the longest answer, and then the newer one is used', async () => {
    const words = "Unsupported parameter: 'max_tokens' is not supported with this model.";
    fake.next(refuses(`${words} Use 'max_completion_tokens' instead.`));
    await ask({ maxTokens: 500 });
    await ask({ maxTokens: 500 });
    const bounds = bodies().map((body) => [body.max_tokens, body.max_completion_tokens]);
    expect(bounds).toEqual([
      [500, undefined],
      [undefined, 500],
      [undefined, 500],
    ]);
  });

  test('may be a bound that is too large: it is left out of this request alone', async () => {
    fake.next(refuses('max_tokens is too large: this model supports at most 100'));
    await ask({ maxTokens: 500 });
    await ask({ maxTokens: 50 });
    expect(bodies().map((body) => body.max_tokens)).toEqual([500, undefined, 50]);
  });

  test('may be how much is to be thought', async () => {
    const known = { model: 'claude-opus-5-5', effort: 'high' };
    fake.next(refuses("Unknown parameter: 'reasoning_effort'"));
    await ask(known);
    expect(bodies().map((body) => body.reasoning_effort)).toEqual(['high', undefined]);
  });

  test('may be several things, one refusal after another', async () => {
    fake.next(
      refuses('stream_options: unknown field'),
      refuses('max_tokens: unknown field'),
      refuses('max_completion_tokens: unknown field'),
    );
    await ask({ maxTokens: 500 });
    expect(bodies().at(-1)).toEqual({
      model,
      stream: true,
      messages: [
        { role: 'system', content: 'Be short.' },
        { role: 'user', content: 'Hi' },
      ],
    });
  });

  test('is asked for no second time where the refusal names nothing of the kind', async () => {
    fake.next(refuses('The messages are wrong'));
    expect((await fails()).error.message).toContain('The messages are wrong');
    expect(fake.requests).toHaveLength(1);
  });

  test('does not go on for ever with a server that refuses whatever it is asked', async () => {
    fake.otherwise(refuses('stream_options, max_tokens, max_completion_tokens, reasoning_content'));
    expect((await fails({ maxTokens: 5 })).error.code).toBe('provider');
    expect(fake.requests.length).toBeLessThanOrEqual(6);
  });
});

describe('what a model thought', () => {
  const delta = (value: object, finish_reason: string | null = null) => ({
    choices: [{ index: 0, delta: value, finish_reason }],
  });
  const sealed = [{ type: 'reasoning.encrypted', data: 's==', index: 0 }];
  const turnOf = (opaque: Record<string, unknown>): ModelTurn => ({
    ...question,
    blocks: [
      block('a', 'thinking', { text: 'I look.', opaque: { model, ...opaque } }),
      block('b', 'tool', { name: 'read', text: '{}', status: 'ok', startedAt: 1 }),
    ],
  });

  test('goes back as it was sealed, and once it is refused, not at all', async () => {
    const says: Scenario = async (reply) => {
      await reply.event(delta({ reasoning: 'Hm', reasoning_details: sealed }));
      await reply.event(delta({ content: 'Hi' }, 'stop'));
      reply.end();
    };
    fake.next(says);
    const closed = (await ask()).find((event) => event.type === 'close');
    const opaque = closed?.type === 'close' ? closed.opaque : undefined;
    expect(opaque).toEqual({ model, reasoningDetails: sealed });

    fake.next(refuses('Invalid signature in thinking block'), says);
    const again = await ask({ turns: [turnOf(opaque ?? {})] });
    expect(bodies().map((body) => JSON.stringify(body).includes('s=='))).toEqual([
      false,
      true,
      false,
    ]);
    // What it thinks now knows of no thinking before.
    expect(again.find((event) => event.type === 'close')).toMatchObject({ opaque: { bare: true } });
  });

  test('goes back in plain words to a server that says that it wants it', async () => {
    const words = 'Missing `reasoning_content` field in the assistant message';
    fake.next(refuses(words));
    await ask({ turns: [turnOf({ plain: true })] });
    await ask({ turns: [turnOf({ plain: true })] });
    expect(bodies().map((body) => JSON.stringify(body).includes('I look.'))).toEqual([
      false,
      true,
      true,
    ]);
  });
});

describe('a refusal', () => {
  test.each([
    [
      'of Ollama',
      404,
      { error: { message: 'model "x" not found, try pulling it first' } },
      'unknown-model',
    ],
    ['of Ollama, as a text', 404, { error: 'model "x" not found' }, 'unknown-model'],
    ['of OpenRouter', 400, { error: { message: 'x is not a valid model ID' } }, 'unknown-model'],
    ['of OpenRouter', 402, { error: { message: 'Insufficient credits', code: 402 } }, 'provider'],
    [
      'of vLLM',
      404,
      { object: 'error', message: 'The model `x` does not exist.', code: 404 },
      'unknown-model',
    ],
    [
      'of vLLM',
      400,
      { message: "This model's maximum context length is 8192 tokens", type: 'BadRequestError' },
      'too-long',
    ],
    [
      'of llama-server',
      400,
      {
        error: {
          message: 'the request exceeds the available context size',
          type: 'exceed_context_size_error',
        },
      },
      'too-long',
    ],
    [
      'of llama-server, as a fault',
      500,
      { error: { message: 'context size exceeded', type: 'server_error', code: 500 } },
      'too-long',
    ],
    [
      'of Groq',
      400,
      { error: { message: 'The model `x` has been decommissioned', code: 'model_decommissioned' } },
      'unknown-model',
    ],
    [
      'of a model without eyes',
      400,
      { error: 'For this model image_url is not supported' },
      'provider',
    ],
    ['of FastAPI', 422, { detail: [{ msg: 'Field required' }] }, 'provider'],
    ['of a list', 400, { errors: [{ message: 'No such field' }] }, 'provider'],
    ['of Gemini', 400, [{ error: { message: 'API key not valid.', code: 400 } }], 'bad-key'],
    [
      'of Groq',
      413,
      { error: { message: 'Request too large for model', code: 'rate_limit_exceeded' } },
      'too-long',
    ],
    ['without a body', 401, {}, 'bad-key'],
  ])('%s (HTTP %i) is told for what it is', async (_who, status, body, code) => {
    fake.next(jsonBody(status, body));
    const { error, retry } = await fails();
    expect(error.code).toBe(code);
    expect(error.message).not.toMatch(/[{}]/);
    expect(error.hint).toBeTruthy();
    expect(retry).toBe(false);
    expect(fake.requests).toHaveLength(1);
  });

  test('of a server behind the server has its words', async () => {
    const metadata = { raw: '{"error":{"message":"Bad schema"}}', provider_name: 'Deep' };
    fake.next(
      jsonBody(400, { error: { message: 'Provider returned error', code: 400, metadata } }),
    );
    expect((await fails()).error.message).toContain('Provider returned error: Bad schema');
  });

  test('that is no error but a whole answer is read as one', async () => {
    const message = { role: 'assistant', content: 'Hi' };
    fake.next(jsonBody(200, { choices: [{ message, finish_reason: 'length' }] }));
    expect((await ask()).at(-1)).toEqual({ type: 'stop', reason: 'max-tokens' });
  });

  test('in an answer that is well, and no stream, is told', async () => {
    fake.next(jsonBody(200, { object: 'error', message: 'The model `x` does not exist.' }));
    expect((await fails()).error.message).toContain('does not exist');
  });
});

describe('a stream', () => {
  const sends =
    (...bytes: string[]): Scenario =>
    async (reply) => {
      for (const piece of bytes) await reply.raw(piece);
      reply.end();
    };
  const hi = 'data: {"choices":[{"delta":{"content":"Hi"},"finish_reason":"stop"}]}';

  test.each([
    ['begins with a comment that keeps it open', [': OPENROUTER PROCESSING\n\n', `${hi}\n\n`]],
    ['has lines that end in CRLF', [`${hi}\r\n\r\n`, 'data: [DONE]\r\n\r\n']],
    ['has no empty line at its end', [`${hi}\n\n`, 'data: [DONE]']],
    ['has no blank behind "data:"', [`${hi.replace(': ', ':')}\n\n`, 'data:[DONE]\n\n']],
    ['names its events', [`event: message\n${hi}\n\n`, 'event: done\ndata: [DONE]\n\n']],
  ])('that %s is read', async (_how, bytes) => {
    fake.next(sends(...bytes));
    const told = await ask();
    expect(told).toContainEqual({ type: 'delta', index: 0, text: 'Hi' });
    expect(told.at(-1)).toEqual({ type: 'stop', reason: 'end' });
  });
});
