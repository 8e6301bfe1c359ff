/** Going on after ten missed events: from attaching to `synced`, in sessions of very different length, on a real journal. */
import { formatCursor } from '../../../preload/contract/cursor';
import { createHub, processTime } from '../../../main/transport/hub';
import type { Journal } from '../../../main/konsole/journal/types';
import type { Feed } from '../../../main/konsole/types';
import { workerOf } from '../home';
import { appendBatched, createBenchSession, openBenchJournal, turnEvents } from '../journal';
import type { Context, Figures, Measurement } from '../measurement';
import { figureAt, median } from '../statistics';
import { within } from '../wait';
import { emptyPool } from '../wire/feed';

const lengths = { short: 2_000, long: 200_000 } as const;
const rounds = 100;
const missed = 10;

type Which = keyof typeof lengths;

const feedOf = (journal: Journal): Feed => ({
  ...journal,
  pool: () => emptyPool,
  onPool: () => () => {},
});

/** `pos` of the session's event before its last ten. */
async function placeBefore(journal: Journal, session: string): Promise<number> {
  const channels = [{ channel: `session/${session}`, after: 0 }];
  const last: number[] = [];
  for await (const slice of journal.replay({ channels, upTo: journal.head() })) {
    last.push(...slice.map(({ pos }) => pos));
    last.splice(0, last.length - missed - 1);
  }
  return last[0] ?? Number.NaN;
}

async function run(context: Context): Promise<Figures> {
  const folder = await context.folder('resume');
  const journal = await openBenchJournal({ folder, worker: workerOf(context.root) });
  context.after(() => journal.close());
  const after: Record<Which, string> = { short: '', long: '' };
  for (const which of ['long', 'short'] as const) {
    await createBenchSession(journal, which);
    const count = lengths[which] - 1;
    await appendBatched(journal, turnEvents(which, `${which}t`, count, { finish: false }));
    after[which] = formatCursor(journal.epoch, await placeBefore(journal, which));
  }
  const hub = createHub({ feed: feedOf(journal), log: { write: () => undefined }, ...processTime });
  context.after(() => hub.close());

  /** ms */
  async function resume(which: Which): Promise<number> {
    let events = 0;
    let synced = () => {};
    const done = new Promise<void>((resolve) => {
      synced = resolve;
    });
    const reader = hub.connect(
      {
        send(frames) {
          for (const frame of frames) {
            if (frame.t === 'event') {
              events += frame.event.seq - (frame.event.first ?? frame.event.seq) + 1;
            }
            if (frame.t === 'synced') synced();
          }
        },
        writable: () => true,
        end: () => undefined,
      },
      { pace: 'remote', window: 'drain' },
    );
    const began = performance.now();
    reader.attach([{ channel: `session/${which}`, after: after[which] }]);
    await within(10_000, 'a reader to be in step', done);
    const took = performance.now() - began;
    reader.close();
    if (events !== missed) throw new Error(`${missed} events were missed, and ${events} came.`);
    return took;
  }

  const took: Record<Which, number[]> = { short: [], long: [] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const which of ['short', 'long'] as const) {
      const ms = await resume(which);
      if (round > 0) took[which].push(ms);
    }
  }
  return {
    'long-p50': figureAt(took.long, 0.5),
    'long-p95': figureAt(took.long, 0.95),
    'short-p50': figureAt(took.short, 0.5),
    ratio: { value: median(took.long) / median(took.short), samples: rounds },
  };
}

export const wireResume: Measurement = {
  name: 'wire-resume',
  words: 'going on after ten missed events of a long session',
  run,
};
