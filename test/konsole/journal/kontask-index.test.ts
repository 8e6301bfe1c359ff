/** The index channel of kontasks: what the journal knows at any moment and what happens later is the fold of it all. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { IndexEvent } from '../../../preload/contract/events';
import { emptyIndex, type IndexState, reduceIndex } from '../../../preload/contract/index-state';
import type { Kontask } from '../../../preload/contract/shapes';
import { createBook } from '../../../main/konsole/kontasks/book';
import { newFile, openAt, replayAll } from './support';

const status = fc.constantFrom(
  ...(['needs_decision', 'needs_decision', 'pending', 'completed'] as const),
);
const step = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd'),
  what: fc.constantFrom('write', 'change', 'change', 'delete', 'restore'),
  status,
  wait: fc.nat(2),
});

const foldOf = (events: readonly IndexEvent[], from: IndexState) =>
  events.reduce(reduceIndex, from);

test('a snapshot at any place and the events after it make the same state as all events', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const journal = await openAt(newFile());
      let now = 1_000;
      const book = createBook({ journal, clock: { now: () => now }, newId: () => 'unused' });
      const snapshots: IndexState[] = [];
      for (const { id, what, status: to, wait } of steps) {
        now += wait;
        const kontask: Kontask = { id, type: 't', status: to, title: `${id} ${now}` };
        const done =
          what === 'write'
            ? book.write([id], () => ({ writings: [{ kontask, how: 'imported' }] }), 'me')
            : what === 'change'
              ? book.update({ id, patch: { status: to, title: kontask.title } }, 'me')
              : what === 'delete'
                ? book.remove(id)
                : book.restore(id, 'me');
        // Not there, or not deleted: that changes nothing.
        await done.then(
          () => undefined,
          (error: unknown) => expect(error).toMatchObject({ code: 'not-found' }),
        );
        snapshots.push((await journal.snapshot('index', journal.head())) as IndexState);
      }
      const events = (await replayAll(journal, ['index'])) as IndexEvent[];
      const whole = foldOf(events, emptyIndex());
      for (const snapshot of snapshots) {
        const later = events.filter(({ seq }) => seq > snapshot.seq);
        expect(foldOf(later, snapshot)).toEqual(whole);
      }
      await journal.close();
    }),
    { numRuns: 12 },
  );
}, 60_000);
