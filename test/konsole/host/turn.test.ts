/** A whole turn over the true wire: thinking, tools, text, and what is told on the way. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Turn } from '../../../preload/contract/shapes';
import { type FakeAnthropic, startFakeAnthropic } from '../../fakes/anthropic';
import { answer, toolCalls } from '../../fakes/anthropic-scenarios';
import { makeTestHost, settle, textOf, typesOf } from './support';

let fake: FakeAnthropic;
let workspace: string;

beforeAll(async () => {
  fake = await startFakeAnthropic();
  workspace = await mkdtemp(join(tmpdir(), 'konsole-turn-'));
  await writeFile(join(workspace, 'README.md'), '# A small folder\n\nwith words\n');
});
afterAll(async () => {
  await fake.close();
  await rm(workspace, { recursive: true });
});
beforeEach(() => fake.reset());

describe('a turn', () => {
  it('thinks, calls tools, and answers from what they returned', async () => {
    fake.next(
      toolCalls(
        [
          { name: 'read', input: { path: 'README.md' } },
          { name: 'grep', input: { pattern: 'words' } },
        ],
        { thinking: 'I should look.', signature: 'c2VhbGVk' },
      ),
      answer('It is a small folder.'),
    );
    const host = makeTestHost({ url: fake.url });
    const finished = await host.run({ workspace });
    expect(finished.status).toBe('completed');
    const turn = host.turn();
    expect(textOf(turn, 'thinking')).toBe('I should look.');
    expect(textOf(turn)).toBe('It is a small folder.');
    expect(
      turn.blocks.filter((block) => block.kind === 'tool').map((block) => block.summary),
    ).toEqual(['3 lines', '1 match in 1 file']);
    const [, second] = fake.requests;
    expect(second?.body.messages.map((message) => message.role)).toEqual([
      'user',
      'assistant',
      'user',
    ]);
    const [thinking, ...calls] = second?.body.messages[1]?.content ?? [];
    expect(thinking).toMatchObject({
      type: 'thinking',
      thinking: 'I should look.',
      signature: 'c2VhbGVk',
    });
    expect(calls.map((call) => call.name)).toEqual(['read', 'grep']);
    const results = second?.body.messages[2]?.content ?? [];
    expect(results.map((part) => part.tool_use_id)).toEqual(calls.map((call) => call.id));
    expect(results[0]?.content).toContain('# A small folder');
    expect(results[1]?.content).toBe('README.md:3:with words');
  });

  it('tells its events in an order that every reader can fold', async () => {
    fake.next(
      toolCalls([{ name: 'glob', input: { pattern: '*' } }]),
      answer('Done.', { chunks: 1 }),
    );
    const host = makeTestHost({ url: fake.url });
    await host.run({ workspace });
    const seen = typesOf(host.events).filter((type) => type !== 'block.appended');
    expect(seen).toEqual([
      'turn.first',
      'block.opened',
      'block.closed',
      'turn.used',
      'tool.started',
      'block.opened',
      'block.closed',
      'tool.finished',
      'block.opened',
      'block.closed',
      'turn.used',
      'turn.finished',
    ]);
    const times = host.events.map((event) => event.at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(host.messages.at(-1)).toEqual({ t: 'free', turn: 'turn00000001' });
  });

  it('I11: adds up its time to the total, and counts its tools', async () => {
    fake.next(
      toolCalls([{ name: 'glob', input: { pattern: '*' } }], { thinking: 'Hm.', paceMs: 5 }),
      answer('Done.', { paceMs: 5 }),
    );
    const host = makeTestHost({ url: fake.url });
    const { timing } = await host.run({ workspace });
    const {
      totalMs,
      ttfeMs,
      thinkingMs,
      respondingMs,
      toolExecutionMs,
      approvalMs,
      retryMs,
      otherMs,
    } = timing;
    expect(
      ttfeMs + thinkingMs + respondingMs + toolExecutionMs + approvalMs + retryMs + otherMs,
    ).toBe(totalMs);
    expect(timing.toolCallCount).toBe(1);
    expect(thinkingMs).toBeGreaterThan(0);
    expect(respondingMs).toBeGreaterThan(0);
  });

  it('sums tokens over its requests and knows the price of a known model', async () => {
    fake.next(
      toolCalls([{ name: 'glob', input: { pattern: '*' } }], {
        usage: { input_tokens: 1000, output_tokens: 50 },
      }),
      answer('Done.', {
        usage: { input_tokens: 200, cache_read_input_tokens: 1000, output_tokens: 10 },
      }),
    );
    const host = makeTestHost({ url: fake.url });
    const { usage } = await host.run({ workspace });
    expect(usage).toMatchObject({
      inputTokens: 1200,
      outputTokens: 60,
      cacheReadTokens: 1000,
      contextTokens: 1210,
    });
    expect(usage.costUsd).toBeCloseTo((1200 * 4 + 60 * 20 + 1000 * 0.2) / 1e6, 9);
  });

  it('has no price for a model that nobody knows, and sends it no special parameters', async () => {
    fake.next(answer('Hi.'));
    const host = makeTestHost({ url: fake.url });
    const { usage } = await host.run({ model: 'llama3:8b', workspace });
    expect(usage.costUsd).toBeUndefined();
    const body = fake.requests[0]?.body;
    expect(body?.thinking).toBeUndefined();
    expect(JSON.stringify(body)).not.toContain('cache_control');
  });

  it('keeps the prefix of the next turn byte for byte, so that it stays cached and sealed', async () => {
    fake.next(
      toolCalls([{ name: 'glob', input: { pattern: '*' } }], { thinking: 'One.' }),
      answer('First.', { thinking: 'Two.' }),
      answer('Second.'),
    );
    const first = makeTestHost({ url: fake.url });
    await first.run({ workspace, text: 'First?', context: 'a main turn runs' });
    const history: Turn[] = [first.turn()];
    const second = makeTestHost({ url: fake.url });
    await second.run({
      workspace,
      text: 'Second?',
      turn: 'turn00000002',
      history,
      startedAt: 2e12,
    });
    const bare = (text: unknown) =>
      JSON.parse(
        JSON.stringify(text, (key, value) => (key === 'cache_control' ? undefined : value)),
      );
    const [, before, after] = fake.requests.map((request) => bare(request.body));
    expect(after.system).toEqual(before.system);
    expect(after.tools).toEqual(before.tools);
    expect(after.messages.slice(0, before.messages.length)).toEqual(before.messages);
    expect(after.messages).toHaveLength(before.messages.length + 2);
    expect(after.messages.at(-2).content).toMatchObject([{ thinking: 'Two.' }, { text: 'First.' }]);
  });

  it('marks at most four places for the cache, the last words among them', async () => {
    fake.next(toolCalls([{ name: 'glob', input: { pattern: '*' } }]), answer('Done.'));
    await makeTestHost({ url: fake.url }).run({ workspace });
    const text = JSON.stringify(fake.requests[1]?.body);
    expect(text.split('"cache_control"').length - 1).toBeLessThanOrEqual(4);
    expect(fake.requests[1]?.body.messages.at(-1)?.content.at(-1)?.cache_control).toEqual({
      type: 'ephemeral',
    });
    expect(fake.requests[1]?.body.system?.[0]?.cache_control).toEqual({ type: 'ephemeral' });
  });

  it('puts what a quick turn may know behind the question, not into the system prompt', async () => {
    fake.next(answer('Soon.'), answer('Soon.'));
    const host = makeTestHost({ url: fake.url });
    await host.run({ kind: 'chat', context: 'main turn reads src/a.ts', text: 'What does it do?' });
    await host.run({ kind: 'chat', context: 'main turn writes', text: 'And now?' });
    const [first, second] = fake.requests;
    expect(first?.question).toContain('main turn reads src/a.ts');
    expect(JSON.stringify(first?.body.system)).toBe(JSON.stringify(second?.body.system));
    expect(first?.body.output_config).toEqual({ effort: 'low' });
  });

  it('tells the model what was wrong with a call, and goes on', async () => {
    fake.next(
      toolCalls([
        { name: 'read', input: '{"path": ' },
        { name: 'shell', input: { line: 'ls' } },
        { name: 'read', input: { file: 'README.md' } },
        { name: 'read', input: { path: 'README.md', offset: 'first' } },
      ]),
      answer('I see.'),
    );
    const host = makeTestHost({ url: fake.url });
    const finished = await host.run({ workspace });
    expect(finished.status).toBe('completed');
    const results = fake.requests[1]?.body.messages.at(-1)?.content ?? [];
    expect(results.map((part) => part.is_error)).toEqual([true, true, true, true]);
    expect(results[0]?.content).toContain('no valid JSON');
    expect(results[1]?.content).toContain('no tool called "shell"');
    expect(results[2]?.content).toContain('"path" is missing');
    expect(results[3]?.content).toContain('whole number');
  });

  it('I3: starts a tool with side effects only once its start is in the journal', async () => {
    fake.next(toolCalls([{ name: 'act', input: {} }]), answer('Done.'));
    let ran = false;
    const act = {
      name: 'act',
      description: 'changes something',
      inputSchema: { type: 'object' },
      readOnly: false,
      sideEffects: true,
      prepare: () => ({
        summary: 'Act',
        run: () => {
          ran = true;
          return Promise.resolve({ ok: true, text: 'acted', summary: 'acted' });
        },
      }),
    };
    const host = makeTestHost({ url: fake.url, tools: [act], acknowledge: false });
    const end = host.start({ workspace });
    await host.until((event) => event.type === 'tool.started');
    const started = host.messages.findLast((message) => message.t === 'events');
    const n = started?.t === 'events' ? started.n : 0;
    host.orders.take({ t: 'written', n: n - 1 });
    await settle();
    expect(ran).toBe(false);
    host.orders.take({ t: 'written', n });
    await end;
    expect(ran).toBe(true);
  });

  it('goes on with clear words when the folder has vanished', async () => {
    fake.next(toolCalls([{ name: 'glob', input: { pattern: '*' } }]), answer('It is gone.'));
    const host = makeTestHost({ url: fake.url });
    const finished = await host.run({ workspace: join(workspace, 'gone') });
    expect(finished.status).toBe('completed');
    expect(fake.requests[1]?.body.messages.at(-1)?.content[0]?.content).toContain('does not exist');
  });

  it('goes on without old thinking when the provider takes it back no more', async () => {
    fake.next(answer('First.', { thinking: 'Sealed.' }));
    const first = makeTestHost({ url: fake.url });
    await first.run();
    const badSignature = 'messages.1.content.0: Invalid `signature` in `thinking` block';
    fake.next(
      ({ res }) => {
        res.writeHead(400, { 'content-type': 'application/json' });
        res.end(
          JSON.stringify({
            type: 'error',
            error: { type: 'invalid_request_error', message: badSignature },
          }),
        );
      },
      answer('Second.', { thinking: 'New.' }),
      answer('Third.'),
    );
    const second = makeTestHost({ url: fake.url });
    const finished = await second.run({ turn: 'turn00000002', history: [first.turn()] });
    expect(finished.status).toBe('completed');
    expect(JSON.stringify(fake.requests[2]?.body)).not.toContain('Sealed.');
    const third = makeTestHost({ url: fake.url });
    await third.run({ turn: 'turn00000003', history: [first.turn(), second.turn()] });
    const last = JSON.stringify(fake.requests.at(-1)?.body);
    expect(last).not.toContain('Sealed.');
    expect(last).toContain('New.');
  });
});
