/** The book of kontasks on a journal in memory, with some in it: for tests of what stands on one. */
import { createBook } from '../../../main/konsole/kontasks/book';
import type { Book } from '../../../main/konsole/kontasks/types';
import type { Kontask } from '../../../preload/contract/shapes';
import { newId } from '../support/konsole';
import { createMemoryJournal, type MemoryJournal } from '../support/memory-journal';

export interface MemoryBook {
  book: Book;
  journal: MemoryJournal;
  /** How many were written whole by each append, those that it began with left out. */
  batches(): number[];
}

export async function openMemoryBook(start: readonly Kontask[] = []): Promise<MemoryBook> {
  const journal = createMemoryJournal();
  const book = createBook({ journal, clock: { now: Date.now }, newId });
  if (start.length > 0) {
    const writings = start.map((kontask) => ({ kontask, how: 'imported' as const }));
    await book.write(
      start.map(({ id }) => id),
      () => ({ writings }),
      'me',
    );
  }
  const begun = journal.appends.length;
  return {
    book,
    journal,
    batches: () =>
      journal.appends
        .slice(begun)
        .map(({ events }) => events.filter(({ body }) => body.type === 'kontask.written').length),
  };
}
