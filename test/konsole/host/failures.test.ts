/** What a provider or the network can do wrong, over the true wire: a clear state, bounded memory. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ModelEvent } from '../../../main/konsole/providers/types';
import { type FakeAnthropic, type Scenario, startFakeAnthropic } from '../../fakes/anthropic';
import {
  answer,
  cutConnection,
  errorMidStream,
  flood,
  forbidden,
  giantLine,
  htmlProxy,
  httpError,
  malformedJson,
  overloaded,
  rateLimited,
  redirect,
  serverError,
  stallAfterHeaders,
  stallMidStream,
  tooLarge,
  truncated,
  unauthorized,
  unknownModel,
} from '../../fakes/anthropic-scenarios';
import { makeClock, makeTestHost, settle, textOf, typesOf } from './support';

let fake: FakeAnthropic;
beforeAll(async () => {
  fake = await startFakeAnthropic();
});
afterAll(() => fake.close());
beforeEach(() => fake.reset());

/** No jitter: a retry comes at once. */
const hostNow = () => makeTestHost({ url: fake.url, random: () => 0 });

describe('a failure that may pass', () => {
  const passing: [string, Scenario, string][] = [
    ['429', rateLimited(0), 'enough requests'],
    ['529', overloaded(), 'overloaded'],
    ['500', serverError(), 'trouble (HTTP 500)'],
    ['502 with a web page', htmlProxy(502), 'web page'],
    ['a truncated stream (attack 17)', truncated('half an ans'), 'broke off before its end'],
    ['a connection cut in mid-stream', cutConnection('half an ans'), 'was cut'],
    ['malformed JSON (attack 17)', malformedJson('half'), 'no JSON'],
    ['overloaded_error in mid-stream', errorMidStream('half', 'overloaded_error'), 'broke off'],
    ['api_error in mid-stream', errorMidStream('half', 'api_error', 'Oh no'), 'Oh no'],
  ];
  it.each(passing)('%s is told and tried again', async (_name, scenario, reason) => {
    fake.next(scenario, answer('Whole.'));
    const host = hostNow();
    const finished = await host.run();
    expect(finished.status).toBe('completed');
    const retrying = host.events.find((event) => event.type === 'turn.retrying');
    expect(retrying).toMatchObject({ attempt: 1 });
    expect(retrying?.type === 'turn.retrying' && retrying.reason).toContain(reason);
    expect(textOf(host.turn())).toBe('Whole.');
    expect(JSON.stringify(fake.requests[1]?.body.messages)).not.toContain('half');
  });

  it('leaves what the last try wrote, when none follows', async () => {
    fake.otherwise(truncated('half an ans'));
    const host = hostNow();
    expect((await host.run()).status).toBe('failed');
    const states = host.turn().blocks.map((block) => block.status);
    expect(states.at(-1)).toBe('done');
    expect(new Set(states.slice(0, -1))).toEqual(new Set(['abandoned']));
    expect(textOf(host.turn())).toBe('half an ans');
  });

  it('marks what the failed try wrote as abandoned, also what it had finished', async () => {
    const thought = { thinking: 'A thought.' };
    fake.next(async (reply) => {
      await stallMidStreamThenEnd(reply);
    }, answer('Whole.'));
    const host = hostNow();
    await host.run();
    const states = host.turn().blocks.map((block) => [block.kind, block.status]);
    expect(states).toEqual([
      ['thinking', 'abandoned'],
      ['text', 'abandoned'],
      ['text', 'done'],
    ]);
    expect(JSON.stringify(fake.requests[1]?.body.messages)).not.toContain('A thought.');

    async function stallMidStreamThenEnd(reply: Parameters<Scenario>[0]): Promise<void> {
      const partial = stallMidStream('half', thought)({ ...reply, gone: Promise.resolve() });
      await partial;
      reply.end();
    }
  });

  it('waits as long as the provider asks', async () => {
    fake.next(rateLimited('0.2'), answer('Whole.'));
    const host = hostNow();
    const { timing } = await host.run();
    expect(host.events.find((event) => event.type === 'turn.retrying')).toMatchObject({
      delayMs: 200,
    });
    expect(timing.retryMs).toBeGreaterThanOrEqual(190);
  });

  it('gives up after six tries and says so', async () => {
    fake.otherwise(overloaded());
    const host = hostNow();
    const finished = await host.run();
    expect(fake.requests).toHaveLength(6);
    expect(finished.status).toBe('failed');
    expect(finished.error?.code).toBe('overloaded');
    expect(finished.error?.message).toContain('6 tries');
  });

  it('is told at once with its time when the provider wants too long a pause', async () => {
    fake.next(rateLimited(3600));
    const finished = await hostNow().run();
    expect(fake.requests).toHaveLength(1);
    expect(finished.error?.code).toBe('rate-limited');
    expect(finished.error?.message).toContain('60 minutes');
  });

  it('of a network that is not there has a next step', async () => {
    const gone = await startFakeAnthropic();
    await gone.close();
    const host = makeTestHost({ url: gone.url, random: () => 0 });
    const finished = await host.run();
    expect(finished.error?.code).toBe('no-network');
    expect(finished.error?.message).toContain(`Nothing answers at 127.0.0.1:${gone.port}`);
    expect(finished.error?.hint).toContain('Settings → Providers');
  });
});

describe('a failure that stays', () => {
  const staying: [string, Scenario, string, string][] = [
    ['401', unauthorized(), 'bad-key', 'does not accept this key'],
    ['403', forbidden(), 'denied', 'may not use'],
    ['404', unknownModel(), 'unknown-model', 'does not know the model "claude-opus-5-5"'],
    ['413', tooLarge(), 'too-long', 'too large'],
    [
      '400',
      httpError(400, 'invalid_request_error', 'max_tokens: must be at least 1'),
      'provider',
      'max_tokens',
    ],
    [
      '400 over a full context',
      httpError(
        400,
        'invalid_request_error',
        'prompt is too long: 1200000 tokens > 1000000 maximum',
      ),
      'too-long',
      'does not fit',
    ],
    ['a web page in place of an answer', htmlProxy(200), 'bad-answer', 'answered with a web page'],
    [
      'a server that does not stream',
      ({ res }) => {
        res.writeHead(200, { 'content-type': 'application/json' });
        res.end('{"type":"message","content":[]}');
      },
      'bad-answer',
      'did not answer with a stream',
    ],
    [
      '404 of a server that speaks something else',
      ({ res }) => {
        res.writeHead(404, { 'content-type': 'text/plain' });
        res.end('404 page not found');
      },
      'provider',
      'nothing at this address',
    ],
    ['a redirect', redirect('http://127.0.0.1:9/elsewhere'), 'bad-answer', 'another address'],
    [
      'invalid_request_error in mid-stream',
      errorMidStream('x', 'invalid_request_error', 'No'),
      'provider',
      'No',
    ],
  ];
  it.each(staying)(
    '%s is told at once and not tried again',
    async (_name, scenario, code, words) => {
      fake.next(scenario);
      const host = hostNow();
      const finished = await host.run();
      expect(fake.requests).toHaveLength(1);
      expect(typesOf(host.events)).not.toContain('turn.retrying');
      expect(finished.status).toBe('failed');
      expect(finished.error?.code).toBe(code);
      expect(finished.error?.message).toContain(words);
      expect(finished.error?.hint ?? 'none needed').toBeTruthy();
    },
  );

  it('attack 13: never shows the key, even if the provider repeats it', async () => {
    fake.next(httpError(400, 'invalid_request_error', 'bad header Bearer sk-test-0123456789 here'));
    const host = hostNow();
    await host.run();
    expect(JSON.stringify(host.messages)).not.toContain('0123456789');
  });
});

describe('attack 17: a provider that misbehaves', () => {
  it('by a flood is read only as fast as the journal writes', async () => {
    fake.next(flood(64 * 1024 * 1024));
    const host = makeTestHost({ url: fake.url, acknowledge: false });
    const end = host.start();
    await host.until((event) => event.type === 'block.appended');
    let before = -1;
    // Until nothing moves any more: the socket is full and nobody reads.
    while (before !== fake.sentBytes()) {
      before = fake.sentBytes();
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    const told = host.messages.reduce(
      (sum, message) => sum + (message.t === 'events' ? message.chars : 0),
      0,
    );
    expect(told).toBeLessThan(320 * 1024);
    expect(fake.sentBytes()).toBeLessThan(16 * 1024 * 1024);
    host.orders.take({ t: 'interrupt', turn: 'turn00000001' });
    expect((await end).status).toBe('interrupted');
  });

  it('by an answer that never ends is cut off', async () => {
    fake.next(flood(256 * 1024 * 1024));
    const host = hostNow();
    const finished = await host.run();
    expect(finished.error?.code).toBe('bad-answer');
    expect(finished.error?.message).toContain('more than any answer has');
    expect(fake.requests).toHaveLength(1);
    // It would fill every later request.
    expect(host.turn().blocks.map(({ status }) => status)).toEqual(['abandoned']);
  });

  it('by one line of 100 MB is cut off, and its memory is bounded', async () => {
    fake.next(giantLine(100 * 1024 * 1024));
    const before = process.memoryUsage().rss;
    const finished = await hostNow().run();
    expect(finished.status).toBe('failed');
    expect(finished.error?.code).toBe('bad-answer');
    expect(finished.error?.message).toContain('8 MB');
    expect(fake.sentBytes()).toBeLessThan(64 * 1024 * 1024);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
  });

  it('by silence after the headers is called stalled, at each doubling, and given up in the end', async () => {
    fake.next(stallAfterHeaders(), answer('Whole.'));
    const host = makeTestHost({ url: fake.url, random: () => 0, stallMs: 100, idleMs: 1200 });
    const finished = await host.run();
    const silences = host.events.flatMap((event) =>
      event.type === 'turn.stalled' ? [event.silentMs] : [],
    );
    expect(silences.length).toBeGreaterThanOrEqual(2);
    expect(silences[1]).toBeGreaterThanOrEqual(200);
    expect(host.events.find((event) => event.type === 'turn.retrying')).toBeDefined();
    expect(finished.status).toBe('completed');
  });

  it('by silence in mid-stream keeps what it said and can be stopped', async () => {
    fake.next(stallMidStream('So far'));
    const host = makeTestHost({ url: fake.url, stallMs: 40 });
    const end = host.start();
    const said = await host.until((event) => event.type === 'block.appended');
    await host.until((event) => event.type === 'turn.stalled' && event.at >= said.at);
    host.orders.take({ t: 'interrupt', turn: 'turn00000001' });
    expect((await end).status).toBe('interrupted');
    expect(textOf(host.turn())).toBe('So far');
  });

  it('is called silent, and not gone, while it sends signs of life', async () => {
    const clock = makeClock();
    const next: (() => void)[] = [];
    const adapter = {
      async *stream(): AsyncGenerator<readonly ModelEvent[]> {
        for (let n = 0; n < 10; n++) {
          await new Promise<void>((resolve) => next.push(resolve));
          yield [{ type: 'alive' }];
        }
        yield [{ type: 'stop', reason: 'end' }];
      },
      models: () => Promise.resolve([]),
      warm: () => Promise.resolve(true),
    };
    const host = makeTestHost({ adapter, clock });
    const end = host.start();
    for (let n = 0; n < 10; n++) {
      await settle();
      await clock.advance(19_000);
      next.shift()?.();
    }
    await settle();
    expect((await end).status).toBe('completed');
    const told = host.events.filter(({ type }) => type === 'turn.stalled');
    expect(told.length).toBeGreaterThan(0);
    for (const event of told) expect(event).toMatchObject({ alive: true });
  });
});
