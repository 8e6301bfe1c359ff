/** What Gemini's adapter asks its server, and what it makes of a list of models and of odd answers. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGeminiAdapter } from '../../../main/konsole/providers/gemini/adapter';
import { createAdapter } from '../../../main/konsole/providers/index';
import type { ModelRequest, ProviderAdapter } from '../../../main/konsole/providers/types';
import { jsonBody, type ProviderFake } from '../../fakes/dialect';
import { startFakeGemini } from '../../fakes/gemini';
import type { GeminiFakeBody } from '../../fakes/gemini-dialect';
import { blocksOf, question, readTool, textOf } from './contract/house';
import { block } from './conversation-rules';

const key = 'AIzaSy-key-of-this-test-0123456789abcdef';
const model = 'gemini-4-argon';
const never = new AbortController().signal;
let fake: ProviderFake;
let adapter: ProviderAdapter;

beforeAll(async () => {
  fake = await startFakeGemini();
  const access = { id: 'g', kind: 'gemini', baseUrl: `${fake.baseUrl}/v1beta/`, key };
  adapter = await createAdapter(access, { now: Date.now });
});
beforeEach(() => fake.reset());
afterAll(() => fake.close());

async function collect(changes: Partial<ModelRequest> = {}, asked = adapter) {
  const request = { model, system: 'Be short.', tools: [readTool], turns: [question], ...changes };
  const events = [];
  for await (const piece of asked.stream(request, never)) events.push(...piece);
  return events;
}

test('the key goes in a header of its own, and the address has the model and the kind of stream', async () => {
  await collect();
  const [request] = fake.requests;
  expect(request?.path).toBe(`/v1beta/models/${model}:streamGenerateContent?alt=sse`);
  expect(request?.headers['x-goog-api-key']).toBe(key);
  expect(request?.headers.authorization).toBeUndefined();
  const body = request?.body as GeminiFakeBody | undefined;
  const { name, description, inputSchema } = readTool;
  expect(body?.tools).toEqual([
    { functionDeclarations: [{ name, description, parametersJsonSchema: inputSchema }] },
  ]);
});

test('a server that wants no key is sent none', async () => {
  const access = { id: 'g', kind: 'gemini', baseUrl: fake.baseUrl };
  await collect({}, await createAdapter(access, { now: Date.now }));
  expect(fake.requests[0]?.headers).not.toHaveProperty('x-goog-api-key');
});

test('what was sealed and is taken back no more is left out, and the answer says that it knew none of it', async () => {
  const { answer } = fake.dialect;
  fake.next(answer('Four.', { thinking: 'Two and two.' }));
  const blocks = blocksOf(await collect());
  const message = 'Thought signature is not valid.';
  const error = { code: 400, message, status: 'INVALID_ARGUMENT' };
  fake.next(jsonBody(400, { error }), answer('Yes.', { thinking: 'Sure.' }));
  const before = { id: 'a', text: 'Add.', status: 'completed' as const, blocks };
  const events = await collect({ turns: [before, question] });
  expect(textOf(events, 'text')).toBe('Yes.');
  const [, refused, again] = fake.requests.map(({ body }) => JSON.stringify(body));
  expect(refused).toContain('thoughtSignature');
  expect(again).not.toContain('thoughtSignature');
  expect(blocksOf(events)[1]?.opaque).toMatchObject({ model, bare: true });
});

test('a turn that another model began, with calls and words and a GIF, goes on here', async () => {
  const opaque = { model: 'claude-opus-5-5', signature: 'foreign' };
  const blocks = [
    block('a', 'text', { text: 'I look.', opaque }),
    block('b', 'tool', { name: 'read', text: '{}', status: 'ok', startedAt: 1, opaque }),
    block('c', 'output', { parent: 'b', text: 'Words.' }),
    block('d', 'text', { text: 'So far it', opaque }),
  ];
  const attached = [{ name: 'a.gif', type: 'image/gif', data: 'R0lG' }];
  // The fake refuses what the API refuses of each of these.
  expect(textOf(await collect({ turns: [{ ...question, attached, blocks }] }), 'text')).toBe('OK');
});

test('a refusal in a list of one is read, and its words have no key', async () => {
  const message = `API key not valid: ${key}`;
  const error = { code: 400, message, status: 'INVALID_ARGUMENT', details: [] };
  fake.next(jsonBody(400, [{ error }]));
  await expect(collect()).rejects.toMatchObject({ error: { code: 'bad-key', status: 400 } });
  fake.next(jsonBody(400, [{ error: { ...error, message: `Odd: ${key}` } }]));
  const thrown = await collect().catch((one: unknown) => one);
  expect(thrown).toMatchObject({ error: { code: 'provider' } });
  expect(JSON.stringify(thrown)).not.toContain('AIza');
});

test('an error as the whole of an answer that says it is well is told', async () => {
  const error = { code: 503, message: 'Overloaded.', status: 'UNAVAILABLE' };
  fake.next(jsonBody(200, { error }));
  await expect(collect()).rejects.toMatchObject({ error: { code: 'overloaded' }, retry: {} });
});

describe('the list of models', () => {
  /** Answers with these bodies, one after another, and keeps what was asked. */
  function listing(...bodies: string[]) {
    const asked: string[] = [];
    const headers = { 'content-type': 'application/json' };
    const fetch = (url: string | URL | Request) => {
      asked.push(url instanceof Request ? url.url : url.toString());
      return Promise.resolve(new Response(bodies[asked.length - 1] ?? bodies.at(-1), { headers }));
    };
    return { asked, own: createGeminiAdapter({ key }, { fetch, now: Date.now }) };
  }
  const generateContent = ['generateContent'];

  test('is read to its last page, and has what answers in words', async () => {
    const first = [
      {
        name: 'models/gemini-x',
        displayName: 'Gemini X',
        inputTokenLimit: 1000,
        outputTokenLimit: 100,
        supportedGenerationMethods: generateContent,
      },
      { name: 'models/gemini-embedding-2', supportedGenerationMethods: ['embedContent'] },
      { name: 'models/gemini-x-tts', supportedGenerationMethods: generateContent },
    ];
    const { asked, own } = listing(
      JSON.stringify({ models: first, nextPageToken: 'a b' }),
      JSON.stringify({ models: [{ name: 'models/gemini-y' }] }),
    );
    expect(await own.models(never)).toEqual([
      { id: 'gemini-x', name: 'Gemini X', contextTokens: 1000, maxOutputTokens: 100 },
      { id: 'gemini-y', name: 'gemini-y' },
    ]);
    const at = 'https://generativelanguage.googleapis.com/v1beta/models?pageSize=1000';
    expect(asked).toEqual([at, `${at}&pageToken=a%20b`]);
  });

  test('is left after some pages where a server never ends', async () => {
    const { asked, own } = listing(JSON.stringify({ models: [], nextPageToken: 'more' }));
    expect(await own.models(never)).toEqual([]);
    expect(asked).toHaveLength(20);
  });

  test.each(['<html>', '[1]', '7', 'null', '{"models":7}', '{"models":"x"}'])(
    'that is none (%s) is told as an answer that cannot be used',
    async (body) => {
      const { own } = listing(body);
      await expect(own.models(never)).rejects.toMatchObject({ error: { code: 'bad-answer' } });
    },
  );

  test('keeps what can be read of models that are odd', async () => {
    const models = [
      null,
      7,
      {},
      { name: 5 },
      { name: 'models/a', inputTokenLimit: '9', displayName: {} },
    ];
    const { own } = listing(JSON.stringify({ models }));
    expect(await own.models(never)).toEqual([{ id: 'a', name: 'a' }]);
  });
});
