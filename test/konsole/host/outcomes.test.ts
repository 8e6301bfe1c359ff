/** What a turn's requests tell of the provider that was asked: each answer and each failure of its, and nothing else. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readFromHost } from '../../../main/konsole/pool/from-host';
import { type FakeAnthropic, type Scenario, startFakeAnthropic } from '../../fakes/anthropic';
import {
  answer,
  htmlProxy,
  httpError,
  overloaded,
  refusal,
  stallMidStream,
  tooLarge,
  unauthorized,
} from '../../fakes/anthropic-scenarios';
import { makeTestHost, type TestHost } from './support';

let fake: FakeAnthropic;
beforeAll(async () => {
  fake = await startFakeAnthropic();
});
afterAll(() => fake.close());
beforeEach(() => fake.reset());

const key = 'sk-test-0123456789';
const hostNow = (url = fake.url) => makeTestHost({ url, random: () => 0 });
const told = ({ messages }: TestHost) => messages.filter((message) => message.t === 'asked');

test('an answer is told with the model that gave it, and is taken by the engine as data', async () => {
  fake.next(answer('Hello.'));
  const host = hostNow();
  await host.run({ model: 'claude-haiku-5-5' });
  const news = { t: 'asked', provider: 'anthropic', model: 'claude-haiku-5-5' };
  expect(told(host)).toEqual([news]);
  expect(readFromHost(news)).toEqual(news);
  expect(readFromHost({ ...news, error: { message: 'No.', code: 'denied', x: 1 } })).toEqual({
    ...news,
    error: { message: 'No.' },
  });
  expect(readFromHost({ ...news, error: 'No.' })).toBeUndefined();
  expect(readFromHost({ ...news, provider: 7 })).toBeUndefined();
});

const failing: [string, Scenario, RegExp][] = [
  ['a wrong key', unauthorized(), /does not accept this key/],
  ['no quota', httpError(402, 'billing_error', 'Out of credit'), /wants payment: Out of credit/],
  ['a web page', htmlProxy(), /web page/],
  ['a key in its words', httpError(400, 'invalid_request_error', `bad ${key}`), /refused/],
];
test.each(failing)('%s is told with the words of the turn', async (_name, scenario, words) => {
  fake.next(scenario);
  const host = hostNow();
  const { error } = await host.run();
  expect(told(host)).toHaveLength(1);
  expect(told(host)[0]?.error).toMatchObject({ message: error?.message, hint: error?.hint });
  expect(error?.message).toMatch(words);
  expect(JSON.stringify(told(host))).not.toContain(key);
});

test('a server that is not there is told', async () => {
  const host = hostNow('http://127.0.0.1:9');
  await host.run({ kind: 'chat', alternatives: [] });
  expect(told(host).at(-1)?.error?.message).toBe('Nothing answers at 127.0.0.1:9.');
});

test('a request that is made again is told each time', async () => {
  fake.next(overloaded(), answer('Now.'));
  const host = hostNow();
  await host.run();
  expect(told(host).map(({ error }) => error?.message)).toEqual([
    expect.stringContaining('is overloaded'),
    undefined,
  ]);
});

test('where a turn goes over, each provider gets its own', async () => {
  fake.next(unauthorized(), answer('From the other.'));
  const host = hostNow();
  const provider = { id: 'other', kind: 'anthropic', key };
  await host.run({ kind: 'chat', alternatives: [{ name: 'other/m', model: 'm', provider }] });
  expect(told(host)).toMatchObject([
    { provider: 'anthropic', error: { message: expect.stringContaining('accept this key') } },
    { provider: 'other', model: 'm' },
  ]);
  expect(told(host)[1]).not.toHaveProperty('error');
});

const silent: [string, Scenario][] = [
  ['a conversation that is too long', tooLarge()],
  ['a refused content', refusal('No.')],
];
test.each(silent)('%s says nothing of the provider', async (_name, scenario) => {
  fake.next(scenario);
  const host = hostNow();
  expect((await host.run()).status).not.toBe('completed');
  expect(told(host)).toEqual([]);
});

test('a stop says nothing of the provider, nor does a fault of ours', async () => {
  fake.next(stallMidStream('half'));
  const host = hostNow();
  const over = host.start();
  await host.until(({ type }) => type === 'block.appended');
  host.orders.take({ t: 'interrupt', turn: 'turn00000001' });
  expect((await over).status).toBe('interrupted');
  const broken = makeTestHost({
    adapterOf: () => {
      throw new TypeError('a mistake in the code');
    },
  });
  expect((await broken.run()).error?.code).toBe('internal');
  expect([...told(host), ...told(broken)]).toEqual([]);
});
