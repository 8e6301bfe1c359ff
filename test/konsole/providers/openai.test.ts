/** The adapter for OpenAI alone: what it sends, what it leaves out, what it tries again. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { warmFetch } from '../../../main/konsole/providers/connections';
import { createOpenAIAdapter } from '../../../main/konsole/providers/openai/adapter';
import type {
  ModelEvent,
  ModelRequest,
  ModelTurn,
  ProviderError,
} from '../../../main/konsole/providers/types';
import type { Block } from '../../../preload/contract/shapes';
import { jsonBody, type ProviderFake } from '../../fakes/dialect';
import { startFakeOpenAI } from '../../fakes/openai';
import type { OpenAIFakeBody } from '../../fakes/openai-dialect';

let fake: ProviderFake;
beforeAll(async () => {
  fake = await startFakeOpenAI();
});
afterAll(() => fake.close());
beforeEach(() => fake.reset());

const question: ModelTurn = { id: 't', text: 'Hi', status: 'running', blocks: [] };
const request: ModelRequest = {
  model: 'gpt-6.2-sol',
  system: 'Be short.',
  tools: [],
  turns: [question],
};
const make = (baseUrl = fake.baseUrl, tier?: string) =>
  createOpenAIAdapter(
    { baseUrl, key: 'sk-test-0123456789', ...(tier === undefined ? {} : { tier }) },
    { fetch: warmFetch, now: Date.now },
  );

async function collect(changes: Partial<ModelRequest> = {}, adapter = make()) {
  const events: ModelEvent[] = [];
  const { signal } = new AbortController();
  for await (const piece of adapter.stream({ ...request, ...changes }, signal)) {
    events.push(...piece);
  }
  return events;
}

const sent = (at = -1) => fake.requests.at(at)?.body as OpenAIFakeBody;

const block = (id: string, kind: Block['kind'], more: Partial<Block> = {}): Block => ({
  id,
  kind,
  text: '',
  closed: true,
  status: 'done',
  ...more,
});

const marks = { model: 'gpt-6.2-sol' };
const reasoning = { id: 'rs_1', encrypted: 'the-seal' };
const before: ModelTurn = {
  id: 'a',
  text: 'What is in a?',
  status: 'completed',
  blocks: [
    block('1', 'thinking', { text: 'I must look.', opaque: { ...marks, reasoning } }),
    block('2', 'text', { text: 'I look.', opaque: { ...marks, phase: 'commentary' } }),
    block('3', 'tool', {
      name: 'read',
      text: '{"path":"a"}',
      status: 'ok',
      startedAt: 1,
      opaque: { toolUseId: 'call_1' },
    }),
    block('4', 'output', { parent: '3', text: 'Words.' }),
    block('5', 'text', { text: 'Words.', opaque: { ...marks, phase: 'final_answer' } }),
  ],
};

describe('a request to OpenAI', () => {
  it('lets nothing be stored, and has what was thought come back sealed', async () => {
    await collect({ effort: 'high' });
    expect(sent()).toMatchObject({
      model: 'gpt-6.2-sol',
      stream: true,
      store: false,
      include: ['reasoning.encrypted_content'],
      instructions: 'Be short.',
      reasoning: { effort: 'high', summary: 'auto' },
      max_output_tokens: 64_000,
    });
    expect(sent()).not.toHaveProperty('tools');
    expect(sent()).not.toHaveProperty('service_tier');
  });

  it('is a conversation of items, each as the model gave it', async () => {
    await collect({ turns: [before, question] });
    expect(sent().input).toEqual([
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'What is in a?' }] },
      {
        type: 'reasoning',
        id: 'rs_1',
        summary: [{ type: 'summary_text', text: 'I must look.' }],
        encrypted_content: 'the-seal',
      },
      {
        type: 'message',
        role: 'assistant',
        content: [{ type: 'output_text', text: 'I look.', annotations: [] }],
        phase: 'commentary',
      },
      { type: 'function_call', call_id: 'call_1', name: 'read', arguments: '{"path":"a"}' },
      { type: 'function_call_output', call_id: 'call_1', output: 'Words.' },
      {
        type: 'message',
        role: 'assistant',
        content: [{ type: 'output_text', text: 'Words.', annotations: [] }],
        phase: 'final_answer',
      },
      { type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hi' }] },
    ]);
  });

  it('gives back no reasoning that nothing follows: the API would refuse it', async () => {
    const thought = block('9', 'thinking', { opaque: { ...marks, reasoning } });
    const said = block('8', 'text', { text: 'So far.' });
    const turn = { ...before, blocks: [said, thought] };
    await collect({ turns: [turn, question] });
    expect(sent().input.map(({ type }) => type)).toEqual(['message', 'message', 'message']);
  });

  it('has the pictures of a tool in its result', async () => {
    const turn: ModelTurn = {
      ...question,
      blocks: [
        block('1', 'tool', { name: 'read', text: '{}', status: 'ok', startedAt: 1 }),
        block('2', 'output', { parent: '1', text: '(picture, 1×1 PNG, 12 KB)' }),
      ],
      pictures: new Map([['1', [{ type: 'image/png', data: 'BAUG' }]]]),
    };
    await collect({ turns: [turn] });
    expect(sent().input.at(-1)?.output).toEqual([
      { type: 'input_text', text: '(picture, 1×1 PNG, 12 KB)' },
      { type: 'input_image', image_url: 'data:image/png;base64,BAUG', detail: 'auto' },
    ]);
  });

  it('names tools as functions whose schema is not taken strictly, and lets it call several', async () => {
    const inputSchema = { type: 'object', properties: { path: { type: 'string' } } };
    await collect({ tools: [{ name: 'read', description: 'Reads.', inputSchema }] });
    expect(sent().tools).toEqual([
      {
        type: 'function',
        name: 'read',
        description: 'Reads.',
        parameters: inputSchema,
        strict: false,
      },
    ]);
    expect(sent().parallel_tool_calls).toBe(true);
  });

  it('asks little thought and few words of a model for a side question', async () => {
    await collect({ model: 'gpt-6-luna', quick: true });
    expect(sent()).toMatchObject({ reasoning: { effort: 'low' }, text: { verbosity: 'low' } });
  });

  it('asks no thought of a model that does not think, nor of one that nobody knows', async () => {
    for (const model of ['gpt-4.1', 'llama3', 'gpt-5-chat-latest']) {
      await collect({ model, effort: 'high' });
      expect(sent()).not.toHaveProperty('reasoning');
      expect(sent()).not.toHaveProperty('include');
    }
    expect(sent()).not.toHaveProperty('max_output_tokens');
    await collect({ model: 'gpt-7-new' });
    expect(sent()).toMatchObject({ include: ['reasoning.encrypted_content'] });
  });

  it('asks for no more tokens than the model gives, and no fewer than the API takes', async () => {
    await collect({ model: 'gpt-4.1' });
    expect(sent().max_output_tokens).toBe(32_768);
    await collect({ maxTokens: 1 });
    expect(sent().max_output_tokens).toBe(16);
  });

  it('has one cache key for one beginning, whatever is said after it', async () => {
    await collect();
    await collect({ turns: [before, question] });
    await collect({ system: 'Be long.' });
    const [first, second, third] = [sent(0), sent(1), sent(2)].map((body) => body.prompt_cache_key);
    expect(first).toBe(second);
    expect(first).not.toBe(third);
    // The API takes no longer one.
    expect(first?.length).toBeLessThanOrEqual(64);
  });

  it('asks for the tier that a person chose', async () => {
    await collect({}, make(fake.baseUrl, 'flex'));
    expect(sent().service_tier).toBe('flex');
  });

  it('goes to an address with or without its version', async () => {
    for (const address of [fake.url, `${fake.url}/`, `${fake.url}/v1`, `${fake.url}/v1/`]) {
      await collect({}, make(address));
    }
    expect(fake.requests.map(({ path }) => path)).toEqual(Array(4).fill('/v1/responses'));
  });
});

describe('what OpenAI refuses', () => {
  const refused = (message: string, more: object = {}) =>
    jsonBody(400, { error: { message, type: 'invalid_request_error', param: null, ...more } });

  it.each([
    ['The encrypted content gAAA could not be verified.', { code: 'invalid_encrypted_content' }],
    ["Item with id 'rs_1' not found.", {}],
    ["Item 'rs_1' of type 'reasoning' was provided without its required following item.", {}],
  ])('of what was sealed is asked once more without it: %s', async (message, more) => {
    fake.next(refused(message, more), fake.dialect.answer('On we go.', { thinking: 'Hm.' }));
    const events = await collect({ turns: [before, question] });
    expect(sent(0).input.some(({ type }) => type === 'reasoning')).toBe(true);
    expect(sent(1).input.some(({ type }) => type === 'reasoning')).toBe(false);
    const closed = events.find((event) => event.type === 'close');
    expect(closed).toMatchObject({ opaque: { bare: true } });
  });

  it('of another kind is not asked again', async () => {
    fake.next(refused("Unsupported value: 'reasoning.effort'", { param: 'reasoning.effort' }));
    await expect(collect({ turns: [before, question] })).rejects.toMatchObject({
      name: 'ProviderError',
    });
    expect(fake.requests).toHaveLength(1);
  });

  it('of summaries, as it does for an account that is not verified, is asked without them from then on', async () => {
    const message = 'Your organization must be verified to generate reasoning summaries.';
    fake.next(refused(message, { param: 'reasoning.summary', code: 'unsupported_value' }));
    const adapter = make();
    await collect({ effort: 'high' }, adapter);
    await collect({ effort: 'high' }, adapter);
    expect(fake.requests).toHaveLength(3);
    expect([0, 1, 2].map((at) => sent(at).reasoning)).toEqual([
      { effort: 'high', summary: 'auto' },
      { effort: 'high' },
      { effort: 'high' },
    ]);
  });

  it('is told in the words of a server that has them beside "error"', async () => {
    fake.next(jsonBody(400, { detail: 'This gateway knows no such thing.' }));
    const failure = (await collect().catch((error: unknown) => error)) as ProviderError;
    expect(failure.error.message).toContain('This gateway knows no such thing.');
  });
});

describe('the environment', () => {
  const names = ['OPENAI_API_KEY', 'OPENAI_ORG_ID', 'OPENAI_BASE_URL', 'OPENAI_CUSTOM_HEADERS'];
  afterEach(() => {
    for (const name of names) delete process.env[name];
  });

  it('attack 13: of other programs steers nothing here, and stays as it was', async () => {
    process.env.OPENAI_API_KEY = 'sk-of-another-program';
    process.env.OPENAI_ORG_ID = 'org-of-another-program';
    process.env.OPENAI_BASE_URL = 'http://127.0.0.1:1';
    process.env.OPENAI_CUSTOM_HEADERS = 'x-evil: yes';
    const adapter = createOpenAIAdapter(
      { baseUrl: fake.baseUrl },
      { fetch: warmFetch, now: Date.now },
    );
    await collect({}, adapter);
    const headers = JSON.stringify(fake.requests[0]?.headers);
    expect(headers).not.toContain('another-program');
    expect(headers).not.toContain('x-evil');
    expect(process.env.OPENAI_API_KEY).toBe('sk-of-another-program');
  });

  it('attack 13: a key is in no message, even where the provider repeats it', async () => {
    fake.next(jsonBody(401, { error: { message: 'Wrong key: sk-test-0123456789', code: null } }));
    const failure = await collect().catch((error: unknown) => error);
    expect(JSON.stringify(failure) + String(failure)).not.toContain('0123456789');
  });
});
