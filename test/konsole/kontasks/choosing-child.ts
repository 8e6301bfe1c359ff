/**
 * An engine to be killed: `node choosing-child.cjs <home> <host.cjs> <journal-worker.cjs> <workspace> <model>`. Its agent
 * asks for a decision, and as soon as that turn has ended the first choice is picked.
 */
import { openChild, runChild } from '../support/child-konsole';

const [, , home = '', host = '', worker = '', workspace = '', model = ''] = process.argv;

runChild(async () => {
  const { konsole, ask } = await openChild({ home, host, worker, workspace });
  const ended = new Promise<void>((resolve) => {
    konsole.feed.onCommit((events) => {
      if (events.some(({ type }) => type === 'turn.finished')) resolve();
    });
  });
  const { session } = await ask('session.create', { kind: 'main', model });
  await ask('turn.send', { session: session.id, text: 'Help me decide' });
  await ended;
  const { kontasks } = await ask('kontask.list', { status: ['needs_decision'] });
  const id = kontasks[0]?.id ?? '';
  const { kontask } = await ask('kontask.get', { id });
  const value = kontask.context?.choices?.[0]?.value ?? '';
  await ask('kontask.choose', { id, value, commandId: 'pick' });
});
