/** A quick turn whose provider refuses or is silent goes over to the next model, and says so. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Alternative, ProviderAccess } from '../../../main/konsole/host/protocol';
import { createAnthropicAdapter } from '../../../main/konsole/providers/anthropic/adapter';
import { warmFetch } from '../../../main/konsole/providers/connections';
import { limits } from '../../../preload/contract/limits';
import { type FakeAnthropic, type Scenario, startFakeAnthropic } from '../../fakes/anthropic';
import {
  answer,
  cutConnection,
  htmlProxy,
  overloaded,
  rateLimited,
  refusal,
  serverError,
  stallAfterHeaders,
  tooLarge,
  toolCalls,
  unauthorized,
  unknownModel,
} from '../../fakes/anthropic-scenarios';
import { type FakeClock, makeClock, makeTestHost, settle, textOf } from './support';

let first: FakeAnthropic;
let second: FakeAnthropic;
beforeAll(async () => {
  [first, second] = await Promise.all([startFakeAnthropic(), startFakeAnthropic()]);
});
afterAll(() => Promise.all([first.close(), second.close()]));
beforeEach(() => {
  first.reset();
  second.reset();
});
const access = (id: string, key: string): ProviderAccess => ({ id, kind: 'anthropic', key });
const one: Alternative = {
  name: 'second/claude-opus-5-5',
  provider: access('second', 'sk-second-0123'),
  model: 'claude-opus-5-5',
};
const order = {
  kind: 'chat' as const,
  provider: access('first', 'sk-first-0123'),
  model: 'claude-haiku-5-5',
  alternatives: [one],
};

const hostOf = (clock?: FakeClock) =>
  makeTestHost({
    ...(clock ? { clock } : {}),
    random: () => 0,
    adapterOf: ({ id, key }) =>
      createAnthropicAdapter(
        { baseUrl: (id === 'first' ? first : second).url, key: key ?? '' },
        { fetch: warmFetch, now: Date.now },
      ),
  });

/** Resolves when the server has been asked for something. */
async function asked({ requests }: FakeAnthropic): Promise<void> {
  const end = Date.now() + 10_000;
  while (requests.length === 0) {
    if (Date.now() > end) throw new Error('Nobody asked the server.');
    await settle();
  }
}

const keyOf = ({ requests }: FakeAnthropic) => requests[0]?.headers.authorization;

const movesOf = (host: ReturnType<typeof hostOf>) =>
  host.events.flatMap((event) => (event.type === 'turn.moved' ? [event] : []));

describe('the next model is asked', () => {
  const refusals: [string, Scenario, string][] = [
    ['a key is refused', unauthorized(), 'key'],
    ['the model is not there', unknownModel(), 'model'],
    ['it is overloaded', overloaded(), 'overloaded'],
    ['requests are limited', rateLimited(30), 'requests'],
    ['the server fails', serverError(), 'HTTP 500'],
    ['a proxy answers', htmlProxy(502), 'web page'],
    ['the connection is cut before a word', cutConnection(''), 'cut'],
  ];
  it.each(refusals)('at once when %s', async (_name, scenario, reason) => {
    first.next(scenario);
    second.next(answer('From the second.'));
    const host = hostOf();
    const finished = await host.run(order);
    expect(finished.status).toBe('completed');
    expect(textOf(host.turn())).toBe('From the second.');
    expect(movesOf(host)).toHaveLength(1);
    const [move] = movesOf(host);
    expect(move).toMatchObject({ from: 'first/claude-haiku-5-5', model: one.name });
    expect(move?.reason).toContain(reason);
    expect(first.requests).toHaveLength(1);
    expect(second.requests[0]?.body.model).toBe('claude-opus-5-5');
    // A key goes to its own provider alone (attack 13).
    expect(keyOf(first)).toBe('Bearer sk-first-0123');
    expect(keyOf(second)).toBe('Bearer sk-second-0123');
    // What the second answered is paid at the second's price.
    expect(finished.usage.costUsd).toBeGreaterThan(0);
  });

  it('when the first is silent past the limit, and not before', async () => {
    first.next(stallAfterHeaders());
    second.next(answer('From the second.'));
    const clock = makeClock();
    const host = hostOf(clock);
    const over = host.start(order);
    await asked(first);
    await clock.advance(limits.quickSilentMs - 1);
    expect(movesOf(host)).toHaveLength(0);
    await clock.advance(1);
    await asked(second);
    expect((await over).status).toBe('completed');
    expect(movesOf(host)[0]?.reason).toContain('10 seconds');
  });

  it('in their order, and the last one has its retries', async () => {
    const other = { ...one, name: 'second/claude-sonnet-5-5', model: 'claude-sonnet-5-5' };
    first.next(overloaded());
    second.next(overloaded(), overloaded(), answer('At last.'));
    const host = hostOf();
    expect((await host.run({ ...order, alternatives: [one, other] })).status).toBe('completed');
    expect(movesOf(host).map(({ model }) => model)).toEqual([one.name, other.name]);
    expect(second.requests.map(({ body }) => body.model)).toEqual([
      'claude-opus-5-5',
      'claude-sonnet-5-5',
      'claude-sonnet-5-5',
    ]);
    expect(host.events.filter(({ type }) => type === 'turn.retrying')).toHaveLength(1);
  });

  it('without a request where the first has no key', async () => {
    second.next(answer('From the second.'));
    const host = hostOf();
    const provider: ProviderAccess = { id: 'first', kind: 'anthropic', keyMissing: true };
    expect((await host.run({ ...order, provider })).status).toBe('completed');
    expect(first.requests).toHaveLength(0);
    expect(movesOf(host)[0]?.reason).toContain('no key');
  });

  it('between two steps too: what tools found goes along', async () => {
    first.next(toolCalls([{ name: 'todo_not_there', input: {} }]), overloaded());
    second.next(answer('From the second.'));
    const host = hostOf();
    expect((await host.run(order)).status).toBe('completed');
    expect(JSON.stringify(second.requests[0]?.body.messages)).toContain('todo_not_there');
  });
});

describe('nobody else is asked', () => {
  it('once words were written: they stay, and the same model is tried again', async () => {
    first.next(cutConnection('half an ans'), answer('Whole.'));
    const host = hostOf();
    const over = host.start(order);
    await asked(first);
    expect((await over).status).toBe('completed');
    expect(movesOf(host)).toHaveLength(0);
    expect(second.requests).toHaveLength(0);
    expect(textOf(host.turn())).toContain('Whole.');
  });

  it.each<[string, Scenario]>([
    ['the model declines', refusal('No.')],
    ['the question is too long for any', tooLarge()],
  ])('when %s', async (_name, scenario) => {
    first.next(scenario);
    const host = hostOf();
    await host.run(order);
    expect(movesOf(host)).toHaveLength(0);
    expect(second.requests).toHaveLength(0);
  });

  it('after a stop of the person', async () => {
    first.next(stallAfterHeaders());
    const host = hostOf();
    const over = host.start(order);
    await asked(first);
    host.orders.take({ t: 'interrupt', turn: 'turn00000001' });
    await settle();
    expect((await over).status).toBe('interrupted');
    expect(second.requests).toHaveLength(0);
  });
});

describe('a main turn', () => {
  const main = { ...order, kind: 'main' as const };

  it('asks its own model again first, and goes over when all tries are used up', async () => {
    first.otherwise(overloaded());
    second.next(answer('From the second.'));
    const clock = makeClock();
    const host = hostOf(clock);
    const over = host.start(main);
    let ended = false;
    void over.then(() => (ended = true));
    while (!ended) {
      await clock.advance(1_000);
      await settle();
    }
    expect((await over).status).toBe('completed');
    expect(first.requests).toHaveLength(6);
    expect(textOf(host.turn())).toBe('From the second.');
    expect(movesOf(host)).toHaveLength(1);
  });

  it.each<[string, Scenario, string]>([
    ['a key is refused', unauthorized(), 'key'],
    ['the model is not there', unknownModel(), 'model'],
    ['the pause that it asks for is too long', rateLimited(600), 'requests'],
  ])('goes over at once where trying again is of no use: %s', async (_name, scenario, reason) => {
    first.next(scenario);
    second.next(answer('From the second.'));
    const host = hostOf();
    expect((await host.run(main)).status).toBe('completed');
    expect(first.requests).toHaveLength(1);
    expect(movesOf(host)[0]?.reason).toContain(reason);
    expect(second.requests[0]?.body.model).toBe('claude-opus-5-5');
  });

  it('asks nobody else where its last try had written words', async () => {
    first.otherwise(cutConnection('half an ans'));
    const clock = makeClock();
    const host = hostOf(clock);
    const over = host.start(main);
    let ended = false;
    void over.then(() => (ended = true));
    while (!ended) {
      // While it answers, the time that it takes is its own: no silence is meant here.
      if (first.open() === 0) await clock.advance(1_000);
      await settle();
    }
    expect((await over).status).toBe('failed');
    expect(first.requests).toHaveLength(6);
    expect(textOf(host.turn())).toBe('half an ans');
    expect(movesOf(host)).toHaveLength(0);
    expect(second.requests).toHaveLength(0);
  });

  it('asks nobody else when it is stopped between two tries', async () => {
    first.otherwise(overloaded());
    const host = hostOf(makeClock());
    const over = host.start(main);
    await host.until(({ type }) => type === 'turn.retrying');
    host.orders.take({ t: 'interrupt', turn: 'turn00000001' });
    expect((await over).status).toBe('interrupted');
    expect(first.requests).toHaveLength(1);
    expect(second.requests).toHaveLength(0);
  });

  it('goes on at the step where it is, with what its tools gave', async () => {
    first.next(toolCalls([{ name: 'glob', input: { pattern: '*.none' } }]), unauthorized());
    second.next(answer('From the second.'));
    const host = hostOf();
    expect((await host.run(main)).status).toBe('completed');
    const told = JSON.stringify(second.requests[0]?.body.messages);
    expect(told).toContain('tool_result');
    expect(told).toContain('*.none');
  });

  it('is given time: silence of the first event is no reason to leave', async () => {
    first.next(stallAfterHeaders());
    const clock = makeClock();
    const host = hostOf(clock);
    const over = host.start(main);
    await asked(first);
    await clock.advance(limits.quickSilentMs * 2);
    expect(movesOf(host)).toHaveLength(0);
    host.orders.take({ t: 'interrupt', turn: 'turn00000001' });
    expect((await over).status).toBe('interrupted');
    expect(second.requests).toHaveLength(0);
  });
});
