/** What OpenAI keeps of prompts: where a request is marked, how a cache is filled ahead, and that a question reads it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { prefixOf } from '../../../main/konsole/host/prefix';
import { createTools } from '../../../main/konsole/host/tools/registry';
import { warmFetch } from '../../../main/konsole/providers/connections';
import { createOpenAIAdapter } from '../../../main/konsole/providers/openai/adapter';
import { takesBreakpoints } from '../../../main/konsole/providers/openai/breakpoints';
import { openaiModels } from '../../../main/konsole/providers/openai/models';
import type { ModelRequest, ModelTurn, ProviderError } from '../../../main/konsole/providers/types';
import type { Block, Usage } from '../../../preload/contract/shapes';
import { jsonBody } from '../../fakes/dialect';
import { type FakeOpenAI, startFakeOpenAI } from '../../fakes/openai';
import type { OpenAIFakeBody } from '../../fakes/openai-dialect';

let fake: FakeOpenAI;
beforeAll(async () => {
  fake = await startFakeOpenAI();
});
afterAll(() => fake.close());
beforeEach(() => fake.reset());

const signal = () => new AbortController().signal;
const asked = (text: string): ModelTurn => ({ id: 't', text, status: 'running', blocks: [] });
const request: ModelRequest = {
  model: 'gpt-6-luna',
  ...prefixOf('chat', createTools('chat')),
  turns: [asked('What is a monad?')],
};

/** At OpenAI's own address, which leads to the fake. */
const atOpenAI = (tier?: string) =>
  createOpenAIAdapter(
    { key: 'sk-test-0123456789', ...(tier === undefined ? {} : { tier }) },
    { now: Date.now, fetch: fake.fetch },
  );
type Adapter = ReturnType<typeof atOpenAI>;

async function ask(changes: Partial<ModelRequest> = {}, adapter = atOpenAI()): Promise<Usage> {
  let usage: Usage | undefined;
  for await (const piece of adapter.stream({ ...request, ...changes }, signal())) {
    for (const event of piece) if (event.type === 'usage') usage = event.usage;
  }
  if (!usage) throw new Error('Nothing was told of what it used.');
  return usage;
}

async function fill(changes: Partial<ModelRequest> = {}, adapter: Adapter = atOpenAI()) {
  if (!adapter.fillCache) throw new Error('There is no cache to fill.');
  return adapter.fillCache({ ...request, ...changes, turns: [] }, signal());
}

const sent = (at = -1) => fake.requests.at(at)?.body as OpenAIFakeBody;
const filled = () => fake.fills.at(-1)?.body as OpenAIFakeBody;

describe('a request to OpenAI itself', () => {
  it('has its system text as a message of the developer that ends with a breakpoint', async () => {
    await ask();
    expect(sent()).not.toHaveProperty('instructions');
    expect(sent().input).toEqual([
      {
        type: 'message',
        role: 'developer',
        content: [
          {
            type: 'input_text',
            text: request.system,
            prompt_cache_breakpoint: { mode: 'explicit' },
          },
        ],
      },
      {
        type: 'message',
        role: 'user',
        content: [{ type: 'input_text', text: 'What is a monad?' }],
      },
    ]);
    expect(sent()).not.toHaveProperty('prompt_cache_options');
  });

  it('has no breakpoint for a model that takes none, nor does one to another server', async () => {
    await ask({ model: 'gpt-5.4' });
    const elsewhere = createOpenAIAdapter(
      { baseUrl: fake.baseUrl, key: 'sk-test-0123456789' },
      { fetch: warmFetch, now: Date.now },
    );
    await ask({}, elsewhere);
    for (const body of [sent(0), sent(1)]) {
      expect(body.instructions).toBe(request.system);
      expect(JSON.stringify(body)).not.toContain('breakpoint');
      expect(body.input.map(({ role }) => role)).toEqual(['user']);
    }
  });

  it('without a system text has nothing that could be marked', async () => {
    await ask({ system: '' });
    expect(sent().input.map(({ role }) => role)).toEqual(['user']);
  });

  it('reads what another question left, and what its own conversation did', async () => {
    const first = await ask();
    expect(first.cacheReadTokens).toBe(0);
    const other = await ask({ turns: [asked('And a functor?')] });
    expect(other.cacheReadTokens).toBeGreaterThan(1_024);
    const answered: ModelTurn = {
      ...asked('What is a monad?'),
      id: 'a',
      status: 'completed',
      blocks: [{ id: 'b', kind: 'text', text: 'A monoid.', closed: true, status: 'done' }],
    };
    const next = await ask({ turns: [answered, asked('Of what?')] });
    expect(next.cacheReadTokens).toBe(first.cacheWriteTokens);
    expect(next.cacheReadTokens).toBeGreaterThan(other.cacheReadTokens);
  });

  it('reads at each step of a turn all that the step before it left', async () => {
    const steps = (count: number): ModelTurn => ({
      ...asked('What is in them?'),
      blocks: Array.from({ length: count }, (_, at) => at).flatMap((at): Block[] => [
        { id: `c${at}`, kind: 'tool', name: 'read', text: '{}', status: 'ok', startedAt: at },
        { id: `r${at}`, kind: 'output', parent: `c${at}`, text: `Words ${at}.`, closed: true },
      ]),
    });
    let left = 0;
    for (const count of [0, 1, 2, 3]) {
      const { cacheReadTokens, cacheWriteTokens } = await ask({ turns: [steps(count)] });
      expect(cacheReadTokens).toBe(left);
      expect(cacheWriteTokens).toBeGreaterThan(0);
      left = cacheReadTokens + cacheWriteTokens;
    }
  });

  it('that is refused for its breakpoint is asked once more without, and so from then on', async () => {
    const message = 'prompt_cache_breakpoint is not supported on this model';
    fake.next(jsonBody(400, { error: { message, param: null, code: 'invalid_parameter' } }));
    const adapter = atOpenAI();
    await ask({ model: 'gpt-7-strange' }, adapter);
    await ask({ model: 'gpt-7-strange' }, adapter);
    await ask({}, adapter);
    const marked = fake.requests.map(({ body }) => JSON.stringify(body).includes('breakpoint'));
    expect(marked).toEqual([true, false, false, true]);
    expect(sent(1)).toEqual(sent(2));
    expect(sent(1).instructions).toBe(request.system);
  });
});

describe('a cache that is filled at OpenAI', () => {
  it('is read by the question that follows, whichever it is', async () => {
    const usage = await fill();
    expect(usage).toMatchObject({ cacheReadTokens: 0, outputTokens: 0, inputTokens: 0 });
    expect(usage.cacheWriteTokens).toBeGreaterThan(1_024);
    for (const text of ['What is a monad?', 'What is the time in Lima?']) {
      const { cacheReadTokens } = await ask({ turns: [asked(text)] });
      expect(cacheReadTokens).toBe(usage.cacheWriteTokens);
    }
  });

  it('costs as what is written, and when it is there already as what is read', async () => {
    const first = await fill();
    // 0.125 and 0.01 US dollars a million.
    expect(first.costUsd).toBeCloseTo((first.cacheWriteTokens * 0.125) / 1_000_000, 12);
    const second = await fill();
    expect(second.cacheReadTokens).toBe(first.cacheWriteTokens);
    expect(second.costUsd).toBeCloseTo((first.cacheWriteTokens * 0.01) / 1_000_000, 12);
  });

  it('is asked for with what a question begins with and is bound to, and with nothing said', async () => {
    const adapter = atOpenAI('flex');
    await fill({ effort: 'high' }, adapter);
    await ask({ effort: 'high' }, adapter);
    const { prompt_cache_options, input, ...rest } = filled();
    const { stream, input: said, ...question } = sent();
    expect(prompt_cache_options).toEqual({ prewarm: true });
    expect(stream).toBe(true);
    expect(JSON.stringify(rest)).toBe(JSON.stringify(question));
    expect(JSON.stringify(input)).toBe(JSON.stringify(said.slice(0, 1)));
    expect(rest.tools?.length).toBeGreaterThan(0);
  });

  it('with another effort is not what a question reads', async () => {
    await fill({ effort: 'high' });
    expect((await ask({ effort: 'low' })).cacheReadTokens).toBe(0);
    expect((await ask({ effort: 'high' })).cacheReadTokens).toBeGreaterThan(1_024);
  });

  it('holds nothing where the prompt is below what is kept', async () => {
    const usage = await fill({ system: 'Be short.', tools: [] });
    expect(usage).toMatchObject({ cacheReadTokens: 0, cacheWriteTokens: 0 });
  });

  it('is refused for good by a model that cannot be filled, and no server but OpenAI is asked', async () => {
    const failure = (await fill({ model: 'gpt-5.4' }).catch(
      (error: unknown) => error,
    )) as ProviderError;
    expect(failure).toMatchObject({ name: 'ProviderError', retry: false });
    expect(failure.error.message).toContain('prompt_cache_options is not supported');
    const elsewhere = createOpenAIAdapter(
      { baseUrl: fake.baseUrl },
      { fetch: warmFetch, now: Date.now },
    );
    expect(elsewhere).not.toHaveProperty('fillCache');
  });

  const answered = (status: number, body: object) =>
    createOpenAIAdapter(
      { key: 'sk-test-0123456789' },
      { now: Date.now, fetch: () => Promise.resolve(Response.json(body, { status })) },
    );

  it('is not filled where the answer tells an error or no usage', async () => {
    const error = { code: 'server_error', message: 'Sorry.' };
    const told = { status: 'failed', error, usage: null };
    await expect(fill({}, answered(200, told))).rejects.toMatchObject({ name: 'ProviderError' });
    const bare = { status: 'completed', error: null, usage: null };
    await expect(fill({}, answered(200, bare))).rejects.toMatchObject({
      error: { code: 'bad-answer' },
    });
  });

  it('is filled for an account that may not read summaries', async () => {
    const bodies: OpenAIFakeBody[] = [];
    const adapter = createOpenAIAdapter(
      { key: 'sk-test-0123456789' },
      {
        now: Date.now,
        fetch: (_address, init) => {
          const body = JSON.parse(
            typeof init?.body === 'string' ? init.body : '',
          ) as OpenAIFakeBody;
          bodies.push(body);
          const message = 'Your organization must be verified to generate reasoning summaries.';
          const refused = body.reasoning?.summary !== undefined;
          const usage = {
            input_tokens: 2_000,
            input_tokens_details: { cache_write_tokens: 2_000 },
          };
          return Promise.resolve(
            refused
              ? Response.json({ error: { message, param: 'reasoning.summary' } }, { status: 400 })
              : Response.json({ error: null, usage }),
          );
        },
      },
    );
    expect(await fill({}, adapter)).toMatchObject({ cacheWriteTokens: 2_000 });
    expect(bodies.map(({ reasoning }) => reasoning?.summary)).toEqual(['auto', undefined]);
  });

  it('is given up when it is aborted, with the reason', async () => {
    const reason = new Error('Another model was ordered.');
    const adapter = atOpenAI();
    const given = adapter.fillCache?.(request, AbortSignal.abort(reason));
    await expect(given).rejects.toBe(reason);
  });
});

describe('which models take a breakpoint', () => {
  it.each([
    ['gpt-5.6', true],
    ['gpt-5.6-luna-2026-07-09', true],
    ['gpt-5.10', true],
    ['gpt-6-luna', true],
    ['gpt-6.2-sol', true],
    ['gpt-7', true],
    ['gpt-5', false],
    ['gpt-5-2025-08-07', false],
    ['gpt-5.5-pro', false],
    ['gpt-4.1', false],
    ['gpt-4o-2024-08-06', false],
    ['gpt-oss-120b', false],
    ['o3', false],
    ['ft:gpt-5.6:me::abc', false],
  ])('%s: %s', (model, takes) => {
    expect(takesBreakpoints(model)).toBe(takes);
  });

  it('are of those that are known just those at which writing has its price', () => {
    for (const { id, price } of openaiModels) {
      expect(takesBreakpoints(id), id).toBe(price.cacheWrite > price.input);
    }
  });
});
