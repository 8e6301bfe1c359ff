/** The folder of long tool outputs, one below it for each session: goes when its session is gone for good. */
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface OutputsDeps {
  folder: string;
  exists: (session: string) => Promise<boolean>;
  now: () => number;
  /** How long those of a session that is gone are left, for a session that is brought back; ms. */
  leaveMs: number;
}

/** Never rejects: what cannot be removed now is removed at another start. */
export async function sweepOutputs({ folder, exists, now, leaveMs }: OutputsDeps): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    try {
      const path = join(folder, name);
      const { mtimeMs } = await stat(path);
      if (now() - mtimeMs < leaveMs || (await exists(name))) continue;
      await rm(path, { recursive: true, force: true });
    } catch {
      // It is looked at again.
    }
  }
}
