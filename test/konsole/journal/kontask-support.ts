/** What the tests of kontasks in the journal share: one, and the events that write, change and delete it. */
import type { NewEvent } from '../../../main/konsole/journal/types';
import { summaryOfKontask } from '../../../preload/contract/kontask-summary';
import type { Kontask, KontaskPatch, KontaskStatus } from '../../../preload/contract/shapes';

export const kontaskOf = (id: string, more: Partial<Kontask> = {}): Kontask => ({
  ...{ id, type: 'general', status: 'pending', title: `Title of ${id}` },
  ...more,
});

const listing = (kontask: Kontask, rev: number, at: number, was?: KontaskStatus): NewEvent => ({
  channel: 'index',
  body: {
    ...{ type: 'kontask.listed', at, kontask: summaryOfKontask(kontask, rev) },
    ...(was === undefined ? {} : { was }),
  },
});

export const written = (kontask: Kontask, at = 1, rev = 1, was?: KontaskStatus): NewEvent[] => [
  {
    channel: `kontask/${kontask.id}`,
    body: { type: 'kontask.written', at, by: 'mara', how: 'created', kontask },
  },
  listing(kontask, rev, at, was),
];

/** `after` is how it stands then. */
export const changed = (
  after: Kontask,
  patch: KontaskPatch,
  rev: number,
  { at = 2, was = after.status }: { at?: number; was?: KontaskStatus } = {},
): NewEvent[] => [
  { channel: `kontask/${after.id}`, body: { type: 'kontask.changed', at, by: 'jo', patch } },
  listing(after, rev, at, was),
];

export const kontaskDeletion = (
  kontask: string,
  was: KontaskStatus = 'pending',
  at = 9,
): NewEvent => ({
  channel: 'index',
  body: { type: 'kontask.deleted', at, kontask, was },
});

export const restoration = (kontask: Kontask, rev: number, at = 10): NewEvent[] => [
  listing(kontask, rev, at),
  {
    channel: `kontask/${kontask.id}`,
    body: { type: 'kontask.written', at, by: 'mara', how: 'restored', kontask },
  },
];
