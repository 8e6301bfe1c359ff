/** The tools that look at Konsole itself, over the port; and what of a request stays the same from turn to turn. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FromHost, TurnOrder } from '../../../main/konsole/host/protocol';
import { type FakeAnthropic, startFakeAnthropic } from '../../fakes/anthropic';
import { answer, cutConnection, toolCalls, unauthorized } from '../../fakes/anthropic-scenarios';
import { makeClock, makeTestHost, settle, type TestHost } from './support';
import { runTool } from './tool-folder';
import { logsTool } from '../../../main/konsole/host/tools/records';
import { createTools } from '../../../main/konsole/host/tools/registry';

let fake: FakeAnthropic;
beforeAll(async () => {
  fake = await startFakeAnthropic();
});
afterAll(() => fake.close());
beforeEach(() => fake.reset());

type Ask = Extract<FromHost, { t: 'ask' }>;
const asks = ({ messages }: TestHost) => messages.filter((one): one is Ask => one.t === 'ask');

async function asked(host: TestHost, count = 1): Promise<Ask[]> {
  while (asks(host).length < count) await settle();
  return asks(host);
}

const results = () =>
  (fake.requests.at(-1)?.body.messages ?? [])
    .flatMap(({ content }) => content)
    .filter((part) => part.type === 'tool_result')
    .map((part) => ({ text: String(part.content), failed: part.is_error === true }));

describe('a tool that looks at Konsole', () => {
  it('asks the engine over the port, without a folder, and gives the model what it is told', async () => {
    fake.next(
      toolCalls([
        { name: 'konsole_logs', input: { text: 'WebSocket error', level: 'warn', foreign: 1 } },
        { name: 'turn_explain', input: {} },
      ]),
      answer('The stream broke off.'),
    );
    const host = makeTestHost({ url: fake.url });
    const end = host.start({ kind: 'chat' });
    const [logs, turn] = await asked(host, 2);
    expect(logs).toEqual({
      t: 'ask',
      turn: 'turn00000001',
      n: 1,
      tool: 'konsole_logs',
      input: { text: 'WebSocket error', level: 'warn' },
    });
    // Answered in another order than asked, and for another turn as well.
    const told = { t: 'told', turn: 'turn00000001', ok: true } as const;
    host.orders.take({ ...told, turn: 'another', n: 1, text: 'foreign', summary: '' });
    host.orders.take({ ...told, n: turn?.n ?? 0, ok: false, text: 'none', summary: 'none' });
    host.orders.take({ ...told, n: 1, text: 'a record', summary: 'one record' });
    expect((await end).status).toBe('completed');
    expect(results()).toEqual([
      { text: 'a record', failed: false },
      { text: 'none', failed: true },
    ]);
    const tools = host.turn().blocks.filter(({ kind }) => kind === 'tool');
    expect(tools.map(({ summary, status }) => [summary, status])).toEqual([
      ['one record', 'ok'],
      ['none', 'error'],
    ]);
  });

  it('gives up after five seconds, and the turn goes on (I8)', async () => {
    fake.next(toolCalls([{ name: 'konsole_status', input: {} }]), answer('Not known.'));
    const clock = makeClock();
    const host = makeTestHost({ url: fake.url, clock });
    const end = host.start({ kind: 'chat' });
    await asked(host);
    await clock.advance(5_000);
    expect((await end).status).toBe('completed');
    expect(results()[0]?.text).toContain('did not answer within 5 seconds');
    host.orders.take({
      t: 'told',
      turn: 'turn00000001',
      n: 1,
      ok: true,
      text: 'late',
      summary: '',
    });
  });

  it('says of a kontask that it may have been made when no answer came', async () => {
    fake.next(toolCalls([{ name: 'kontask_create', input: { title: 'x' } }]), answer('Well.'));
    const clock = makeClock();
    const host = makeTestHost({ url: fake.url, clock });
    const end = host.start({ kind: 'main' });
    await asked(host);
    await clock.advance(5_000);
    expect((await end).status).toBe('completed');
    expect(results()[0]?.text).toContain('look with kontask_list before you try again');
  });

  it('ends at once when the turn is stopped', async () => {
    fake.next(toolCalls([{ name: 'konsole_status', input: {} }]));
    const host = makeTestHost({ url: fake.url });
    const end = host.start({ kind: 'chat' });
    await asked(host);
    host.orders.take({ t: 'interrupt', turn: 'turn00000001' });
    expect((await end).status).toBe('interrupted');
  });

  it('says in one line what it does', async () => {
    const told = { ok: true, text: 'x', summary: 'one record' };
    const looked: unknown[] = [];
    const ask = async (...question: unknown[]) => {
      looked.push(question);
      return told;
    };
    expect(await runTool('/', logsTool, { text: 'a\nb' }, { ask })).toEqual(told);
    expect(looked).toEqual([['konsole_logs', { text: 'a\nb' }]]);
    expect(createTools('main').every(({ name }) => /^[a-z_]+$/.test(name))).toBe(true);
  });
});

describe('what a provider caches', () => {
  const prefix = () => {
    const { system, tools } = fake.requests.at(-1)?.body ?? {};
    return JSON.stringify([system, tools]);
  };

  it.each(['chat', 'main'] as const)(
    'is the same to the byte for every turn of kind %s, whatever it sees',
    async (kind) => {
      const orders: Partial<TurnOrder>[] = [
        { kind },
        { kind, workspace: '/nowhere', text: 'Another question' },
        { kind, context: 'Facts: one\ntwo', startedAt: 5_000_000_000 },
        { kind, workspace: '/elsewhere', context: 'Facts: others', turn: 'turn00000002' },
      ];
      const seen = new Set<string>();
      for (const order of orders) {
        fake.next(answer('Yes.'));
        const host = makeTestHost({ url: fake.url });
        await host.run(order);
        seen.add(prefix());
      }
      expect(seen.size).toBe(1);
      expect([...seen][0]).toContain('konsole_logs');
    },
  );

  it('is offered without a folder too: its tools then answer in words', async () => {
    const calls = [
      { name: 'read', input: { path: 'a.txt' } },
      { name: 'glob', input: { pattern: '*' } },
      { name: 'grep', input: { pattern: 'x' } },
      { name: 'write', input: { path: 'a.txt', content: 'x' } },
      { name: 'edit', input: { path: 'a.txt', old_string: 'x', new_string: 'y' } },
      { name: 'bash', input: { command: 'true' } },
    ];
    fake.next(toolCalls(calls), answer('There is no folder.'));
    const allow = () => Promise.resolve({ verdict: 'allow' } as const);
    const host = makeTestHost({ url: fake.url, decide: allow });
    expect((await host.run({ kind: 'main' })).status).toBe('completed');
    expect(results()).toHaveLength(calls.length);
    for (const { text, failed } of results()) {
      expect(failed).toBe(true);
      expect(text).toContain('No folder is chosen for this session');
    }
  });
});

describe('a request that fails', () => {
  const noted = ({ messages }: TestHost) =>
    messages.flatMap((one) =>
      one.t === 'log' && one.record.area === 'provider' ? [one.record] : [],
    );

  it('stands in the log with where, why and what comes next, and without a word of the answer', async () => {
    fake.next(cutConnection('half an ans'), answer('Whole.'));
    const host = makeTestHost({ url: fake.url, random: () => 0 });
    const server = new URL(fake.url).host;
    const provider = {
      id: 'mine',
      kind: 'anthropic',
      key: 'sk-test-0123456789',
      baseUrl: fake.url,
    } as const;
    await host.run({ provider });
    const [record, ...others] = noted(host);
    expect(others).toEqual([]);
    expect(record).toMatchObject({
      level: 'warn',
      session: 'session00001',
      fields: {
        turn: 'turn00000001',
        provider: 'mine',
        host: server,
        code: 'no-network',
        attempt: 1,
        next: 'tried again in 0 ms',
      },
    });
    expect(record?.message).toContain('was cut');
    expect(record?.message).toContain('The stream broke off after 11 characters of the answer.');
    expect(JSON.stringify(record)).not.toContain('half');
  });

  it('for good says that it was given up, with the HTTP status', async () => {
    fake.next(unauthorized());
    const host = makeTestHost({ url: fake.url });
    await host.run();
    expect(noted(host)).toMatchObject([
      { fields: { code: 'bad-key', status: 401, next: 'given up', host: 'api.anthropic.com' } },
    ]);
    expect(noted(host)[0]?.message).not.toContain('broke off after');
  });
});

it('a side question without a key is told what can be asked without one', async () => {
  const provider = { id: 'anthropic', kind: 'anthropic', keyMissing: true } as const;
  const chat = await makeTestHost({ url: fake.url }).run({ kind: 'chat', provider });
  expect(chat.error?.hint).toMatch(/Settings.*\/why, \/status, \/logs, \/pool and \/turn answer/);
  const main = await makeTestHost({ url: fake.url }).run({ kind: 'main', provider });
  expect(main.error?.hint).not.toContain('/why');
});
