/** What every house's adapter does when its provider, or the network before it, fails. */
import { describe, expect, test, vi } from 'vitest';
import type { RefusalKind } from '../../../../main/konsole/providers/refusals';
import { ProviderError, type StopReason } from '../../../../main/konsole/providers/types';
import { htmlPage, jsonBody } from '../../../fakes/dialect';
import { collect, failure, kinds, openHouse, requestOf, stopOf, textOf, theKey } from './house';

const codes: Record<RefusalKind, { code: string; again: boolean } | undefined> = {
  key: { code: 'bad-key', again: false },
  denied: { code: 'denied', again: false },
  payment: { code: 'provider', again: false },
  'no-model': { code: 'unknown-model', again: false },
  'too-long': { code: 'too-long', again: false },
  rate: { code: 'rate-limited', again: true },
  overloaded: { code: 'overloaded', again: true },
  trouble: { code: 'provider', again: true },
  invalid: { code: 'provider', again: false },
  // Of the network, and of no house.
  'no-address': undefined,
  moved: undefined,
  proxy: undefined,
};
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

  test.each(stops)('an answer that stops for "%s" says so', async (reason) => {
    const scenario = says().stopped(reason, 'So far.');
    // Not every wire has a word for each.
    if (!scenario) return;
    house.fake.next(scenario);
    expect(stopOf(await collect(house)).reason).toBe(reason);
  });

  test.each(Object.entries(codes))(
    'a refusal (%s) is told in words with a next step',
    async (name, expected) => {
      const scenario = expected && says().refused(name as RefusalKind);
      if (!scenario) return;
      house.fake.next(scenario);
      const { code, message, hint, retry } = await told();
      expect(code).toBe(expected.code);
      expect(message).not.toBe('');
      expect(hint).toBeTruthy();
      expect(retry !== false).toBe(expected.again);
      expect(house.fake.requests).toHaveLength(1);
    },
  );

  test('it comes back when the provider says when', async () => {
    const scenario = says().refused('rate', { 'retry-after': '7' });
    if (!scenario) return;
    house.fake.next(scenario);
    expect((await told()).retry).toEqual({ afterMs: 7_000 });
  });

  test('an error inside an answer leaves what came before it', async () => {
    const scenario = says().errorInside('So far.');
    if (!scenario) return;
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

  test('nobody there, and a name that nobody has, are told as the network', async () => {
    const { createAdapter } = await import('../../../../main/konsole/providers/index');
    const access = { id: 'x', kind, baseUrl: 'http://127.0.0.1:1', key: theKey };
    const gone = { ...house, adapter: await createAdapter(access, { now: Date.now }) };
    const { error } = await failure(gone);
    expect((error as ProviderError).error.code).toBe('no-network');
    await expect(gone.adapter.warm(new AbortController().signal)).resolves.toBe(false);
  });

  test.each([
    ['before a word', ''],
    ['in mid-stream', 'So far.'],
  ])('a stop %s ends it with the reason, and closes the connection', async (_when, text) => {
    let closed = false;
    const stalls = says().stall(text);
    house.fake.next((reply) => {
      void reply.gone.then(() => (closed = true));
      return stalls(reply);
    });
    const stop = new AbortController();
    const reason = new Error('stopped');
    const run = collect(house, {}, stop.signal);
    run.catch(() => undefined);
    await vi.waitFor(() => expect(house.fake.open()).toBe(1), { timeout: 10_000, interval: 5 });
    stop.abort(reason);
    await expect(run).rejects.toBe(reason);
    await vi.waitFor(() => expect(closed).toBe(true), { timeout: 10_000, interval: 5 });
  });

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
