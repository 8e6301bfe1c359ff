/** A person's stop: at once, with what there is, and the session goes on. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FakeAnthropic, startFakeAnthropic } from '../../fakes/anthropic';
import { answer, rateLimited, stallMidStream, toolCalls } from '../../fakes/anthropic-scenarios';
import { makeTestHost } from './support';

let fake: FakeAnthropic;
beforeAll(async () => {
  fake = await startFakeAnthropic();
});
afterAll(() => fake.close());
beforeEach(() => fake.reset());

/** No jitter: a retry comes at once. */
const hostNow = () => makeTestHost({ url: fake.url, random: () => 0 });

describe('a stop', () => {
  it('ends the turn without waiting for the next piece of text, with what there is', async () => {
    fake.next(stallMidStream('A very long answer'));
    const host = makeTestHost({ url: fake.url });
    const end = host.start();
    await host.until((event) => event.type === 'block.appended');
    host.orders.take({ t: 'interrupt', turn: 'turn00000001' });
    const finished = await end;
    // No next piece ever comes: only the stop can have ended it.
    expect(finished.status).toBe('interrupted');
    expect(finished.usage.inputTokens).toBe(100);
    const [block] = host.turn().blocks;
    expect(block).toMatchObject({ kind: 'text', closed: true, status: 'done' });
    expect('A very long answer that nobody waits for.').toContain(block?.text ?? '?');
    expect(finished.error).toBeUndefined();
  });

  it('I3: gives every open tool call an explicit error result, and the next turn is valid', async () => {
    fake.next(toolCalls([{ name: 'hang', input: {} }]));
    const hang = {
      name: 'hang',
      description: 'never ends',
      inputSchema: { type: 'object' },
      readOnly: true,
      sideEffects: false,
      prepare: () => ({ summary: 'Hang', run: () => new Promise<never>(() => undefined) }),
    };
    const host = makeTestHost({ url: fake.url, tools: [hang] });
    const end = host.start({ workspace: '/' });
    await host.until((event) => event.type === 'tool.started');
    host.orders.take({ t: 'interrupt', turn: 'turn00000001' });
    expect((await end).status).toBe('interrupted');
    const [tool, output] = host.turn().blocks;
    expect(tool).toMatchObject({ kind: 'tool', status: 'interrupted', closed: true });
    expect(output).toMatchObject({ kind: 'output', parent: tool?.id, closed: true });
    expect(output?.text).toContain('stopped');
    fake.next(answer('Fine.'));
    const next = makeTestHost({ url: fake.url });
    await next.run({ turn: 'turn00000002', history: [host.turn()] });
    const roles = fake.requests.at(-1)?.body.messages.map((message) => message.role);
    expect(roles).toEqual(['user', 'assistant', 'user']);
  });

  it('works while a retry is waited for', async () => {
    fake.next(rateLimited(30));
    const host = hostNow();
    const end = host.start();
    await host.until((event) => event.type === 'turn.retrying');
    host.orders.take({ t: 'interrupt', turn: 'turn00000001' });
    expect((await end).status).toBe('interrupted');
  });

  it('of another turn stops nothing', async () => {
    fake.next(answer('Whole.', { paceMs: 10 }));
    const host = hostNow();
    const end = host.start();
    host.orders.take({ t: 'interrupt', turn: 'turn00000009' });
    expect((await end).status).toBe('completed');
  });
});
