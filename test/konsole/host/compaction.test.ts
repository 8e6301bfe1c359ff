/** A long turn makes room for itself: near its model's limit, and when the provider says that it is too long. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fitted, keepFrom } from '../../../main/konsole/host/context-size';
import type { Tool } from '../../../main/konsole/host/tools/tool';
import type { Block } from '../../../preload/contract/shapes';
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
    await next.run({ turn: 'turn00000002', history: [host.turn()] });
    expect(next.finished().status).toBe('completed');
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
