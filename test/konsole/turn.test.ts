/** A whole turn through the real journal and a real forked host, with the demo. */
import { expect, onTestFinished, test, vi } from 'vitest';
import { startFakeAnthropic } from '../fakes/anthropic';
import { answer, toolCalls } from '../fakes/anthropic-scenarios';
import { openTested } from './support/konsole';

test('a main turn thinks, uses tools and answers, and its time adds up', async () => {
  const konsole = await openTested();
  const { session } = await konsole.ask('session.create', { kind: 'main', model: 'demo/fast' });
  const { turn } = await konsole.ask('turn.send', {
    session: session.id,
    text: 'What is in this folder?',
  });
  const done = await konsole.finished(session.id, turn);
  expect(done.status).toBe('completed');
  expect(new Set(done.blocks.map((block) => block.kind))).toEqual(
    new Set(['thinking', 'text', 'tool', 'output']),
  );
  const { timing } = done;
  if (!timing) throw new Error('a finished turn has its timing');
  const parts =
    timing.ttfeMs +
    timing.thinkingMs +
    timing.respondingMs +
    timing.toolExecutionMs +
    timing.approvalMs +
    timing.retryMs +
    timing.otherMs;
  expect(parts).toBe(timing.totalMs);
});

test('a running turn is told more once, however often the command comes, and a stopped one is gone on from (I5)', async () => {
  const konsole = await openTested();
  const { session } = await konsole.ask('session.create', { kind: 'main', model: 'demo/scripted' });
  const { turn } = await konsole.ask('turn.send', { session: session.id, text: 'Look around' });
  await konsole.seen(session.id, ({ type }) => type === 'turn.first');
  const words = { session: session.id, text: 'Only the tests', commandId: 'steer-1' };
  const first = await konsole.answer('turn.steer', words);
  expect(first).toEqual({ ok: true, result: { turn } });
  expect(await konsole.answer('turn.steer', words)).toEqual(first);
  const heard = (text: string) => text.includes('“Only');
  await konsole.seen(session.id, (event) => event.type === 'block.appended' && heard(event.text));
  await konsole.ask('turn.interrupt', { session: session.id });
  const stopped = await konsole.finished(session.id, turn);
  expect(stopped).toMatchObject({ status: 'interrupted', steered: [{ text: 'Only the tests' }] });
  const again = { session: session.id, commandId: 'resume-1' };
  const resumed = await konsole.answer('turn.resume', again);
  expect(await konsole.answer('turn.resume', again)).toEqual(resumed);
  const started = await konsole.seen(
    session.id,
    (event) => event.type === 'turn.started' && event.turn !== turn,
  );
  expect(started).toMatchObject({ resumes: turn });
  expect(resumed).toMatchObject({ result: { turn: 'turn' in started ? started.turn : '' } });
});

test('a resumed turn whose provider is unknown, or has no key, fails and is gone on with by another model', async () => {
  const konsole = await openTested({
    settings: { providers: [{ id: 'far', kind: 'anthropic', baseUrl: 'https://far.example' }] },
  });
  const { session } = await konsole.ask('session.create', { kind: 'main', model: 'demo/scripted' });
  const { turn } = await konsole.ask('turn.send', { session: session.id, text: 'Look around' });
  await konsole.seen(session.id, ({ type }) => type === 'turn.first');
  await konsole.ask('turn.interrupt', { session: session.id });
  const done = [await konsole.finished(session.id, turn)];
  for (const model of ['nobody/x', 'far/x', 'demo/fast']) {
    const next = await konsole.ask('turn.resume', { session: session.id, model });
    done.push(await konsole.finished(session.id, next.turn));
  }
  expect(done.map(({ status, error }) => error?.code ?? status)).toEqual([
    'interrupted',
    'unknown-model',
    'no-key',
    'completed',
  ]);
  expect(done.map(({ resumes }) => resumes)).toEqual([
    undefined,
    ...done.slice(0, 3).map(({ id }) => id),
  ]);
});

test('a budget of the settings is asked about through the whole engine, and the next turn knows what the day has cost', async () => {
  const fake = await startFakeAnthropic();
  onTestFinished(() => fake.close());
  const model = 'lab/claude-haiku-5-5';
  const konsole = await openTested({
    settings: {
      models: { main: model, quick: model },
      providers: [{ id: 'lab', kind: 'anthropic', baseUrl: fake.url, key: 'sk-lab-0123456789' }],
      budgets: { turnUsd: 0.000_000_1 },
      pool: { fillCache: false },
    },
  });
  fake.next(toolCalls([{ name: 'glob', input: { pattern: '*.ts' } }]), answer('Done.'));
  const { session } = await konsole.ask('session.create', { kind: 'main', model });
  const sent = await konsole.ask('turn.send', { session: session.id, text: 'Look around' });
  const asked = await konsole.seen(session.id, ({ type }) => type === 'approval.requested');
  if (asked.type !== 'approval.requested') throw new Error('a question');
  expect(asked).toMatchObject({ tool: 'budget', block: sent.turn, risk: 'medium' });
  expect(fake.requests).toHaveLength(1);
  // Whoever listens to the journal hears of it a moment before the session knows.
  const allow = { approval: asked.approval, decision: 'allow' as const };
  await vi.waitFor(() => konsole.ask('approval.answer', allow));
  const done = await konsole.finished(session.id, sent.turn);
  expect(done.status).toBe('completed');

  await konsole.ask('settings.update', {
    patch: { budgets: { turnUsd: null, dayUsd: 0.000_000_1 } },
  });
  const side = await konsole.ask('session.create', { kind: 'chat', model });
  const question = await konsole.ask('turn.send', { session: side.session.id, text: 'And now?' });
  const again = await konsole.seen(side.session.id, ({ type }) => type === 'approval.requested');
  if (again.type !== 'approval.requested') throw new Error('a question');
  // What was spent before this turn is known before it asks anybody.
  expect(fake.requests).toHaveLength(2);
  const deny = { approval: again.approval, decision: 'deny' as const };
  await vi.waitFor(() => konsole.ask('approval.answer', deny));
  const ended = await konsole.finished(side.session.id, question.turn);
  expect(ended).toMatchObject({ status: 'failed', error: { code: 'over-budget' } });
  expect(fake.requests).toHaveLength(2);
});
