/** Kontasks that were made before: written through the real book into a data folder that no app runs on. */
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openJournal } from '../../main/konsole/journal/journal';
import { createBook } from '../../main/konsole/kontasks/book';
import type { Kontask, KontaskStatus } from '../../preload/contract/shapes';

const atOnce = 500;
const day = 86_400_000;

const statuses: readonly KontaskStatus[] = [
  'completed',
  'pending',
  'in_progress',
  'completed',
  'needs_decision',
  'completed',
  'failed',
  'archived',
];
const scopes = ['lighthouse', 'harbour', 'signals', 'charts', 'vibetools'];
const subjects = ['lamp', 'horn', 'tide table', 'relay', 'mirror', 'chart', 'buoy', 'log book'];
const doings = ['repair', 'measure', 'decide on', 'paint', 'replace', 'explain', 'compare'];
const pick = <One>(list: readonly One[], n: number): One => list[n % list.length] as One;

/** Title, description and an output of some paragraphs, all told by the number alone. */
export function kontaskOf(n: number, now: number): Kontask {
  const status = pick(statuses, n);
  const subject = pick(subjects, n * 3);
  const at = new Date(now - (n / 40) * day).toISOString();
  const output = Array.from(
    { length: 4 },
    (_, line) => `<p>The ${subject} of part ${n} was looked at, for the ${line + 1}. time.</p>`,
  ).join('');
  return {
    id: `bench-${String(n).padStart(5, '0')}`,
    type: pick(['general', 'decision', 'task', 'answer'], n * 5),
    status,
    title: `${pick(doings, n)} the ${subject} of part ${n}`,
    description: `Whether part ${n} of the ${pick(scopes, n)} needs another ${subject}.`,
    context: {
      output,
      requestId: `turn-${n}`,
      choices:
        status === 'needs_decision'
          ? [
              { label: 'Now', value: `Do part ${n} now`, primary: true },
              { label: 'Later', value: `Do part ${n} later` },
            ]
          : [],
      turnTiming: { totalMs: 1_000 + n, toolCallCount: n % 70, thinkingPct: 60, toolsPct: 39 },
    },
    createdBy: pick(['claude', 'gpt', 'me'], n),
    createdAt: at,
    updatedAt: at,
    requestId: `turn-${n}`,
    scope: pick(scopes, n),
    tags: [pick(subjects, n).replace(' ', '-'), pick(['urgent', 'idea', 'quick-turn'], n)],
    targetUser: pick(['claude', 'me'], n),
  };
}

/** `worker` is the built journal-worker.cjs. */
export async function seedKontasks(
  home: string,
  worker: string,
  all: readonly Kontask[],
): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const newId = () => randomBytes(10).toString('hex');
  const clock = { now: Date.now };
  const journal = await openJournal({
    file: join(home, 'konsole.db'),
    worker,
    clock,
    newEpoch: newId,
  });
  try {
    const book = createBook({ journal, clock, newId });
    for (let from = 0; from < all.length; from += atOnce) {
      const some = all.slice(from, from + atOnce);
      await book.write(
        some.map(({ id }) => id),
        () => ({ writings: some.map((kontask) => ({ kontask, how: 'imported' })) }),
        'bench',
      );
    }
  } finally {
    await journal.close();
  }
}
