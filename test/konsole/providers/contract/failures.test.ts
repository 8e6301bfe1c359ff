/** What every house's adapter does when its provider, or the network before it, fails. */
import { describe, expect, test, vi } from 'vitest';
import type { RefusalKind } from '../../../../main/konsole/providers/refusals';
import {
  type ModelEvent,
  ProviderError,
  type StopReason,
} from '../../../../main/konsole/providers/types';
import { htmlPage, jsonBody } from '../../../fakes/dialect';
import type { Scenario } from '../../../fakes/provider-server';
import { collect, failure, kinds, openHouse, requestOf, stopOf, textOf, theKey } from './house';

/** Of the network, and of no house. */
type OfNetwork = 'no-address' | 'moved' | 'proxy';
type OfHouse = Exclude<RefusalKind, OfNetwork>;
const codes: Record<OfHouse, { code: string; again: boolean }> = {
  key: { code: 'bad-key', again: false },
  denied: { code: 'denied', again: false },
  payment: { code: 'provider', again: false },
  'no-model': { code: 'unknown-model', again: false },
  'too-long': { code: 'too-long', again: false },
  rate: { code: 'rate-limited', again: true },
  day: { code: 'rate-limited', again: false },
  overloaded: { code: 'overloaded', again: true },
  trouble: { code: 'provider', again: true },
  invalid: { code: 'provider', again: false },
};
const refusals = Object.entries(codes) as [OfHouse, (typeof codes)[OfHouse]][];
const stops: StopReason[] = ['end', 'max-tokens', 'refusal', 'stop-sequence', 'context-full'];

describe.each(kinds)('when %s fails', (kind) => {
  const house = openHouse(kind);
  const says = () => house.fake.dialect;
  const host = () => new URL(house.fake.url).host;

  const told = async () => {
    const { error, events } = await failure(house);
    expect(error).toBeInstanceOf(ProviderError);
    const failed = error as ProviderError;
    expect(JSON.stringify(failed.error) + String(failed)).not.toContain(theKey);
    return { ...failed.error, retry: failed.retry, events };
  };

  test.for(stops)('an answer that stops for "%s" says so', async (reason, { skip }) => {
    const scenario = says().stopped(reason, 'So far.');
    if (!scenario) return skip('This wire has no word for it.');
    house.fake.next(scenario);
    const events = await collect(house);
    expect(stopOf(events).reason).toBe(reason);
    expect(textOf(events, 'text')).toContain('So far.');
  });

  test.for(refusals)(
    'a refusal (%s) is told in words with a next step',
    async ([name, expected], { skip }) => {
      const scenario = says().refused(name);
      if (!scenario) return skip('This wire has no word for it.');
      house.fake.next(scenario);
      const { code, message, hint, retry } = await told();
      expect(code).toBe(expected.code);
      // Whose it is: of several providers a person must know which one to look after.
      expect([host(), house.model].some((name) => message.includes(name))).toBe(true);
      expect(hint).toBeTruthy();
      expect(retry !== false).toBe(expected.again);
      expect(house.fake.requests).toHaveLength(1);
    },
  );

  test.each([400, 429, 500, 503])(
    'a refusal (HTTP %i) has the host and the words of the provider, and no key that they quote',
    async (status) => {
      const message = `No more for ${theKey} today`;
      house.fake.next(jsonBody(status, { error: { message, type: 'some_error' } }));
      const { message: words } = await told();
      expect(words).toContain(host());
      expect(words).toContain('No more for [key] today');
    },
  );

  test('it comes back when the provider says when', async ({ skip }) => {
    const scenario = says().refused('rate', { 'retry-after': '7' });
    if (!scenario) return skip('This wire has no word for it.');
    house.fake.next(scenario);
    expect((await told()).retry).toEqual({ afterMs: 7_000 });
  });

  test('an error inside an answer leaves what came before it', async ({ skip }) => {
    const scenario = says().errorInside('So far.');
    if (!scenario) return skip('This wire has no word for it.');
    house.fake.next(scenario);
    const { events, message, retry } = await told();
    expect(textOf(events, 'text')).toBe('So far.');
    expect(message).toContain(host());
    expect(retry).not.toBe(false);
  });

  test('an answer without its end is no answer', async () => {
    house.fake.next(says().truncated('So far.'));
    const { code, events, retry } = await told();
    expect(code).toBe('bad-answer');
    expect(textOf(events, 'text')).toBe('So far.');
    expect(retry).toEqual({});
  });

  test('an event that cannot be read is told', async () => {
    house.fake.next(says().malformed('So far.'));
    expect(await told()).toMatchObject({ code: 'bad-answer', retry: {} });
  });

  test.each([
    [200, false],
    [502, true],
  ])('a web page (HTTP %i) is called one', async (status, again) => {
    house.fake.next(htmlPage(status));
    const { code, message, retry } = await told();
    expect(code).toBe('bad-answer');
    expect(message).toContain('web page');
    expect(retry !== false).toBe(again);
  });

  test('a redirect is not followed: the key stays where it was given', async () => {
    house.fake.next(({ res }) => {
      res.writeHead(307, { location: `${house.fake.url}/elsewhere` });
      res.end();
    });
    expect((await told()).code).toBe('bad-answer');
    expect(house.fake.requests).toHaveLength(1);
  });

  test('an error in an answer that says it is well is told', async () => {
    const message = 'The house is on fire';
    house.fake.next(
      jsonBody(200, { error: { message, type: 'api_error', code: 500, status: 'INTERNAL' } }),
    );
    expect((await told()).message).toContain(message);
  });

  test('an answer that is JSON and no stream is told as one that no other try mends', async () => {
    house.fake.next(jsonBody(200, { hello: 'world' }));
    expect(await told()).toMatchObject({ code: 'bad-answer', retry: false });
  });

  test('nobody there, and a name that nobody has, are told as the network', async () => {
    const { createAdapter } = await import('../../../../main/konsole/providers/index');
    const access = { id: 'x', kind, baseUrl: 'http://127.0.0.1:1', key: theKey };
    const gone = { ...house, adapter: await createAdapter(access, { now: Date.now }) };
    const { error } = await failure(gone);
    expect((error as ProviderError).error.code).toBe('no-network');
    const asked = gone.adapter.models(new AbortController().signal);
    await expect(asked).rejects.toMatchObject({ error: { code: 'no-network' } });
    await expect(gone.adapter.warm(new AbortController().signal)).resolves.toBe(false);
  });

  test.each([
    ['before its head', undefined],
    ['before a word', ''],
    ['in mid-stream', 'So far.'],
  ])(
    'a stop of an answer %s ends it with the reason, and closes the connection',
    async (_when, text) => {
      let closed = false;
      const stalls: Scenario = text === undefined ? (reply) => reply.gone : says().stall(text);
      house.fake.next((reply) => {
        void reply.gone.then(() => (closed = true));
        return stalls(reply);
      });
      const stop = new AbortController();
      const reason = new Error('stopped');
      const events: ModelEvent[] = [];
      const read = async () => {
        for await (const piece of house.adapter.stream(requestOf(house), stop.signal)) {
          events.push(...piece);
        }
      };
      const run = read();
      run.catch(() => undefined);
      const patience = { timeout: 10_000, interval: 5 };
      await vi.waitFor(() => expect(house.fake.open()).toBe(1), patience);
      await vi.waitFor(() => expect(textOf(events, 'text')).toBe(text ?? ''), patience);
      stop.abort(reason);
      await expect(run).rejects.toBe(reason);
      await vi.waitFor(() => expect(closed).toBe(true), patience);
    },
  );

  test('attack 17: a flood is read only as fast as somebody takes it', async () => {
    house.fake.next(says().flood(64 * 1024 * 1024));
    const stop = new AbortController();
    const before = house.fake.sentBytes();
    const events = house.adapter.stream(requestOf(house), stop.signal)[Symbol.asyncIterator]();
    await events.next();
    // Until the sender stands still, what is in flight is in the buffers of sockets and of one piece.
    let sent = -1;
    await vi.waitFor(
      () => {
        const now = house.fake.sentBytes();
        const same = now === sent;
        sent = now;
        expect(same).toBe(true);
      },
      { timeout: 20_000, interval: 250 },
    );
    expect(sent - before).toBeLessThan(32 * 1024 * 1024);
    await events.return?.();
    stop.abort();
  });
});
