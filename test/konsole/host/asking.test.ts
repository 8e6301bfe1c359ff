/** Calls that have to be allowed: asked about, answered, refused, told to the model; and in which order calls run. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PreparedCall, Tool } from '../../../main/konsole/host/tools/tool';
import type { Verdict, Wanted } from '../../../main/konsole/permissions/types';
import { type FakeAnthropic, startFakeAnthropic } from '../../fakes/anthropic';
import { answer, toolCalls } from '../../fakes/anthropic-scenarios';
import { makeTestHost, type TestHost } from './support';

let fake: FakeAnthropic;
beforeAll(async () => {
  fake = await startFakeAnthropic();
});
beforeEach(() => fake.reset());
afterAll(() => fake.close());

const ask: Verdict = { verdict: 'ask', risk: 'high', rules: ['act(x)'], why: 'It is outside.' };

function acting(more: Partial<PreparedCall> = {}, changes: Partial<Tool> = {}) {
  const log: string[] = [];
  const tool: Tool = {
    name: 'act',
    description: 'changes something',
    inputSchema: { type: 'object', properties: { n: { type: 'integer' } } },
    readOnly: false,
    sideEffects: true,
    prepare: ({ n }) => ({
      summary: `Act ${String(n)}`,
      wanted: { kind: 'write', tool: 'act', path: 'x', outside: false },
      run: async () => {
        log.push(`ran ${String(n)}`);
        return { ok: true, text: 'acted', summary: 'acted' };
      },
      ...more,
    }),
    ...changes,
  };
  return { tool, log };
}

function start(tools: Tool[], decide: (wanted: Wanted) => Verdict) {
  const host = makeTestHost({
    url: fake.url,
    tools,
    decide: (wanted) => Promise.resolve(decide(wanted)),
  });
  const end = host.start({ workspace: '/' });
  return { host, end };
}

async function asked(host: TestHost) {
  const found = await host.until(({ type }) => type === 'approval.requested');
  if (found.type !== 'approval.requested') throw new Error('not asked');
  return found;
}

function reply(host: TestHost, approval: string, decision: 'allow' | 'deny', note?: string) {
  const said = note === undefined ? {} : { note };
  const answer = { approval, decision, by: 'main', at: Date.now(), ...said };
  host.orders.take({ t: 'answer', turn: 'turn00000001', answer });
}

const lastSent = () => JSON.stringify(fake.requests.at(-1)?.body.messages.at(-1));

describe('a call that has to be allowed', () => {
  it('waits, runs once it is allowed, and the wait is no tool time (I11)', async () => {
    fake.next(toolCalls([{ name: 'act', input: { n: 1 } }]), answer('Done.'));
    const { tool, log } = acting({ diff: '-old\n+new' });
    const { host, end } = start([tool], () => ask);
    const question = await asked(host);
    expect(question).toMatchObject({
      tool: 'act',
      summary: 'Act 1',
      diff: '-old\n+new',
      risk: 'high',
      rules: ['act(x)'],
      why: 'It is outside.',
    });
    expect(log).toEqual([]);
    expect(host.events.some(({ type }) => type === 'tool.started')).toBe(false);
    await new Promise((resolve) => setTimeout(resolve, 30));
    reply(host, question.approval, 'allow');
    const { timing } = await end;
    expect(log).toEqual(['ran 1']);
    expect(timing.approvalMs).toBeGreaterThanOrEqual(25);
    expect(timing.toolExecutionMs).toBeLessThan(25);
    const { totalMs, ttfeMs, thinkingMs, respondingMs, toolExecutionMs } = timing;
    const parts = ttfeMs + thinkingMs + respondingMs + toolExecutionMs;
    expect(parts + timing.approvalMs + timing.retryMs + timing.otherMs).toBe(totalMs);
  });

  it('does not run when it is denied, and the note goes to the model', async () => {
    fake.next(toolCalls([{ name: 'act', input: { n: 1 } }]), answer('Well then.'));
    const { tool, log } = acting();
    const { host, end } = start([tool], () => ask);
    reply(host, (await asked(host)).approval, 'deny', 'Use the other file');
    expect((await end).status).toBe('completed');
    expect(log).toEqual([]);
    expect(host.turn().blocks.find(({ kind }) => kind === 'tool')?.status).toBe('denied');
    expect(lastSent()).toContain('Use the other file');
  });

  it('is told which rule forbids it, and nobody is asked', async () => {
    fake.next(toolCalls([{ name: 'act', input: { n: 1 } }]), answer('Well then.'));
    const { tool, log } = acting();
    const { host, end } = start([tool], () => ({
      verdict: 'deny',
      why: 'The rule act forbids it.',
    }));
    await end;
    expect(log).toEqual([]);
    expect(host.events.some(({ type }) => type === 'approval.requested')).toBe(false);
    expect(lastSent()).toContain('The rule act forbids it.');
  });

  it('that is stopped while it waits is taken back, and the next turn is valid (I3)', async () => {
    fake.next(toolCalls([{ name: 'act', input: { n: 1 } }]));
    const { tool, log } = acting();
    const { host, end } = start([tool], () => ask);
    const { approval } = await asked(host);
    host.orders.take({ t: 'interrupt', turn: 'turn00000001' });
    expect((await end).status).toBe('interrupted');
    expect(host.events).toContainEqual(
      expect.objectContaining({ type: 'approval.resolved', approval, decision: 'withdrawn' }),
    );
    reply(host, approval, 'allow');
    expect(log).toEqual([]);
    expect(host.turn().blocks[0]).toMatchObject({ status: 'interrupted', closed: true });
  });

  it('attack 15: what hides in its words is shown, in the summary, the command and the diff', async () => {
    fake.next(toolCalls([{ name: 'act', input: { n: 1 } }]), answer('Done.'));
    const command = 'echo safe\u202e # mr -fr\u200b /';
    const { tool } = acting({
      summary: 'Run \u001b[31mecho\u202e safe',
      diff: '+a\u200bb\u001b[8m',
      wanted: { kind: 'shell', tool: 'act', command, sandboxed: false, background: false },
    });
    const { host, end } = start([tool], () => ({ ...ask, commands: [command] }));
    const question = await asked(host);
    const { summary, diff, commands } = question;
    expect(summary).toBe('Run [31mecho safe');
    expect(question.command).toBe('echo safe\\u{202e} # mr -fr\\u{200b} /');
    expect(diff).toBe('+a\\u{200b}b\\u{1b}[8m');
    expect(commands).toEqual([question.command]);
    reply(host, question.approval, 'deny');
    await end;
  });

  it('made three times in a row becomes a question, whatever the rules say', async () => {
    const same = () => toolCalls([{ name: 'act', input: { n: 1 } }]);
    fake.next(same(), same(), same(), toolCalls([{ name: 'act', input: { n: 2 } }]), same());
    const { tool, log } = acting();
    const { host, end } = start([tool], () => ({ verdict: 'allow' }));
    const question = await asked(host);
    expect(log).toEqual(['ran 1', 'ran 1']);
    expect(question.why).toContain('3 times in a row');
    expect(question.rules).toBeUndefined();
    reply(host, question.approval, 'allow');
    await end;
    expect(log).toEqual(['ran 1', 'ran 1', 'ran 1', 'ran 2', 'ran 1']);
    expect(host.events.filter(({ type }) => type === 'approval.requested')).toHaveLength(1);
  });
});

describe('the calls of one answer', () => {
  it('run in order, one that acts alone, those that only look together with their neighbours', async () => {
    const order: string[] = [];
    const slow = (name: string, readOnly: boolean): Tool => ({
      name,
      description: name,
      inputSchema: { type: 'object' },
      readOnly,
      sideEffects: !readOnly,
      prepare: () => ({
        summary: name,
        run: async () => {
          order.push(`${name} begins`);
          await new Promise((resolve) => setTimeout(resolve, 5));
          order.push(`${name} ends`);
          return { ok: true, text: name, summary: name };
        },
      }),
    });
    const tools = [slow('look', true), slow('gaze', true), slow('act', false), slow('peek', true)];
    const names = ['look', 'gaze', 'act', 'peek'];
    fake.next(toolCalls(names.map((name) => ({ name, input: {} }))), answer('Done.'));
    const { end } = start(tools, () => ({ verdict: 'allow' }));
    await end;
    const pairs = ['look begins', 'gaze begins', 'look ends', 'gaze ends'];
    expect(order).toEqual([...pairs, 'act begins', 'act ends', 'peek begins', 'peek ends']);
  });

  it('that cannot be prepared are told why, and the turn goes on', async () => {
    const { tool } = acting(
      {},
      {
        prepare: () => {
          throw new Error('the disk is on fire');
        },
      },
    );
    fake.next(toolCalls([{ name: 'act', input: {} }]), answer('A pity.'));
    const { end } = start([tool], () => ask);
    expect((await end).status).toBe('completed');
    expect(lastSent()).toContain('the disk is on fire');
  });
});
