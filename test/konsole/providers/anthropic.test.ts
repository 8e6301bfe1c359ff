/** The adapter alone: what it sends, what it reads, what it leaves alone. */
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  onTestFinished,
  vi,
} from 'vitest';
import { createAnthropicAdapter } from '../../../main/konsole/providers/anthropic/adapter';
import { warmFetch } from '../../../main/konsole/providers/connections';
import type {
  ModelEvent,
  ModelRequest,
  ProviderAdapter,
} from '../../../main/konsole/providers/types';
import { type FakeAnthropic, startFakeAnthropic } from '../../fakes/anthropic';
import {
  answer,
  stallAfterHeaders,
  stallMidStream,
  unauthorized,
} from '../../fakes/anthropic-scenarios';

let fake: FakeAnthropic;
beforeAll(async () => {
  fake = await startFakeAnthropic();
});
afterAll(() => fake.close());
beforeEach(() => fake.reset());

const request: ModelRequest = {
  model: 'claude-opus-5-5',
  system: 'Be short.',
  tools: [],
  turns: [{ id: 't', text: 'Hi', status: 'running', blocks: [] }],
};
const make = (
  baseUrl = fake.url,
  key: string | undefined = 'sk-test-0123456789',
): ProviderAdapter =>
  createAnthropicAdapter({ baseUrl, ...(key ? { key } : {}) }, { fetch: warmFetch, now: Date.now });

async function collect(adapter: ProviderAdapter, signal = new AbortController().signal) {
  const events: ModelEvent[] = [];
  for await (const piece of adapter.stream(request, signal)) events.push(...piece);
  return events;
}

describe('the Anthropic adapter', () => {
  it('gives plain events with sealed data, and ends with a stop', async () => {
    fake.next(answer('Hello.', { thinking: 'Hm.', chunks: 1, signature: 'seal' }));
    const events = await collect(make());
    expect(events.filter((event) => event.type !== 'usage')).toEqual([
      { type: 'first' },
      { type: 'alive' },
      { type: 'open', index: 0, kind: 'thinking' },
      { type: 'delta', index: 0, text: 'Hm.' },
      { type: 'close', index: 0, opaque: { model: 'claude-opus-5-5', signature: 'seal' } },
      { type: 'open', index: 1, kind: 'text' },
      { type: 'delta', index: 1, text: 'Hello.' },
      { type: 'close', index: 1 },
      { type: 'stop', reason: 'end' },
    ]);
  });

  it('asks a thinking model for a summary of its thoughts', async () => {
    await collect(make());
    expect(fake.requests[0]?.body.thinking).toEqual({ type: 'adaptive', display: 'summarized' });
    expect(fake.requests[0]?.body.max_tokens).toBe(64_000);
  });

  it('takes an address with or without /v1 and slashes', async () => {
    await collect(make(`${fake.url}/v1/`));
    expect(fake.requests).toHaveLength(1);
  });

  it('uses one connection for one request after another', async () => {
    const own = await startFakeAnthropic();
    const ports = new Set<number | undefined>();
    const scenario = answer('Hi');
    const note: typeof scenario = (reply) => {
      ports.add(reply.res.socket?.remotePort);
      return scenario(reply);
    };
    own.next(note, note, note);
    const adapter = make(own.url);
    for (let n = 0; n < 3; n++) {
      await collect(adapter);
      // The end of a stream is read behind the answer.
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(ports.size).toBe(1);
    await own.close();
  });

  it.each([
    ['while it waits for the headers', stallAfterHeaders()],
    ['in mid-stream', stallMidStream('A long answer that nobody wants')],
  ])('ends at once when it is aborted %s', async (_name, scenario) => {
    fake.next(scenario);
    const stop = new AbortController();
    const reason = new Error('stopped');
    const run = collect(make(), stop.signal);
    run.catch(() => undefined);
    // On a busy machine a request takes its time to arrive: one that never did would take the next test's answer.
    await vi.waitFor(() => expect(fake.open()).toBe(1), { timeout: 10_000, interval: 5 });
    stop.abort(reason);
    await expect(run).rejects.toBe(reason);
  });

  it('lists models with what they hold', async () => {
    const models = await make().models(new AbortController().signal);
    expect(models).toEqual([
      { id: 'claude-opus-5-5', name: 'Claude Opus 5.5', contextTokens: 1_000_000 },
    ]);
  });

  it('lists what a model cannot be given, where the server tells it', async () => {
    const can = (image_input: boolean, pdf_input: boolean) => ({
      capabilities: {
        image_input: { supported: image_input },
        pdf_input: { supported: pdf_input },
      },
    });
    const model = { id: 'm', display_name: 'M', max_input_tokens: 9 };
    const { models } = fake;
    onTestFinished(() => void (fake.models = models));
    fake.models = [
      { ...model, ...can(true, false) },
      { ...model, ...can(false, true) },
      { ...model, ...can(true, true) },
    ];
    const listed = { id: 'm', name: 'M', contextTokens: 9 };
    expect(await make().models(new AbortController().signal)).toEqual([
      { ...listed, pdf: false },
      { ...listed, images: false },
      listed,
    ]);
  });

  it('warms a connection without a key and without a model call', async () => {
    const { signal } = new AbortController();
    await expect(make().warm(signal)).resolves.toBe(true);
    expect(fake.requests).toHaveLength(0);
    await expect(make('http://127.0.0.1:1').warm(signal)).resolves.toBe(false);
  });
});

describe('the environment', () => {
  const names = [
    'ANTHROPIC_API_KEY',
    'ANTHROPIC_AUTH_TOKEN',
    'ANTHROPIC_BASE_URL',
    'ANTHROPIC_CUSTOM_HEADERS',
  ];
  afterEach(() => {
    for (const name of names) delete process.env[name];
  });

  it('attack 13: of other programs steers nothing here', async () => {
    process.env.ANTHROPIC_API_KEY = 'sk-of-another-program';
    process.env.ANTHROPIC_AUTH_TOKEN = 'token-of-another-program';
    process.env.ANTHROPIC_BASE_URL = 'http://127.0.0.1:1';
    process.env.ANTHROPIC_CUSTOM_HEADERS = 'x-evil: yes';
    await collect(
      createAnthropicAdapter({ baseUrl: fake.url }, { fetch: warmFetch, now: Date.now }),
    );
    const headers = JSON.stringify(fake.requests[0]?.headers);
    expect(headers).not.toContain('another-program');
    expect(headers).not.toContain('x-evil');
    expect(process.env.ANTHROPIC_API_KEY).toBe('sk-of-another-program');
  });

  it('a key goes to its own server and into no message', async () => {
    fake.next(unauthorized());
    const failure = await collect(make()).catch((error: unknown) => error);
    expect(JSON.stringify(fake.requests[0]?.headers)).toContain('sk-test-0123456789');
    expect(JSON.stringify(failure) + String(failure)).not.toContain('0123456789');
  });
});
