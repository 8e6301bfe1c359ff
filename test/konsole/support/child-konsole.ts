/** An engine in a process of its own, to be killed. It says every event that was committed, one JSON text a line. */
import { writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { forkHost } from '../../../main/fork-host';
import { openKonsole } from '../../../main/konsole/konsole';
import type { Client, Konsole } from '../../../main/konsole/types';
import type { CommandName } from '../../../preload/contract/command-names';
import type { CommandParams, CommandResult } from '../../../preload/contract/commands';

export const child: Client = { id: 'child', scope: 'owner', door: 'bridge' };

export interface ChildPlaces {
  home: string;
  host: string;
  worker: string;
  workspace: string;
}

let ids = 0;

export async function openChild({ home, host, worker, workspace }: ChildPlaces) {
  const konsole: Konsole = await openKonsole({
    home,
    journalWorker: worker,
    importWorker: join(dirname(worker), 'import-worker.cjs'),
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
  konsole.feed.onCommit((events) => {
    for (const event of events) writeSync(1, `${JSON.stringify(event)}\n`);
  });
  return {
    konsole,
    async ask<Name extends CommandName>(
      name: Name,
      params: CommandParams<Name>,
    ): Promise<CommandResult<Name>> {
      const answer = await konsole.execute(child, name, params);
      if (!answer.ok) throw new Error(`${name}: ${answer.message}`);
      return answer.result as CommandResult<Name>;
    },
  };
}

/** What goes wrong in it is said, and ends it. */
export function runChild(run: () => Promise<void>): void {
  run().catch((error: unknown) => {
    writeSync(2, `${String(error)}\n`);
    process.exit(1);
  });
}
