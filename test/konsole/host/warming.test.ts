/** A host makes itself warm: what it answers, and that a filled cache is what a question finds. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createHostClock } from '../../../main/konsole/host/clock';
import type { FromHost, ToHost } from '../../../main/konsole/host/protocol';
import { createTools } from '../../../main/konsole/host/tools/registry';
import { createWarming } from '../../../main/konsole/host/warming';
import { createAdapter } from '../../../main/konsole/providers/index';
import type { ProviderAdapter } from '../../../main/konsole/providers/types';
import { createOpenAIAdapter } from '../../../main/konsole/providers/openai/adapter';
import { type FakeAnthropic, startFakeAnthropic } from '../../fakes/anthropic';
import { answer } from '../../fakes/anthropic-scenarios';
import { startFakeOpenAI } from '../../fakes/openai';
import type { OpenAIFakeBody } from '../../fakes/openai-dialect';
import { makeTestHost } from './support';

type Warm = Extract<ToHost, { t: 'warm' }>;
const key = 'sk-test-0123456789';
const hostClock = createHostClock();

let fake: FakeAnthropic;
beforeAll(async () => {
  fake = await startFakeAnthropic();
});
afterAll(() => fake.close());
afterEach(() => {
  fake.reset();
  fake.cacheWriteTokens = 1_500;
});

/** Orders in a row; resolves once `count` messages have come. */
function warming(load?: () => Promise<ProviderAdapter>) {
  const messages: FromHost[] = [];
  const waiters: { count: number; found: () => void }[] = [];
  const warm = createWarming({
    post(message) {
      messages.push(message);
      for (const { count, found } of waiters) if (messages.length >= count) found();
    },
    clock: hostClock,
    loadAdapter: load ?? ((access) => createAdapter(access, hostClock)),
    tools: createTools,
    log: () => undefined,
  });
  const heard = (count: number) =>
    messages.length >= count
      ? Promise.resolve()
      : new Promise<void>((found) => waiters.push({ count, found }));
  return { warm, messages, heard };
}

const order = (change: Partial<Warm> = {}): Warm => ({
  t: 'warm',
  provider: { id: 'anthropic', kind: 'anthropic', baseUrl: fake.url },
  model: 'claude-haiku-5-5',
  ...change,
});
const filling = (change: Partial<Warm> = {}) =>
  order({
    provider: { id: 'anthropic', kind: 'anthropic', baseUrl: fake.url, key },
    fill: 'chat',
    ...change,
  });

describe('an order to be warm', () => {
  it('is answered once a connection is open, without a request to a model', async () => {
    const { warm, messages, heard } = warming();
    warm(order());
    await heard(1);
    expect(messages).toEqual([{ t: 'warmed', ms: expect.any(Number) }]);
    expect([fake.requests, fake.fills]).toEqual([[], []]);
  });

  it('is answered where no connection can be opened, or the code does not load, and says so', async () => {
    const away = warming();
    away.warm(order({ provider: { id: 'a', kind: 'anthropic', baseUrl: 'http://127.0.0.1:1' } }));
    await away.heard(1);
    expect(away.messages).toMatchObject([{ t: 'warmed', offline: true }]);
    const broken = warming(() => Promise.reject(new Error('no such file')));
    broken.warm(filling());
    await broken.heard(2);
    expect(broken.messages).toMatchObject([{ t: 'warmed', offline: true }, { t: 'filled' }]);
  });

  it('is answered in the order of coming, though the first one hangs', async () => {
    const hanging: ProviderAdapter = {
      ...(await createAdapter({ id: 'demo', kind: 'demo' }, hostClock)),
      warm: (signal) =>
        new Promise((resolve) => {
          if (signal.aborted) resolve(false);
          else signal.addEventListener('abort', () => resolve(false));
        }),
    };
    const adapters = [hanging, createAdapter({ id: 'demo', kind: 'demo' }, hostClock)];
    const { warm, messages, heard } = warming(() => Promise.resolve(adapters.shift() ?? hanging));
    warm(order());
    warm(order());
    await heard(2);
    expect(messages).toEqual([
      { t: 'warmed', ms: expect.any(Number), offline: true },
      { t: 'warmed', ms: expect.any(Number) },
    ]);
  });
});

describe('an order to fill the cache', () => {
  for (const model of ['claude-haiku-5-5', 'claude-opus-5-5', 'claude-haiku-4-5']) {
    it(`sends just the prefix that a question has, byte for byte (${model})`, async () => {
      const { warm, heard } = warming();
      warm(filling({ model }));
      await heard(2);
      fake.next(answer('Yes.'));
      await makeTestHost({ url: fake.url }).run({ kind: 'chat', model, workspace: '/work' });
      const fill = fake.fills[0]?.body;
      const turn = fake.requests[0]?.body;
      expect(JSON.stringify(fill?.system)).toBe(JSON.stringify(turn?.system));
      expect(JSON.stringify(fill?.tools)).toBe(JSON.stringify(turn?.tools));
      expect(JSON.stringify(fill?.output_config)).toBe(JSON.stringify(turn?.output_config));
      expect(fill?.tools?.length).toBeGreaterThan(0);
      expect(fill?.system?.at(-1)?.cache_control).toEqual({ type: 'ephemeral' });
    });
  }

  it('asks for the effort that its turns will have', async () => {
    const { warm, heard } = warming();
    warm(filling({ model: 'claude-opus-5-5', effort: 'max' }));
    await heard(2);
    expect(fake.fills[0]?.body.output_config).toEqual({ effort: 'max' });
  });

  it('asks for no answer, for no stream and for no thinking, with the key of the order', async () => {
    const { warm, heard } = warming();
    warm(filling({ model: 'claude-opus-5-5' }));
    await heard(2);
    const [sent] = fake.fills;
    expect(Object.keys(sent?.body ?? {}).sort()).toEqual([
      'max_tokens',
      'messages',
      'model',
      'output_config',
      'system',
      'tools',
    ]);
    expect(sent?.body.max_tokens).toBe(0);
    expect(JSON.stringify(sent?.body.messages)).not.toContain('cache_control');
    expect(sent?.headers.authorization).toBe(`Bearer ${key}`);
  });

  it('is answered with what it cost, after the host is warm', async () => {
    const { warm, messages, heard } = warming();
    warm(filling());
    await heard(2);
    expect(messages[0]).toMatchObject({ t: 'warmed' });
    // 3 tokens at 0.1 and 1,500 at 0.125 US dollars a million.
    expect(messages[1]).toEqual({
      t: 'filled',
      ms: expect.any(Number),
      usage: {
        inputTokens: 3,
        outputTokens: 0,
        cacheReadTokens: 0,
        cacheWriteTokens: 1_500,
        costUsd: expect.closeTo(0.0001878, 9),
      },
    });
  });

  it('that the provider refuses is not worth another try, and one that did not reach it is', async () => {
    fake.cacheWriteTokens = undefined;
    const refused = warming();
    refused.warm(filling());
    await refused.heard(2);
    expect(refused.messages[1]).toMatchObject({ t: 'filled', final: true });
    const away = warming();
    const provider = { id: 'a', kind: 'anthropic' as const, key, baseUrl: 'http://127.0.0.1:1' };
    away.warm(filling({ provider }));
    await away.heard(2);
    expect(away.messages[1]).toMatchObject({ t: 'filled', why: expect.any(String) });
    expect(away.messages[1]).not.toHaveProperty('final');
    expect(JSON.stringify([refused.messages, away.messages])).not.toContain(key);
  });

  it('to a provider without a cache says so, and asks nothing', async () => {
    const { warm, messages, heard } = warming();
    warm(filling({ provider: { id: 'demo', kind: 'demo' } }));
    await heard(2);
    expect(messages[1]).toMatchObject({ t: 'filled', final: true });
  });

  it("to OpenAI writes what a question's turn then reads, and a model before GPT-5.6 refuses it for good", async () => {
    const openai = await startFakeOpenAI();
    const adapter = createOpenAIAdapter({ key }, { fetch: openai.fetch, now: hostClock.now });
    const provider = { id: 'openai', kind: 'openai', key };
    const { warm, messages, heard } = warming(() => Promise.resolve(adapter));
    warm(filling({ provider, model: 'gpt-6-luna' }));
    await heard(2);
    const host = makeTestHost({ adapter });
    const { usage } = await host.run({ kind: 'chat', model: 'gpt-6-luna', workspace: '/work' });
    warm(filling({ provider, model: 'gpt-5.4-mini' }));
    await heard(4);
    await openai.close();
    const written = messages[1]?.t === 'filled' ? messages[1].usage?.cacheWriteTokens : undefined;
    expect(written).toBeGreaterThan(1_024);
    expect(usage.cacheReadTokens).toBe(written);
    const [fill] = openai.fills.map(({ body }) => body as OpenAIFakeBody);
    const turn = openai.requests[0]?.body as OpenAIFakeBody;
    expect(JSON.stringify(fill?.tools)).toBe(JSON.stringify(turn.tools));
    expect(JSON.stringify(fill?.input)).toBe(JSON.stringify(turn.input.slice(0, 1)));
    expect(messages[3]).toMatchObject({ t: 'filled', final: true });
    expect(JSON.stringify(messages)).not.toContain(key);
  });
});
