/** A process to be killed: `node keep-forever.cjs <folder>` keeps one draft after another and says each that was kept. */
import { writeSync } from 'node:fs';
import { createDrafts } from '../../../main/konsole/storage/drafts';

const drafts = createDrafts({
  folder: process.argv[2] ?? '',
  exists: async () => true,
  now: Date.now,
  leaveMs: 0,
});

async function run(): Promise<never> {
  for (let n = 1; ; n += 1) {
    await drafts.keep('s1', { text: `${n} `.repeat(100_000), pasted: [], files: [] });
    writeSync(1, `${n}\n`);
  }
}

run().catch((error: unknown) => {
  writeSync(2, `${String(error)}\n`);
  process.exit(1);
});
