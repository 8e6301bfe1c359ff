/** A long turn makes room for itself: near its model's limit, and when the provider says that it is too long. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fitted, keepFrom } from '../../../main/konsole/host/context-size';
import type { Tool } from '../../../main/konsole/host/tools/tool';
import type { Block, Turn } from '../../../preload/contract/shapes';
import { type FakeAnthropic, startFakeAnthropic } from '../../fakes/anthropic';
import { answer, httpError, toolCalls } from '../../fakes/anthropic-scenarios';
import { makeTestHost, textOf } from './support';

let fake: FakeAnthropic;
beforeAll(async () => {
  fake = await startFakeAnthropic();
});
beforeEach(() => fake.reset());
afterAll(() => fake.close());

const look: Tool = {
  name: 'look',
  description: 'looks',
  inputSchema: { type: 'object', properties: { n: { type: 'integer' } } },
  readOnly: true,
  sideEffects: false,
  prepare: (input) => ({
    summary: 'Look',
    run: () => Promise.resolve({ ok: true, text: `seen ${String(input.n)}`, summary: 'seen' }),
  }),
};
const calls = (n: number, inputTokens: number) =>
  toolCalls([{ name: 'look', input: { n } }], { usage: { input_tokens: inputTokens } });
const sent = (at: number) => JSON.stringify(fake.requests.at(at)?.body.messages);
const order = { workspace: '/', contextTokens: 10_000 };

describe('a turn that fills its model', () => {
  it('is summarised near 80 %, as a step, and goes on from the summary', async () => {
    fake.next(calls(1, 1_000), calls(2, 5_000), calls(3, 8_200));
    fake.next(answer('Seen so far: 1, 2 and 3.', { thinking: 'Hm.' }), answer('All done.'));
    const host = makeTestHost({ url: fake.url, tools: [look] });
    const end = await host.run({ ...order, text: 'Look around' });
    expect(end.status).toBe('completed');
    expect(fake.requests).toHaveLength(5);
    expect(sent(3)).toContain('From Konsole, not from the person');
    expect(sent(4)).toContain('Seen so far: 1, 2 and 3.');
    expect(sent(4)).toContain('Look around');
    expect(sent(4)).not.toContain('seen 1');
    // The last step stays as it was.
    expect(sent(4)).toContain('seen 3');
    const summary = host.turn().blocks.find(({ kind }) => kind === 'summary');
    expect(summary).toMatchObject({
      closed: true,
      status: 'done',
      text: 'Seen so far: 1, 2 and 3.',
    });
    expect(textOf(host.turn())).toBe('All done.');
    const { totalMs, ...parts } = end.timing;
    const sum = Object.entries(parts).reduce((all, [k, v]) => all + (k.endsWith('Ms') ? v : 0), 0);
    expect(sum).toBe(totalMs);
  });

  it('makes no summary for a question that fills the model by itself', async () => {
    fake.next(answer('Long.'));
    const host = makeTestHost({ url: fake.url, tools: [look] });
    const usage = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };
    const past: Turn = {
      id: 'past',
      text: 'Hm',
      status: 'completed',
      blocks: [],
      usage: { ...usage, contextTokens: 200 },
    };
    await host.run({ ...order, text: 'x'.repeat(60_000), history: [past] });
    expect(fake.requests).toHaveLength(1);
  });

  it('counts what the summary cost', async () => {
    fake.next(
      calls(1, 9_000),
      answer('Short.', { usage: { input_tokens: 9_100 } }),
      answer('Done.'),
    );
    const host = makeTestHost({ url: fake.url, tools: [look] });
    const end = await host.run({ ...order });
    expect(end.usage.inputTokens).toBeGreaterThan(18_000);
  });

  it('is not summarised again at once', async () => {
    fake.next(calls(1, 9_000), answer('Short.'), calls(2, 9_000), calls(3, 9_000), calls(4, 9_000));
    fake.next(calls(5, 9_000), answer('Shorter.'), answer('Done.'));
    const host = makeTestHost({ url: fake.url, tools: [look] });
    expect((await host.run({ ...order })).status).toBe('completed');
    expect(host.turn().blocks.filter(({ kind }) => kind === 'summary')).toHaveLength(2);
  });

  it('makes room when the provider says that it is too long, and asks again', async () => {
    const tooLong = httpError(400, 'invalid_request_error', 'prompt is too long: 1 > 0');
    fake.next(calls(1, 100), tooLong, answer('A summary.'), answer('Done.'));
    const host = makeTestHost({ url: fake.url, tools: [look] });
    expect((await host.run({ ...order })).status).toBe('completed');
    expect(textOf(host.turn())).toBe('Done.');
  });

  it('fails with the reason when a summary does not help', async () => {
    const tooLong = httpError(400, 'invalid_request_error', 'prompt is too long: 1 > 0');
    fake.next(calls(1, 100), tooLong, answer('A summary.'), tooLong);
    const host = makeTestHost({ url: fake.url, tools: [look] });
    const end = await host.run({ ...order });
    expect(end).toMatchObject({ status: 'failed', error: { code: 'too-long' } });
  });

  it('goes on as it is when the summary cannot be had', async () => {
    const refused = httpError(403, 'permission_error', 'no');
    fake.next(calls(1, 9_000), refused, answer('Done.'));
    const host = makeTestHost({ url: fake.url, tools: [look] });
    const end = await host.run({ ...order });
    expect(end.status).toBe('completed');
    expect(textOf(host.turn())).toBe('Done.');
  });

  it('a stop during the summary leaves a session that goes on', async () => {
    fake.next(calls(1, 9_000), answer('A slow summary of it all', { paceMs: 50, chunks: 50 }));
    const host = makeTestHost({ url: fake.url, tools: [look] });
    const end = host.start({ ...order });
    await host.until((event) => event.type === 'block.opened' && event.kind === 'summary');
    host.orders.take({ t: 'interrupt', turn: 'turn00000001' });
    expect((await end).status).toBe('interrupted');
    fake.next(answer('Fine.'));
    const next = makeTestHost({ url: fake.url, tools: [look] });
    await next.run({ turn: 'turn00000002', text: 'And now?', history: [host.turn()] });
    expect(next.finished().status).toBe('completed');
    // What was said of it so far stands for nothing.
    expect(sent(-1)).toContain('seen 1');
    expect(sent(-1)).not.toContain('It was summarised');
  });

  it.each([
    ['is cut short', answer('Half a summ', { stopReason: 'max_tokens' })],
    ['is refused', answer('I would rather', { stopReason: 'refusal' })],
    ['turns to tools', toolCalls([{ name: 'look', input: { n: 9 } }], { text: 'Let me look.' })],
  ])('a summary that %s stands for nothing', async (_name, scenario) => {
    fake.next(calls(1, 9_000), scenario, answer('Done.'));
    const host = makeTestHost({ url: fake.url, tools: [look] });
    expect((await host.run({ ...order, text: 'Look around' })).status).toBe('completed');
    expect(sent(-1)).toContain('seen 1');
    expect(sent(-1)).not.toContain('It was summarised');
    const [summary] = host.turn().blocks.filter(({ kind }) => kind === 'summary');
    expect(summary?.status).toBe('abandoned');
  });

  it('asks for a summary of less when that of all was too long', async () => {
    const tooLong = () => httpError(400, 'invalid_request_error', 'prompt is too long: 1 > 0');
    fake.next(calls(1, 100), tooLong(), tooLong(), answer('A summary.'), answer('Done.'));
    const host = makeTestHost({ url: fake.url, tools: [look] });
    expect((await host.run({ ...order })).status).toBe('completed');
    expect(sent(-1)).toContain('A summary.');
  });

  it('the next summary is told the one before it, and a turn that reached no provider asks for none', async () => {
    const summary: Block = {
      id: 's',
      kind: 'summary',
      text: 'All that was.',
      closed: true,
      status: 'done',
      opaque: { complete: true },
    };
    const old = { id: 'o', kind: 'output' as const, parent: 'c', text: 'x'.repeat(80_000) };
    const call = {
      id: 'c',
      kind: 'tool' as const,
      name: 'look',
      text: '{}',
      status: 'ok' as const,
    };
    const usage = { inputTokens: 1, outputTokens: 1, cacheReadTokens: 0, cacheWriteTokens: 0 };
    const one: Turn = {
      id: 'one',
      text: 'Q1',
      status: 'completed',
      blocks: [{ ...call, closed: true }, { ...old, closed: true }, summary],
      usage: { ...usage, contextTokens: 900 },
    };
    const offline: Turn = { id: 'two', text: 'Q2', status: 'failed', blocks: [], usage };
    fake.next(answer('Fine.'));
    const host = makeTestHost({ url: fake.url, tools: [look] });
    await host.run({ ...order, history: [one, offline] });
    expect(fake.requests).toHaveLength(1);
    expect(sent(0)).toContain('All that was.');
    fake.reset();
    fake.next(calls(1, 9_000), answer('Newer.'), answer('Done.'));
    await host.run({ ...order, history: [one, offline] });
    expect(sent(1)).toContain('From Konsole, not from the person');
    expect(sent(1)).toContain('All that was.');
  });
});

describe('what stays and what goes', () => {
  const blocks = (count: number, length: number): Block[] =>
    Array.from({ length: count }, (_, n): Block[] => [
      { id: `c${n}`, kind: 'tool', text: '{}', closed: true },
      { id: `o${n}`, kind: 'output', parent: `c${n}`, text: 'x'.repeat(length), closed: true },
    ]).flat();

  it('keeps the last steps that fit, at most half of them, beginning with a call', () => {
    expect(keepFrom(blocks(6, 35), 25)).toBe('c4');
    expect(keepFrom(blocks(6, 35), 10_000)).toBe('c3');
    expect(keepFrom(blocks(6, 35_000), 100)).toBeUndefined();
    expect(keepFrom([], 100)).toBeUndefined();
  });

  it('cuts old outputs first, then whole turns, never the last one', () => {
    const turn = (id: string) => ({
      id,
      text: 'Q',
      status: 'completed' as const,
      blocks: blocks(2, 7_000),
    });
    const some = fitted([turn('a'), turn('b')], 6_000);
    expect(some.map(({ blocks: [, first] }) => first?.text.length)).toEqual([1_000, 7_000]);
    const few = fitted([turn('a'), turn('b')], 800);
    expect(few.map(({ id }) => id)).toEqual(['b']);
  });
});
