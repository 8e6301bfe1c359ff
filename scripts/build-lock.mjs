/** One build at a time in this clone: a folder in dist/ that only one can make. */
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Resolves with how to let the next one build; a lock older than two minutes was left by a killed build. */
export async function lock(dist) {
  const folder = join(dist, '.lock');
  await mkdir(dist, { recursive: true });
  for (;;) {
    try {
      await mkdir(folder);
      await writeFile(join(folder, 'pid'), String(process.pid));
      return () => rm(folder, { recursive: true, force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (await isAbandoned(folder)) await rm(folder, { recursive: true, force: true });
      else await delay(100);
    }
  }
}

async function isAbandoned(folder) {
  const age = await stat(folder).then(
    (found) => Date.now() - found.mtimeMs,
    () => 0,
  );
  if (age > 120_000) return true;
  const pid = Number(await readFile(join(folder, 'pid'), 'utf8').catch(() => '0'));
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
