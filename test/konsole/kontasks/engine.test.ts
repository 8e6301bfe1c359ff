/** Kontasks through the engine's front door: real journal, real hosts, a model that calls the tools. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Kontask } from '../../../preload/contract/shapes';
import { type FakeAnthropic, startFakeAnthropic } from '../../fakes/anthropic';
import { answer, slowDrip, toolCalls, unauthorized } from '../../fakes/anthropic-scenarios';
import { openTested, type Tested, until } from '../support/konsole';

let fake: FakeAnthropic;
beforeAll(async () => {
  fake = await startFakeAnthropic();
});
afterAll(() => fake.close());
beforeEach(() => fake.reset());

const settings = () => ({
  providers: [{ id: 'local', kind: 'anthropic', baseUrl: fake.url, key: 'none' }],
});
const model = 'local/claude-opus-5-5';

const decision = {
  title: 'Which transport first?',
  output: '<h2>Facts</h2><p>Both <b>work</b>.</p>',
  choices: [
    { label: 'SSE first', value: 'Proceed with SSE', primary: true },
    { label: 'WebSocket', value: 'Do WebSocket now' },
  ],
};

const text = (turn: { blocks: { kind: string; text: string }[] }, kind = 'text') =>
  turn.blocks.flatMap((block) => (block.kind === kind ? [block.text] : [])).join('\n');

async function send(konsole: Tested, kind: 'main' | 'chat', words: string) {
  const { session, turn } = await konsole.ask('session.create', {
    kind,
    model,
    first: { text: words },
  });
  return { session: session.id, turn: turn ?? '' };
}

const only = async (konsole: Tested) => {
  const { kontasks } = await konsole.ask('kontask.list', {});
  expect(kontasks).toHaveLength(1);
  return konsole.ask('kontask.get', { id: kontasks[0]?.id ?? '' });
};

/** Resolves once the kontask is so; every change is told on the index channel. */
async function becomes(konsole: Tested, id: string, is: (kontask: Kontask) => boolean) {
  let changed = true;
  const stop = konsole.feed.onCommit((events) => {
    changed ||= events.some(({ type }) => type === 'kontask.listed');
  });
  try {
    for (;;) {
      await until(() => changed);
      changed = false;
      const { kontask } = await konsole.ask('kontask.get', { id });
      if (is(kontask)) return kontask;
    }
  } finally {
    stop();
  }
}

const figures = (timing: object | undefined) => {
  const { totalMs, ttfeMs, thinkingMs, toolExecutionMs, toolCallCount, ...rest } = timing as Record<
    string,
    number
  >;
  const { thinkingPct, toolsPct, ttfePct } = rest;
  return {
    ...{ totalMs, ttfeMs, thinkingMs, toolExecutionMs, toolCallCount },
    ...{ thinkingPct, toolsPct, ttfePct },
  };
};

test('an agent asks, a person picks, and the agent goes on in the session that asked', async () => {
  const konsole = await openTested({ settings: settings(), person: 'ann' });
  fake.next(
    toolCalls([{ name: 'kontask_create', input: decision }]),
    answer('I asked which comes first.'),
    answer('SSE it is.'),
  );
  const { session, turn } = await send(konsole, 'main', 'Compare the two');
  const asked = await konsole.finished(session, turn);
  const tool = asked.blocks.find(({ kind }) => kind === 'tool');
  expect(tool).toMatchObject({ status: 'ok', summary: 'needs decision, 2 choices' });
  const { kontask } = await only(konsole);
  expect(text(asked, 'output')).toMatch(
    new RegExp(`^kontask ${kontask.id}: Which transport first\\?\n`),
  );
  expect(kontask).toMatchObject({
    status: 'needs_decision',
    createdBy: 'claude',
    requestId: turn,
    context: { output: decision.output, choices: decision.choices, requestId: turn },
  });
  const timed = await becomes(konsole, kontask.id, ({ context }) => Boolean(context?.turnTiming));
  expect(timed.status).toBe('needs_decision');
  expect(timed.context?.turnTiming).toEqual(figures(asked.timing));

  const params = { id: kontask.id, value: 'Proceed with SSE', commandId: 'pick-1' };
  const [first, repeat, other] = await Promise.all([
    konsole.answer('kontask.choose', params),
    konsole.answer('kontask.choose', params),
    konsole.answer('kontask.choose', { ...params, value: 'Do WebSocket now', commandId: 'pick-2' }),
  ]);
  expect(repeat).toEqual(first);
  expect(other).toMatchObject({ ok: false, code: 'conflict' });
  if (!first.ok) throw new Error(first.message);
  const went = first.result as { session: string; turn: string };
  expect(went.session).toBe(session);
  const on = await konsole.finished(session, went.turn);
  expect([on.text, text(on)]).toEqual(['Proceed with SSE', 'SSE it is.']);
  const messages = (await konsole.events(session)).filter(({ type }) => type === 'turn.queued');
  expect(messages).toHaveLength(2);
  expect((await konsole.ask('kontask.get', { id: kontask.id })).kontask).toMatchObject({
    requestId: turn,
    context: { chosen: { value: 'Proceed with SSE', label: 'SSE first', by: 'ann', ...went } },
  });
  expect(await konsole.answer('kontask.choose', params)).toEqual(first);
});

test('a kontask that is started follows its turn, and is completed with its time and answer', async () => {
  const konsole = await openTested({ settings: { ...settings(), models: { main: model } } });
  fake.next(answer('All tests are written.'));
  const { kontask } = await konsole.ask('kontask.create', {
    kontask: { title: 'Write the tests', description: 'All of them.', targetUser: 'claude' },
  });
  const went = await konsole.ask('kontask.start', { id: kontask.id });
  const turn = await konsole.finished(went.session, went.turn);
  expect(turn.text).toBe('Write the tests\n\nAll of them.');
  const done = await becomes(konsole, kontask.id, ({ status }) => status === 'completed');
  expect(done).toMatchObject({
    requestId: went.turn,
    createdAt: kontask.createdAt,
    context: { output: 'All tests are written.', turnTiming: figures(turn.timing) },
  });
  expect((await konsole.ask('kontask.get', { id: kontask.id })).session).toBe(went.session);
});

test('a quick answer becomes a kontask, once', async () => {
  const konsole = await openTested({ settings: settings() });
  fake.next(answer('**42**.'));
  const { session, turn } = await send(konsole, 'chat', 'What is the answer?');
  const asked = await konsole.finished(session, turn);
  const made = await konsole.ask('kontask.make', { session, turn, commandId: 'make-1' });
  expect(made).toMatchObject({
    session,
    kontask: {
      type: 'answer',
      status: 'completed',
      title: 'What is the answer?',
      createdBy: 'claude',
      requestId: turn,
      context: { output: '**42**.', turnTiming: figures(asked.timing) },
    },
  });
  const again = await konsole.ask('kontask.make', { session, turn });
  expect(again.kontask).toEqual(made.kontask);
  expect((await only(konsole)).kontask).toEqual(made.kontask);
});

test('a quick question makes, changes and lists kontasks with its tools, without being asked', async () => {
  const konsole = await openTested({ settings: { ...settings(), permissions: { mode: 'plan' } } });
  const before = await konsole.ask('kontask.create', { kontask: { title: 'An older task' } });
  const { id } = before.kontask;
  fake.next(
    toolCalls([{ name: 'kontask_list', input: {} }]),
    toolCalls([{ name: 'kontask_update', input: { id, status: 'completed', createdBy: 'me' } }]),
    answer('Done.'),
  );
  const { session, turn } = await send(konsole, 'chat', 'Tick off the older task');
  const done = await konsole.finished(session, turn);
  expect(text(done, 'output')).toContain(`kontask ${id}: An older task (pending)`);
  const { kontask } = await only(konsole);
  expect(kontask).toMatchObject({ status: 'completed', createdBy: before.kontask.createdBy });
  expect(await konsole.events(session)).not.toContainEqual(
    expect.objectContaining({ type: 'approval.requested' }),
  );
});

const working = { ...decision, choices: [], status: 'in_progress' };

test('a turn that is stopped, or fails, takes its kontask along', async () => {
  const konsole = await openTested({ settings: settings() });
  const make = toolCalls([{ name: 'kontask_create', input: working }]);
  fake.next(make, slowDrip('word '.repeat(2_000), 20));
  const stopped = await send(konsole, 'main', 'Work');
  await konsole.seen(stopped.session, ({ type }) => type === 'tool.finished');
  await konsole.ask('turn.interrupt', { session: stopped.session });
  await konsole.finished(stopped.session, stopped.turn);
  const first = (await only(konsole)).kontask;
  const cancelled = await becomes(konsole, first.id, ({ status }) => status === 'cancelled');
  expect(cancelled.context?.turnTiming).toMatchObject({ toolCallCount: 1 });

  fake.next(make, unauthorized());
  const failed = await send(konsole, 'main', 'Work');
  expect((await konsole.finished(failed.session, failed.turn)).status).toBe('failed');
  const { kontasks } = await konsole.ask('kontask.list', {});
  const second = kontasks.find(({ requestId }) => requestId === failed.turn);
  await becomes(konsole, second?.id ?? '', ({ status }) => status === 'failed');
});

test('the closing of Konsole ends its turn and the kontask of that', async () => {
  const konsole = await openTested({ settings: settings() });
  const make = toolCalls([{ name: 'kontask_create', input: working }]);
  fake.next(make, slowDrip('word '.repeat(2_000), 20));
  const { session } = await send(konsole, 'main', 'Work');
  await konsole.seen(session, ({ type }) => type === 'tool.finished');
  await konsole.close();
  const next = await openTested({ home: konsole.home, defaultWorkspace: konsole.workspace });
  const { kontask } = await only(next);
  const ended = await becomes(next, kontask.id, ({ status }) => status === 'cancelled');
  expect(ended.context?.turnTiming).toMatchObject({ toolCallCount: 1 });
});

test('a choice for a session that was deleted begins a new one, which is given the kontask as a file', async () => {
  const konsole = await openTested({ settings: { ...settings(), models: { main: model } } });
  fake.next(
    toolCalls([{ name: 'kontask_create', input: decision }]),
    answer('I asked.'),
    answer('From the file I know.'),
  );
  const { session, turn } = await send(konsole, 'main', 'Compare the two');
  await konsole.finished(session, turn);
  const { id } = (await only(konsole)).kontask;
  await konsole.ask('session.delete', { session });
  expect((await konsole.ask('kontask.get', { id })).session).toBeUndefined();
  const went = await konsole.ask('kontask.choose', { id, value: 'Neither', custom: true });
  const on = await konsole.finished(went.session, went.turn);
  expect(on).toMatchObject({ text: 'Neither', files: [{ name: 'kontask.md' }] });
  const sent = JSON.stringify(fake.requests.at(-1)?.body.messages);
  expect(sent).toContain('# Which transport first?');
  expect(sent).toContain('Both work.');
});
