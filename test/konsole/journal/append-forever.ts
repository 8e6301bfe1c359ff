/**
 * A process that appends until it is killed, and says each `pos` once it is committed:
 * `node append-forever.cjs <database> <journal-worker.cjs>`. Its first line is its epoch.
 */
import { openJournal } from '../../../main/konsole/journal/journal';

const [, , file = '', worker = ''] = process.argv;
const channels = ['session/a', 'session/b', 'session/c'];

/** Waits for a reader that is behind: a full pipe must not end the process before it is killed. */
function say(line: string | number | undefined): Promise<void> {
  return new Promise((resolve) => process.stdout.write(`${line}\n`, () => resolve()));
}

async function run(): Promise<void> {
  const journal = await openJournal({
    file,
    worker,
    clock: { now: () => Date.now() },
    newEpoch: () => `child${process.pid}`,
  });
  await say(journal.epoch);
  let n = 0;
  const lane = async (own: number) => {
    for (;;) {
      n += 1;
      const size = 1 + ((n * 7) % 5);
      const events = Array.from({ length: size }, (_, part) => ({
        channel: channels[(n + part + own) % channels.length] ?? '',
        body: {
          type: 'turn.queued' as const,
          at: n,
          turn: `t${process.pid}x${n}x${part}`,
          text: `${n}.${part}`.repeat(1 + (n % 200)),
        },
      }));
      const placed = await journal.append({
        events,
        lane: own === 0 ? 'quick' : 'main',
        durability: n % 17 === 0 ? 'full' : 'batch',
      });
      await say(placed.at(-1)?.pos);
    }
  };
  await Promise.all([0, 1, 2, 3].map(lane));
}

run().catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`, () => process.exit(1));
});
