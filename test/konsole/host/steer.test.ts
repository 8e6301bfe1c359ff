/** What a person says to a running turn: when its model is told, and that the next turn remembers it the same way. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Turn } from '../../../preload/contract/shapes';
import type { Tool } from '../../../main/konsole/host/tools/tool';
import { type FakeAnthropic, type FakeRequest, startFakeAnthropic } from '../../fakes/anthropic';
import { answer, overloaded, stallMidStream, toolCalls } from '../../fakes/anthropic-scenarios';
import { makeTestHost, textOf, type TestHost } from './support';

let fake: FakeAnthropic;
let workspace: string;

beforeAll(async () => {
  fake = await startFakeAnthropic();
  workspace = await mkdtemp(join(tmpdir(), 'konsole-steer-'));
  await writeFile(join(workspace, 'README.md'), '# A small folder\n');
});
afterAll(async () => {
  await fake.close();
  await rm(workspace, { recursive: true });
});
beforeEach(() => fake.reset());

const turn = 'turn00000001';
const say = (host: TestHost, text: string) => host.orders.take({ t: 'steer', turn, text });

/** A tool that ends when the test says so. */
function slowTool() {
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const tool: Tool = {
    name: 'wait',
    description: 'waits',
    inputSchema: { type: 'object' },
    readOnly: true,
    sideEffects: false,
    prepare: () => ({
      summary: 'Wait',
      run: async () => {
        await ended;
        return { ok: true, text: 'waited', summary: 'waited' };
      },
    }),
  };
  return { tool, end };
}

const bare = (request: FakeRequest | undefined) =>
  JSON.parse(
    JSON.stringify(request?.body.messages, (key, value) =>
      key === 'cache_control' ? undefined : value,
    ),
  ) as FakeRequest['body']['messages'];

const wordsOf = (message: FakeRequest['body']['messages'][number] | undefined) =>
  message?.content.map((part) => (part.type === 'text' ? part.text : part.type));

/** As the journal has it: the blocks that were told, and what the engine wrote down. */
const remembered = (host: TestHost, ...texts: string[]): Turn => ({
  ...host.turn(),
  steered: texts.map((text) => ({ text, at: 1 })),
});

/** The parts of all messages in a row: what a provider caches is a beginning of this. */
const flat = (messages: FakeRequest['body']['messages']) =>
  messages.flatMap(({ role, content }) => content.map((part) => ({ role, part })));

/** Every request of the first turn is, part by part, a beginning of the next turn's request. */
async function expectSamePrefix(history: Turn): Promise<void> {
  const before = fake.requests.map(bare);
  fake.next(answer('Next.'));
  await makeTestHost({ url: fake.url }).run({
    workspace,
    text: 'And now?',
    turn: 'turn00000002',
    history: [history],
    startedAt: 2e12,
  });
  const after = flat(bare(fake.requests.at(-1)));
  for (const messages of before) {
    const parts = flat(messages);
    expect(after.slice(0, parts.length)).toEqual(parts);
  }
}

describe('what is said to a running turn', () => {
  it('reaches the model after the results of the tools that ran', async () => {
    fake.next(toolCalls([{ name: 'wait', input: {} }]), answer('Done.'));
    const { tool, end } = slowTool();
    const host = makeTestHost({ url: fake.url, tools: [tool] });
    const finished = host.start({ workspace });
    await host.until((event) => event.type === 'tool.started');
    say(host, 'Only the tests, please');
    say(host, 'and in French');
    end();
    expect((await finished).status).toBe('completed');
    expect(fake.requests).toHaveLength(2);
    expect(wordsOf(bare(fake.requests[1]).at(-1))).toEqual([
      'tool_result',
      'Only the tests, please',
      'and in French',
    ]);
    await expectSamePrefix(remembered(host, 'Only the tests, please', 'and in French'));
  });

  it('while the last answer is written is answered by one more request', async () => {
    fake.next(answer('The first answer.', { paceMs: 5 }), answer('The second.'));
    const host = makeTestHost({ url: fake.url });
    const finished = host.start();
    await host.until((event) => event.type === 'block.appended');
    say(host, 'Shorter!');
    expect((await finished).status).toBe('completed');
    expect(bare(fake.requests[1]).map(wordsOf).slice(1)).toEqual([
      ['The first answer.'],
      ['Shorter!'],
    ]);
    expect(textOf(host.turn())).toBe('The first answer.The second.');
    await expectSamePrefix(remembered(host, 'Shorter!'));
  });

  it('while a request is on its way takes its place behind that answer, in the next turn too', async () => {
    fake.next(
      toolCalls([{ name: 'glob', input: { pattern: '*' } }], { thinking: 'One.' }),
      async (reply) => {
        // The tool's result is journaled, and no block of this answer is: only the host knows what it was told.
        say(host, 'Also the tests');
        await toolCalls([{ name: 'read', input: { path: 'README.md' } }], { thinking: 'Two.' })(
          reply,
        );
      },
      answer('Done.', { thinking: 'Three.' }),
    );
    const host: TestHost = makeTestHost({ url: fake.url });
    await host.run({ workspace });
    const [, second, third] = fake.requests.map(bare);
    expect(JSON.stringify(second)).not.toContain('Also the tests');
    expect(wordsOf(third?.at(-1))).toEqual(['tool_result', 'Also the tests']);
    await expectSamePrefix(remembered(host, 'Also the tests'));
  });

  it('during a pause before a retry is told by the retry', async () => {
    fake.next(overloaded(), answer('At last.'));
    const host = makeTestHost({ url: fake.url, random: () => 0 });
    const finished = host.start();
    await host.until((event) => event.type === 'turn.retrying');
    say(host, 'No hurry');
    expect((await finished).status).toBe('completed');
    expect(wordsOf(bare(fake.requests[1]).at(-1))?.at(-1)).toBe('No hurry');
    await expectSamePrefix(remembered(host, 'No hurry'));
  });

  it('is not lost by a stop: the next turn tells it behind what had been written', async () => {
    fake.next(stallMidStream('Half an answer'));
    const host = makeTestHost({ url: fake.url });
    const finished = host.start();
    await host.until((event) => event.type === 'block.appended');
    say(host, 'Wait, not that');
    host.orders.take({ t: 'interrupt', turn });
    expect((await finished).status).toBe('interrupted');
    await expectSamePrefix(remembered(host, 'Wait, not that'));
    expect(wordsOf(bare(fake.requests.at(-1)).at(-1))?.slice(0, 3)).toEqual([
      'Wait, not that',
      '[The answer above was stopped before its end.]',
      'And now?',
    ]);
  });

  it('and heard before a stop keeps its place before the answer that was cut off', async () => {
    fake.next(toolCalls([{ name: 'wait', input: {} }]), stallMidStream('In French then'));
    const { tool, end } = slowTool();
    const host = makeTestHost({ url: fake.url, tools: [tool] });
    const finished = host.start({ workspace });
    await host.until((event) => event.type === 'tool.started');
    say(host, 'In French');
    end();
    await host.until(
      (event) => event.type === 'block.appended' && 'In French then'.startsWith(event.text),
    );
    host.orders.take({ t: 'interrupt', turn });
    await finished;
    await expectSamePrefix(remembered(host, 'In French'));
  });

  it('to another turn is not heard', async () => {
    fake.next(answer('One.', { paceMs: 5 }));
    const host = makeTestHost({ url: fake.url });
    const finished = host.start();
    await host.until((event) => event.type === 'block.appended');
    host.orders.take({ t: 'steer', turn: 'turn00000009', text: 'You there' });
    await finished;
    expect(fake.requests).toHaveLength(1);
  });
});

describe('the end of a turn', () => {
  const isEnding = (host: TestHost) => host.messages.filter((message) => message.t === 'ending');
  const asked = async (host: TestHost, times: number) => {
    while (isEnding(host).length < times) await new Promise((resolve) => setImmediate(resolve));
    return isEnding(host).at(-1);
  };

  it('waits for the engine, and goes on when something was said meanwhile', async () => {
    fake.next(answer('One.'), answer('Two.'));
    const host = makeTestHost({ url: fake.url, letEnd: false });
    const finished = host.start();
    expect(await asked(host, 1)).toEqual({ t: 'ending', turn, steers: 0 });
    expect(host.events.some((event) => event.type === 'turn.finished')).toBe(false);
    say(host, 'One thing more');
    expect(await asked(host, 2)).toEqual({ t: 'ending', turn, steers: 1 });
    host.orders.take({ t: 'over', turn });
    expect((await finished).status).toBe('completed');
    expect(textOf(host.turn())).toBe('One.Two.');
  });

  it('is at once when a person stops it there', async () => {
    fake.next(answer('One.'));
    const host = makeTestHost({ url: fake.url, letEnd: false });
    const finished = host.start();
    await asked(host, 1);
    host.orders.take({ t: 'interrupt', turn });
    expect((await finished).status).toBe('interrupted');
  });

  it('is not put off by what was said when the turn failed', async () => {
    fake.next(toolCalls([{ name: 'wait', input: {} }]), async (reply) => {
      say(host, 'Still there?');
      reply.res.writeHead(401, { 'content-type': 'application/json' });
      reply.res.end('{"type":"error","error":{"type":"authentication_error","message":"no"}}');
    });
    const { tool, end } = slowTool();
    end();
    const host: TestHost = makeTestHost({ url: fake.url, tools: [tool] });
    expect((await host.run({ workspace })).status).toBe('failed');
    await expectSamePrefix(remembered(host, 'Still there?'));
  });
});
