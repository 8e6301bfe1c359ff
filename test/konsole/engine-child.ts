/**
 * An engine to be killed: `node engine-child.cjs <home> <host.cjs> <journal-worker.cjs> <workspace> <model>`. Starts one
 * main turn, and has a message wait behind it.
 */
import { openChild, runChild } from './support/child-konsole';

const [, , home = '', host = '', worker = '', workspace = '', model = ''] = process.argv;

runChild(async () => {
  const { ask } = await openChild({ home, host, worker, workspace });
  const { session } = await ask('session.create', { kind: 'main', model });
  await ask('turn.send', { session: session.id, text: 'Look at this folder', commandId: 'first' });
  await ask('turn.send', { session: session.id, text: 'And then wait', commandId: 'second' });
});
