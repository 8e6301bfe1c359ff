// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { followIndex } from '../../../renderer/stores/index-store';
import {
  editBase,
  editKontask,
  openKontask,
  restoreKontask,
  settleConflict,
  useKontask,
  wholeKontask,
} from '../../../renderer/stores/kontask-store';
import type { Kontask } from '../../../preload/contract/shapes';
import { openPage } from '../../../renderer/stores/page';
import { createFakeKonsole, failed, ok } from '../support/fake-bridge';
import { resetStores } from '../support/stores';

let konsole = createFakeKonsole();
let id = '';

/** The rest of an output comes a moment later, and a busy machine takes its time. */
const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000 });

const view = () => {
  const now = useKontask.getState().view;
  if (!now) throw new Error('No kontask is open.');
  return now;
};

beforeEach(() => {
  resetStores();
  konsole = createFakeKonsole();
  openPage(konsole.page);
  followIndex(konsole.stream, () => true);
  id = konsole.addKontask({ title: 'Old', description: 'Words', tags: ['a'] });
});

const ready = async () => {
  const close = openKontask(id);
  await vi.waitFor(() => expect(view().phase).toBe('ready'));
  return close;
};

describe('the open kontask', () => {
  it('is loaded, and again when it changed elsewhere', async () => {
    await ready();
    expect(view().shown?.title).toBe('Old');
    konsole.changeKontask(id, { title: 'Theirs' });
    await vi.waitFor(() => expect(view().shown?.title).toBe('Theirs'));
  });

  it('is not asked for again by news of others', async () => {
    await ready();
    konsole.addKontask({ title: 'Other' });
    expect(konsole.calls.filter(({ name }) => name === 'kontask.get')).toHaveLength(1);
  });

  it('can be brought back after it was deleted, and is gone without that', async () => {
    await ready();
    await konsole.bridge.commands['kontask.delete']({ id });
    expect(view()).toMatchObject({ phase: 'gone', undoUntil: expect.any(Number) });
    expect(await restoreKontask(id)).toBe(true);
    expect(view()).toMatchObject({ phase: 'ready', shown: { title: 'Old' } });
  });

  it('that is not there says so, without a way back', async () => {
    openKontask('nowhere');
    await vi.waitFor(() => expect(view().phase).toBe('gone'));
    expect(view().undoUntil).toBeUndefined();
  });

  it('keeps what it has when a later load fails', async () => {
    await ready();
    konsole.answer('kontask.get', failed('internal', 'Not now.'));
    konsole.changeKontask(id, { title: 'Theirs' });
    await vi.waitFor(() => expect(view().message).toBe('Not now.'));
    expect(view()).toMatchObject({ phase: 'ready', shown: { title: 'Old' } });
  });

  describe('with a long output', () => {
    const output = Array.from({ length: 40_000 }, (_, n) => `line ${n}`).join('\n');
    const shown = () => view().shown?.context?.output ?? '';
    beforeEach(() => {
      id = konsole.addKontask({ title: 'Long', context: { output } });
    });
    const calls = (name: string) => konsole.calls.filter((call) => call.name === name);

    it('is there with its beginning, and then whole', async () => {
      await ready();
      expect(shown().length).toBeLessThan(40_000);
      expect(output.startsWith(shown())).toBe(true);
      expect(await wholeKontask(view().shown as Kontask)).toMatchObject({ context: { output } });
      await eventually(() => expect(shown()).toBe(output));
      expect(view().held?.next).toBeUndefined();
      expect(calls('kontask.output').length).toBeGreaterThan(3);
      expect(await wholeKontask(view().shown as Kontask)).toBe(view().shown);
    });

    it('that changes while it comes is shown as it is then', async () => {
      await ready();
      konsole.changeKontask(id, { title: 'Theirs', context: { output: `${output}, changed` } });
      await eventually(() => expect(shown()).toBe(`${output}, changed`));
      expect(view().shown?.title).toBe('Theirs');
    });

    it('keeps what is written meanwhile', async () => {
      await ready();
      expect(await editKontask({ title: 'Mine' })).toBe(true);
      expect(view().shown?.title).toBe('Mine');
      await eventually(() => expect(shown()).toBe(output));
      expect(view().shown?.title).toBe('Mine');
    });

    it('that cannot be had whole says so, and keeps its beginning', async () => {
      konsole.answer('kontask.output', failed('internal', 'The disk is full.'));
      await ready();
      konsole.answer('kontask.get', failed('internal', 'The disk is full.'));
      await eventually(() => expect(view().message).toBe('The disk is full.'));
      expect(view().phase).toBe('ready');
      expect(output.startsWith(shown())).toBe(true);
    });

    it('is not asked for any more when its page closes', async () => {
      const close = await ready();
      close();
      await new Promise((resolve) => {
        setTimeout(resolve, 400);
      });
      expect(calls('kontask.output')).toEqual([]);
    });
  });

  it('is forgotten when its page closes', async () => {
    const close = await ready();
    close();
    expect(useKontask.getState().view).toBeUndefined();
  });
});

describe('an edit', () => {
  it('is seen before it is answered', async () => {
    await ready();
    const done = editKontask({ title: 'New' });
    expect(view().shown?.title).toBe('New');
    expect(await done).toBe(true);
    expect(konsole.kontaskOf(id)?.title).toBe('New');
  });

  it('does not stand in the way of the next one', async () => {
    await ready();
    const both = [editKontask({ title: 'One' }), editKontask({ title: 'Two' })];
    expect(await Promise.all(both)).toEqual([true, true]);
    expect(konsole.kontaskOf(id)?.title).toBe('Two');
    expect(view().conflicts).toEqual([]);
  });

  it('takes a field away, and of the context only what it names', async () => {
    konsole.changeKontask(id, { context: { output: 'Out', note: 1 } });
    await ready();
    await editKontask({ description: null, context: { note: null } });
    expect(konsole.kontaskOf(id)).toMatchObject({ context: { output: 'Out' } });
    expect(konsole.kontaskOf(id)).not.toHaveProperty('description');
    expect(konsole.kontaskOf(id)?.context).not.toHaveProperty('note');
  });

  it('that Konsole refuses is taken back', async () => {
    await ready();
    konsole.answer('kontask.update', failed('invalid', 'title: is too long'));
    expect(await editKontask({ title: 'New' })).toBe(false);
    expect(view().shown?.title).toBe('Old');
  });

  it('of a field that others changed waits for a person, and the rest of it is saved', async () => {
    await ready();
    const base = editBase();
    konsole.changeKontask(id, { title: 'Theirs' });
    await editKontask({ title: 'Mine', description: 'Mine too' }, base);
    expect(view().conflicts).toEqual([{ path: 'title', mine: 'Mine', theirs: 'Theirs' }]);
    await vi.waitFor(() => expect(konsole.kontaskOf(id)?.description).toBe('Mine too'));
    expect(view().shown?.title).toBe('Theirs');
  });

  it.each([
    ['mine', 'Mine'],
    ['theirs', 'Theirs'],
  ] as const)('in conflict ends with %s', async (keep, title) => {
    await ready();
    const base = editBase();
    konsole.changeKontask(id, { title: 'Theirs' });
    await editKontask({ title: 'Mine' }, base);
    await settleConflict('title', keep);
    expect(konsole.kontaskOf(id)?.title).toBe(title);
    expect(view()).toMatchObject({ conflicts: [], shown: { title } });
  });

  it('that says what others say is no conflict', async () => {
    await ready();
    const base = editBase();
    konsole.changeKontask(id, { tags: ['a', 'b'] });
    expect(await editKontask({ tags: ['a', 'b'] }, base)).toBe(true);
    expect(view().conflicts).toEqual([]);
  });

  it('whose page was left is still told of when it fails', async () => {
    const close = await ready();
    let answer: (value: ReturnType<typeof ok>) => void = () => {};
    konsole.answer('kontask.update', () => new Promise((resolve) => (answer = resolve)));
    const done = editKontask({ title: 'New' });
    await vi.waitFor(() => expect(konsole.calls.at(-1)?.name).toBe('kontask.update'));
    close();
    answer(ok({ kontask: konsole.kontaskOf(id), rev: 2 }));
    expect(await done).toBe(true);
    expect(useKontask.getState().view).toBeUndefined();
  });

  it('that waits behind another one is not lost when the page is left', async () => {
    const close = await ready();
    const both = [editKontask({ title: 'New' }), editKontask({ description: 'Newer' })];
    close();
    expect(await Promise.all(both)).toEqual([true, true]);
    expect(konsole.kontaskOf(id)).toMatchObject({ title: 'New', description: 'Newer' });
  });
});
