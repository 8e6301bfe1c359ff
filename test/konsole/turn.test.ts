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
