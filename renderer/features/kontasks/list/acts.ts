/** What a person does to one kontask or to many of them: each as one act, with one undo. Failures are said. */
import type { KontaskStatus, ListedKontask } from '../../../../preload/contract/shapes';
import {
  command,
  commandOrToast,
  desktopOrToast,
  messageOf,
  newCommandId,
} from '../../../stores/commands';
import { moveAhead, refreshKontasks } from '../../../stores/kontasks-store';
import { clearSelected } from '../../../stores/kontasks-selection';
import { showSession } from '../../../stores/ui-store';
import { announce } from '../../../ui/announce';
import { toast } from '../../../ui/toast';
import { fileName } from '../../sessions/session-actions';
import { choose } from '../choose';
import { nameOf } from './words';
import { statusNames } from '../status';

/** How long a person is offered to take it back, ms. */
const undoMs = 10_000;
/** So many commands are on their way at once. */
const atOnce = 8;

interface Outcome<Item, Result> {
  done: Array<{ item: Item; result: Result }>;
  failures: string[];
}

/** Runs it for all of them, some at a time; what failed is told, and stops nothing. */
export async function each<Item, Result>(
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
): Promise<Outcome<Item, Result>> {
  const outcome: Outcome<Item, Result> = { done: [], failures: [] };
  const left = [...items];
  const work = async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) {
      try {
        outcome.done.push({ item, result: await run(item) });
      } catch (error) {
        outcome.failures.push(messageOf(error));
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return outcome;
}

/** The first reason stands for all of them. */
export function sayFailures(failures: readonly string[], of: number): void {
  const [first] = failures;
  if (first === undefined) return;
  const message = of === 1 ? first : `${failures.length} of ${of} stayed as they were: ${first}`;
  toast({ message, tone: 'bad' });
}

function offerUndo(message: string, run: () => Promise<unknown>): void {
  toast({
    message,
    stayMs: undoMs,
    action: { label: 'Undo', undo: true, run: () => void run() },
  });
}

/** Moves them to another state, at once on the page. Where somebody else was faster it is said and shown as it is. */
export async function setStatus(
  kontasks: readonly ListedKontask[],
  to: KontaskStatus,
): Promise<void> {
  const moving = kontasks.filter((one) => one.status !== to);
  if (moving.length === 0) return;
  const settle = moveAhead(moving, to);
  const { done, failures } = await each(moving, ({ id, rev }) =>
    command('kontask.update', { id, patch: { status: to }, base: rev }),
  );
  settle();
  sayFailures(failures, moving.length);
  if (done.length === 0) return;
  const items = done.map(({ item }) => item);
  offerUndo(`${nameOf(items)}: ${statusNames[to].toLowerCase()}.`, async () => {
    const back = await each(done, ({ item, result }) =>
      command('kontask.update', {
        id: item.id,
        patch: { status: item.status },
        base: result.rev,
      }),
    );
    sayFailures(back.failures, done.length);
    if (back.done.length > 0) announce(`${nameOf(items)} is back where it was`);
    void refreshKontasks();
  });
}

/** Adds the tag to each that lacks it, or takes it from each that has it. */
export async function setTag(
  kontasks: readonly ListedKontask[],
  tag: string,
  on: boolean,
): Promise<void> {
  const change = async ({ id }: ListedKontask, has: boolean) => {
    // A summary may lack some of them.
    const { kontask, rev } = await command('kontask.get', { id, outputChars: 0 });
    const tags = kontask.tags ?? [];
    if (tags.includes(tag) === has) return false;
    const next = has ? [...tags, tag] : tags.filter((one) => one !== tag);
    const patch = { tags: next.length > 0 ? next : null };
    await command('kontask.update', { id, patch, base: rev });
    return true;
  };
  const { done, failures } = await each(kontasks, (one) => change(one, on));
  sayFailures(failures, kontasks.length);
  const changed = done.filter(({ result }) => result).map(({ item }) => item);
  if (changed.length === 0) {
    if (failures.length === 0)
      toast({ message: on ? 'All of them have this tag already.' : 'None of them has this tag.' });
    return;
  }
  const words = on ? `“${tag}” added to` : `“${tag}” taken from`;
  offerUndo(`${words} ${nameOf(changed)}.`, async () => {
    const back = await each(changed, (one) => change(one, !on));
    sayFailures(back.failures, changed.length);
  });
}

/** At once, without a question: Undo brings all of them back. */
export async function deleteKontasks(kontasks: readonly ListedKontask[]): Promise<void> {
  const { done, failures } = await each(kontasks, ({ id }) => command('kontask.delete', { id }));
  sayFailures(failures, kontasks.length);
  if (done.length === 0) return;
  const items = done.map(({ item }) => item);
  if (kontasks.length > 1) clearSelected();
  offerUndo(`Deleted ${nameOf(items)}.`, async () => {
    const back = await each(items, ({ id }) => command('kontask.restore', { id }));
    sayFailures(back.failures, items.length);
    if (back.done.length > 0) announce(`Restored ${nameOf(items)}`);
  });
}

/** One as it is, several as a list; without `kontasks` all there are. */
export async function exportKontasks(kontasks?: readonly ListedKontask[]): Promise<void> {
  const ids = kontasks?.map(({ id }) => id);
  const exported = await commandOrToast('kontask.export', ids ? { ids } : {});
  if (!exported) return;
  const [first] = exported.kontasks;
  if (!first) {
    toast({ message: 'There is no kontask to export.' });
    return;
  }
  const single = ids?.length === 1;
  const saved = await desktopOrToast('desktop.save-text', {
    name: `${single ? fileName(first.title) : 'kontasks'}.json`,
    text: JSON.stringify(single ? first : exported.kontasks, null, 2),
  });
  if (saved?.path) toast({ message: `Saved to ${saved.path}` });
}

/** A main turn with the kontask as its brief. */
export async function startKontask(kontask: ListedKontask): Promise<void> {
  const went = await commandOrToast('kontask.start', { id: kontask.id });
  if (went) sayWent(`Started “${kontask.title}”.`, went.session);
}

/** True when it was sent. */
export async function chooseValue(id: string, title: string, value: string): Promise<boolean> {
  const went = await choose({ id, value, commandId: newCommandId() });
  // A screen reader has heard of it already.
  if (went) sayWent(`Chosen for “${title}”.`, went.session, { said: true });
  else void refreshKontasks();
  return went !== undefined;
}

function sayWent(message: string, session: string, how: { said?: true } = {}): void {
  toast({ ...how, message, action: { label: 'Open session', run: () => showSession(session) } });
}
