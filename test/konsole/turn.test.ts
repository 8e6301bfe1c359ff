/** A whole turn through the real journal and a real forked host, with the demo. */
import { expect, test } from 'vitest';
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
