/** The book of kontasks: every change one at a time, field by field, and never half. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createBook } from '../../../main/konsole/kontasks/book';
import {
  applyKontaskPatch,
  fieldAt,
  patchFields,
  sameValue,
} from '../../../preload/contract/kontask-patch';
import { limits } from '../../../preload/contract/limits';
import type { Kontask } from '../../../preload/contract/shapes';
import { createMemoryJournal } from '../support/memory-journal';

function newBook() {
  const journal = createMemoryJournal();
  let now = Date.UTC(2026, 0, 1);
  let ids = 0;
  const swept: number[] = [];
  const book = createBook({
    journal,
    clock: { now: () => (now += 1_000) },
    newId: () => `k${(ids += 1)}`,
    schedule: (ms) => swept.push(ms),
  });
  return { book, journal, swept };
}

const original: Kontask = {
  ...{
    id: 'k',
    type: 'general',
    status: 'pending',
    title: 'x',
    createdAt: '2025-12-31T10:00+05:30',
  },
  ...{ own: { a: [1] }, context: { output: 'o', foreign: true } },
};

async function withOne() {
  const made = newBook();
  const writings = [{ kontask: original, how: 'imported' as const }];
  await made.book.write(['k'], () => ({ writings }), 'mara');
  return made;
}

test('what a draft leaves open is filled in, and what it says stays', async () => {
  const { book } = newBook();
  const { kontask } = await book.create({ title: ' x ', own: 1, context: { b: 2 } }, 'claude');
  expect(kontask).toEqual({
    ...{ id: 'k1', type: 'general', status: 'pending', title: 'x', createdBy: 'claude', own: 1 },
    ...{ context: { b: 2 }, createdAt: '2026-01-01T00:00:01.000Z' },
    updatedAt: '2026-01-01T00:00:01.000Z',
  });
  await expect(book.create({ title: 'y', id: 'k1' }, 'x')).rejects.toMatchObject({
    code: 'conflict',
  });
  await expect(book.create({ title: '  ' }, 'x')).rejects.toMatchObject({ code: 'invalid' });
});

test('unknown fields survive a change, the dates of an import survive it, and a change has its own', async () => {
  const { book } = await withOne();
  expect((await book.get('k')).kontask).toEqual(original);
  const { kontask, rev } = await book.update({ id: 'k', patch: { status: 'failed' } }, 'mara');
  expect(kontask).toMatchObject({ ...original, status: 'failed' });
  expect(kontask.updatedAt).toMatch(/^2026-01-01T/);
  expect(rev).toBe(2);
});

test('a patch that says what is so already changes nothing, and is no conflict', async () => {
  const { book, journal } = await withOne();
  const events = journal.events.length;
  const held = await book.update(
    { id: 'k', patch: { title: ' x ', id: 'k', updatedAt: 'z' } },
    'm',
  );
  expect(held).toEqual({ kontask: original, rev: 1 });
  expect(journal.events).toHaveLength(events);
});

test('fields that others set meanwhile to something else are named, and nothing of the patch is done', async () => {
  const { book } = await withOne();
  await book.update({ id: 'k', patch: { title: 'theirs', context: { output: 'p' } } }, 'a');
  const mine = { title: 'mine', status: 'failed', context: { output: 'mine', foreign: false } };
  await expect(book.update({ id: 'k', patch: mine, base: 1 }, 'b')).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringMatching(/changed title, context\.output meanwhile/),
  });
  expect(await book.get('k')).toMatchObject({
    rev: 2,
    kontask: { title: 'theirs', status: 'pending' },
  });
  // Other fields, and the same value, are none.
  const beside = { status: 'failed', title: 'theirs', context: { foreign: false } };
  expect(await book.update({ id: 'k', patch: beside, base: 1 }, 'b')).toMatchObject({
    rev: 3,
    kontask: { title: 'theirs', status: 'failed', context: { output: 'p', foreign: false } },
  });
  // The name of something that every object has is a field like others.
  await book.update({ id: 'k', patch: { constructor: 'x' }, base: 1 }, 'b');
  // An edit of another life of it.
  await expect(
    book.update({ id: 'k', patch: { title: 'mine' }, base: 9 }, 'b'),
  ).rejects.toMatchObject({ code: 'conflict' });
  expect((await book.update({ id: 'k', patch: { title: 'last' } }, 'b')).kontask.title).toBe(
    'last',
  );
});

const field = fc.constantFrom('title', 'scope', 'description');
const edit = fc.record({
  window: fc.constantFrom(0, 1),
  patch: fc
    .tuple(
      fc.dictionary(field, fc.constantFrom('1', '2', '3')),
      fc.option(
        fc.dictionary(fc.constantFrom('output', 'a', 'b'), fc.constantFrom('1', '2', null)),
        {
          nil: undefined,
        },
      ),
    )
    .map(([rest, context]) => (context ? { ...rest, context } : rest)),
  based: fc.boolean(),
  /** The window looks at how it stands now first. */
  looks: fc.boolean(),
});

test('any edits of two windows converge: all see the same, and a conflict changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { maxLength: 12 }), async (edits) => {
      const { book, journal } = await withOne();
      const windows = [await book.get('k'), await book.get('k')];
      let model = original;
      for (const { window, patch, based, looks } of edits) {
        if (looks) windows[window] = await book.get('k');
        const seen = windows[window] ?? (await book.get('k'));
        const change = based ? { id: 'k', patch, base: seen.rev } : { id: 'k', patch };
        const wants = applyKontaskPatch(model, patch);
        const clash = patchFields(patch).some(
          (path) =>
            !sameValue(fieldAt(model, path), fieldAt(wants, path)) &&
            !sameValue(fieldAt(model, path), fieldAt(seen.kontask, path)),
        );
        const events = journal.events.length;
        try {
          windows[window] = await book.update(change, `w${window}`);
          expect(based && clash).toBe(false);
          model = wants;
        } catch (error) {
          expect(error).toMatchObject({ code: 'conflict' });
          expect(based && clash).toBe(true);
          expect(journal.events).toHaveLength(events);
        }
      }
      const { kontask } = await book.get('k');
      const { updatedAt: _, ...rest } = kontask;
      expect(sameValue(rest, model)).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('edits at the same time are done one after the other, and none is lost', async () => {
  const { book } = await withOne();
  const names = ['scope', 'description', 'targetUser', 'title', 'type'];
  await Promise.all(
    names.map((name) => book.update({ id: 'k', patch: { [name]: 'new' }, base: 1 }, name)),
  );
  const { kontask, rev } = await book.get('k');
  expect(rev).toBe(1 + names.length);
  for (const name of names) expect(kontask[name]).toBe('new');
});

test('I5: the answer of a command goes into the append of its effect', async () => {
  const { book, journal } = await withOne();
  const record = (result: unknown) => ({
    ...{ client: 'c', name: 'kontask.update', id: 'one', hash: 'h', at: 1 },
    answer: JSON.stringify({ ok: true, result }),
  });
  const held = await book.update({ id: 'k', patch: { title: 'y' } }, 'm', record);
  const last = journal.appends.at(-1);
  expect(last?.events.map(({ body }) => body.type)).toEqual(['kontask.changed', 'kontask.listed']);
  expect(JSON.parse(last?.command?.answer ?? '')).toEqual({ ok: true, result: held });
});

test('a refused append changes nothing, and the next change goes on from what is', async () => {
  const { book, journal } = await withOne();
  journal.refuse = () => true;
  await expect(book.update({ id: 'k', patch: { title: 'y' } }, 'm')).rejects.toMatchObject({
    code: 'internal',
  });
  await expect(book.remove('k')).rejects.toMatchObject({ code: 'internal' });
  journal.refuse = () => false;
  expect(await book.get('k')).toEqual({ kontask: original, rev: 1 });
  expect((await book.update({ id: 'k', patch: { scope: 's' } }, 'm')).rev).toBe(2);
});

test('what is deleted is swept later, can be brought back, and twice is once', async () => {
  const { book, swept } = await withOne();
  await book.remove('k');
  expect(swept[0]).toBeGreaterThan(limits.deleteUndoMs);
  await expect(book.remove('k')).rejects.toMatchObject({ code: 'not-found' });
  await expect(book.update({ id: 'k', patch: { title: 'y' } }, 'm')).rejects.toMatchObject({
    code: 'not-found',
  });
  const back = await book.restore('k', 'mara');
  expect(back).toEqual({ kontask: original, rev: 2 });
  expect(await book.restore('k', 'mara')).toEqual(back);
  await expect(book.restore('nobody', 'mara')).rejects.toMatchObject({ code: 'not-found' });
});

test('many are written in one append, one id twice too, and what was there is told', async () => {
  const { book, journal } = await withOne();
  const again = { ...original, status: 'needs_decision' as const };
  const all = [again, { ...again, id: 'other' }, original];
  await book.write(
    ['k', 'other'],
    (there) => {
      expect([...there]).toEqual(['k']);
      return { writings: all.map((kontask) => ({ kontask, how: 'imported' })) };
    },
    'mara',
  );
  const bodies = journal.appends.at(-1)?.events.map(({ body }) => body) ?? [];
  const listed = bodies.filter((body) => body.type === 'kontask.listed');
  expect(listed.map(({ kontask, was }) => [kontask.id, kontask.rev, was])).toEqual([
    ['k', 2, 'pending'],
    ['other', 1, undefined],
    ['k', 3, 'needs_decision'],
  ]);
  expect(await book.known(['k', 'other', 'nobody'])).toEqual(new Set(['k', 'other']));
});

test('alone with a kontask nobody else changes it, and its events go along with others', async () => {
  const { book, journal } = await withOne();
  let open = () => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const chosen = book.alone('k', async ({ held, changed }) => {
    expect(held?.rev).toBe(1);
    await gate;
    const { events, after } = changed('mara', { status: 'in_progress', requestId: 't' });
    await journal.append({ events, lane: 'main', durability: 'full' });
    return after;
  });
  const late = book.update({ id: 'k', patch: { title: 'late' } }, 'jo');
  open();
  expect(await chosen).toMatchObject({
    rev: 2,
    kontask: { status: 'in_progress', requestId: 't' },
  });
  expect(await late).toMatchObject({ rev: 3, kontask: { status: 'in_progress', title: 'late' } });
  await book.alone('nobody', async ({ held }) => expect(held).toBeUndefined());
});

test('one that is too large is refused, by what it would become', async () => {
  const { book } = await withOne();
  const output = '漢'.repeat(limits.kontaskOutputChars);
  await expect(book.update({ id: 'k', patch: { context: { output } } }, 'm')).rejects.toMatchObject(
    {
      code: 'too-large',
    },
  );
  expect((await book.get('k')).rev).toBe(1);
});
