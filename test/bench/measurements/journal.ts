/** The journal by itself, in plain Node with its real workers: batched appends, replay, and commits that reach the disk. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { openJournal } from '../../../main/konsole/journal/journal';
import type { Journal, NewEvent } from '../../../main/konsole/journal/types';
import { workerOf } from '../home';
import type { Context, Figures, Measurement } from '../measurement';
import { prose } from '../prose';
import { seedSession } from '../seed';
import { median, percentile } from '../statistics';

const rounds = 3;
const events = 60_000;
const sessions = 4;
/** So many appends wait at once: four hosts that each send their next batch before the last is written. */
const atOnce = 8;
const commits = 200;

async function withJournal(
  context: Context,
  measure: (journal: Journal) => Promise<void>,
): Promise<void> {
  const journal = await openJournal({
    file: join(await context.folder('journal'), 'konsole.db'),
    worker: workerOf(context.root),
    clock: { now: Date.now },
    newEpoch: () => randomBytes(10).toString('hex'),
  });
  try {
    await running(journal);
    await measure(journal);
  } finally {
    await journal.close();
  }
}

/** Sessions with a turn that runs and a block that is open: what appends are written to. */
async function running(journal: Journal): Promise<void> {
  const at = Date.now();
  for (let n = 0; n < sessions; n += 1) {
    await seedSession(journal, { id: `s${n}`, title: `Session ${n}`, turns: [] });
    const channel = `session/s${n}`;
    const turn = `t${n}`;
    const model = 'fake/claude-opus-5-5';
    await journal.append({
      events: [
        { channel, body: { type: 'turn.queued', at, turn, text: 'Go' } },
        { channel, body: { type: 'turn.started', at, turn, attempt: 1, model } },
        { channel, body: { type: 'block.opened', at, turn, block: `b${n}`, kind: 'text' } },
      ],
      lane: 'main',
      durability: 'batch',
    });
  }
}

/** Appends of `size` deltas of 40 characters each, by turns to the sessions; events a second. */
async function appending(journal: Journal, total: number, size: number): Promise<number> {
  const text = prose('paragraph', 20_000);
  const offsets = Array.from({ length: sessions }, () => 0);
  const batches: NewEvent[][] = [];
  for (let n = 0; n * size < total; n += 1) {
    const session = n % sessions;
    batches.push(
      Array.from({ length: size }, (_, k) => {
        const off = offsets[session] ?? 0;
        offsets[session] = off + 40;
        const from = ((n * size + k) * 40) % 19_000;
        return {
          channel: `session/s${session}`,
          body: {
            type: 'block.appended' as const,
            at: Date.now(),
            block: `b${session}`,
            off,
            text: text.slice(from, from + 40),
          },
        };
      }),
    );
  }
  const began = performance.now();
  const lines = Array.from({ length: atOnce }, async (_, line) => {
    // Every session's batches stay in order: a line serves one session alone or shares it with one other.
    for (let n = line; n < batches.length; n += atOnce) {
      const events = batches[n] ?? [];
      await journal.append({ events, lane: 'main', durability: 'batch' });
    }
  });
  await Promise.all(lines);
  return (batches.length * size) / ((performance.now() - began) / 1000);
}

async function replaying(journal: Journal): Promise<number> {
  const channels = Array.from({ length: sessions }, (_, n) => ({
    channel: `session/s${n}`,
    after: 0,
  }));
  const began = performance.now();
  let count = 0;
  for await (const slice of journal.replay({ channels, upTo: journal.head() })) {
    count += slice.length;
  }
  return count / ((performance.now() - began) / 1000);
}

/** What a command costs that answers when its effect is on disk: one event and the answer, one after the other. */
async function committing(journal: Journal): Promise<number[]> {
  const took: number[] = [];
  for (let n = 0; n < commits; n += 1) {
    const at = Date.now();
    const began = performance.now();
    await journal.append({
      events: [
        {
          channel: 'session/s0',
          body: { type: 'session.changed', at, session: { title: `Title ${n}` } },
        },
      ],
      lane: 'main',
      durability: 'full',
      command: {
        client: 'bench',
        name: 'session.rename',
        id: `c${n}`,
        hash: `h${n}`,
        answer: '{}',
        at,
      },
    });
    took.push(performance.now() - began);
  }
  return took;
}

async function run(context: Context): Promise<Figures> {
  const large: number[] = [];
  const small: number[] = [];
  const replay: number[] = [];
  const full: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await withJournal(context, async (journal) => {
      large.push(await appending(journal, events, 128));
      replay.push(await replaying(journal));
      full.push(...(await committing(journal)));
    });
    await withJournal(context, async (journal) => {
      small.push(await appending(journal, events / 4, 8));
    });
  }
  return {
    appends: {
      value: median(large),
      samples: rounds,
      note: '128 events an append, 8 on their way',
    },
    'small-appends': { value: median(small), samples: rounds },
    replay: { value: median(replay), samples: rounds },
    'commit-p50': { value: percentile(full, 0.5), samples: full.length },
    'commit-p95': { value: percentile(full, 0.95), samples: full.length },
  };
}

export const journal: Measurement = {
  name: 'journal',
  words: "the journal's appends, replay and commits, in plain Node",
  run,
};
