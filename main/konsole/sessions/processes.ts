/** What tools have started, as the engine ends it and looks at it: by process group, whatever became of the host. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { jobFiles, jobState } from '../processes/jobs';
import { endTree, endTreeNow } from '../processes/tree';
import type { Processes } from './types';

/** A command that writes on and on in the background is ended before it fills the disk. Bytes. */
const mostOutput = 200 * 1024 * 1024;

/** `outputFolder` has a folder for each session. */
export function createProcesses(outputFolder: string): Processes {
  const ending = new Set<Promise<unknown>>();
  return {
    endNow: endTreeNow,
    async end(process, graceMs) {
      const ended = endTree(process, graceMs);
      ending.add(ended);
      try {
        await ended;
      } finally {
        ending.delete(ended);
      }
    },
    async job(session, { id, process }) {
      const files = jobFiles(join(outputFolder, session), id);
      const state = jobState(process, files.exit);
      if (!state.alive) {
        // What it left behind goes with it.
        await endTree(process);
        return state;
      }
      const size = await stat(files.output).then(
        (found) => found.size,
        () => 0,
      );
      return size > mostOutput ? { alive: true, tooMuch: true } : state;
    },
    async settled() {
      await Promise.allSettled(ending);
    },
  };
}
