/**
 * An engine in a process of its own, to be killed: `node engine-child.cjs <home> <host.cjs> <journal-worker.cjs>
 * <workspace> <model>`. Starts one main turn, then says every event of its session that was committed.
 */
import { writeSync } from 'node:fs';
import { forkHost } from '../../main/fork-host';
import { openKonsole } from '../../main/konsole/konsole';
import type { Client } from '../../main/konsole/types';

const [, , home = '', host = '', worker = '', workspace = '', model = ''] = process.argv;
const client: Client = { id: 'child', scope: 'owner', door: 'bridge' };

let ids = 0;

async function run(): Promise<void> {
  const konsole = await openKonsole({
    home,
    journalWorker: worker,
    startHost: forkHost(host),
    keys: {
      kind: 'none',
      get: async () => undefined,
      where: async () => undefined,
      set: async () => undefined,
      remove: async () => undefined,
    },
    clock: { now: Date.now },
    newId: () => `c${process.pid.toString(36)}x${(ids += 1).toString(36).padStart(8, '0')}`,
    env: { KONSOLE_NO_LOCAL: '1' },
    defaultWorkspace: workspace,
  });
  const ask = async (name: string, params: unknown) => {
    const answer = await konsole.execute(client, name, params);
    if (!answer.ok) throw new Error(`${name}: ${answer.message}`);
    return answer.result as { session: { id: string } };
  };
  konsole.feed.onCommit((events) => {
    for (const event of events) writeSync(1, `${JSON.stringify(event)}\n`);
  });
  const { session } = await ask('session.create', { kind: 'main', model });
  await ask('turn.send', { session: session.id, text: 'Look at this folder', commandId: 'first' });
  await ask('turn.send', { session: session.id, text: 'And then wait', commandId: 'second' });
}

run().catch((error: unknown) => {
  writeSync(2, `${String(error)}\n`);
  process.exit(1);
});
