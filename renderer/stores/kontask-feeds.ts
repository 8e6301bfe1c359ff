/**
 * What is shown of all kontasks, as feeds: one of each column of the board, or one of the list. How a fresh answer, a
 * change that is on its way and a change of others go into them. Pure.
 */
import type { KontaskFilter, KontaskStatus, ListedKontask } from '../../preload/contract/shapes';

export type FeedKey = KontaskStatus | 'list';

/** Newest change first. `next`: pass it to kontask.list as `before`; absent when all of them are here. */
export interface Feed {
  kontasks: readonly ListedKontask[];
  next?: string;
}

export type Feeds = Partial<Record<FeedKey, Feed>>;
export type Counts = Partial<Record<KontaskStatus, number>>;

/** In the order of the board. */
export const statuses: readonly KontaskStatus[] = [
  'needs_decision',
  'in_progress',
  'pending',
  'completed',
  'failed',
  'cancelled',
  'archived',
];

/** What is over, and folded at the end of the board until somebody wants to see it. */
export const foldedStatuses: readonly KontaskStatus[] = ['failed', 'cancelled', 'archived'];

/** Columns that stand open: those that are filtered for, else the first four and what was unfolded. */
export function openColumns(
  filter: KontaskFilter,
  unfolded: readonly KontaskStatus[],
): KontaskStatus[] {
  const named = filter.status ?? [];
  if (named.length > 0) return statuses.filter((status) => named.includes(status));
  return statuses.filter((status) => !foldedStatuses.includes(status) || unfolded.includes(status));
}

/** What was put away is not in the list unless it is filtered for. */
export function listedStatuses({ status }: KontaskFilter): KontaskStatus[] {
  return status !== undefined && status.length > 0
    ? status
    : statuses.filter((one) => one !== 'archived');
}

/** How many of these statuses the filter finds. */
export function sumOf(counts: Counts, of: readonly KontaskStatus[]): number {
  return of.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
}

/**
 * A fresh beginning of a feed before what was loaded of it further down. `touched`: ids that changed since; where one is
 * not in the fresh part it does not belong here any more. What did not change is the same object as before.
 */
export function afterAnswer(
  old: Feed | undefined,
  answer: Feed,
  touched: ReadonlySet<string>,
): Feed {
  if (old === undefined) return answer;
  const known = new Map(old.kontasks.map((one) => [one.id, one]));
  const kontasks = answer.kontasks.map((one) => unchanged(known.get(one.id), one) ?? one);
  return joined(old, { ...answer, kontasks }, touched);
}

/** Nothing of it is drawn anew: its revision says that it is as it was. A moved one has its status ahead of that. */
function unchanged(was: ListedKontask | undefined, now: ListedKontask): ListedKontask | undefined {
  const isSame = (['rev', 'updatedAt', 'session', 'status'] as const).every(
    (field) => was?.[field] === now[field],
  );
  return isSame ? was : undefined;
}

function joined(old: Feed, fresh: Feed, touched: ReadonlySet<string>): Feed {
  if (fresh.next === undefined) return fresh;
  const here = new Set(fresh.kontasks.map((one) => one.id));
  const known = old.kontasks.findLastIndex((one) => here.has(one.id));
  const rest = old.kontasks
    .slice(known + 1)
    .filter((one) => !here.has(one.id) && !touched.has(one.id));
  if (known < 0 || rest.length === 0) return fresh;
  const kontasks = [...fresh.kontasks, ...rest];
  const last = rest.at(-1);
  return old.next === undefined || !last ? { kontasks } : { kontasks, next: last.id };
}

/** The next page behind what is here. */
export function withPage(feed: Feed, page: Feed): Feed {
  const here = new Set(feed.kontasks.map((one) => one.id));
  const more = page.kontasks.filter((one) => !here.has(one.id));
  const kontasks = [...feed.kontasks, ...more];
  return page.next === undefined ? { kontasks } : { kontasks, next: page.next };
}

/** What is shown while a change of status is on its way: each at the head of its new column. */
export function withMoves(
  feeds: Feeds,
  moves: ReadonlyMap<string, { kontask: ListedKontask; to: KontaskStatus }>,
): Feeds {
  if (moves.size === 0) return feeds;
  const next: Feeds = {};
  for (const [key, feed] of Object.entries(feeds) as Array<[FeedKey, Feed]>) {
    const kontasks =
      key === 'list'
        ? feed.kontasks.map((one) => moved(one, moves.get(one.id)?.to))
        : inColumn(key, feed.kontasks, moves);
    next[key] = { ...feed, kontasks };
  }
  return next;
}

function inColumn(
  status: KontaskStatus,
  kontasks: readonly ListedKontask[],
  moves: ReadonlyMap<string, { kontask: ListedKontask; to: KontaskStatus }>,
): ListedKontask[] {
  const arrived = [...moves.values()].filter(({ to }) => to === status);
  return [
    ...arrived.map(({ kontask, to }) => moved(kontask, to)),
    ...kontasks.filter((one) => !moves.has(one.id)),
  ];
}

const moved = (kontask: ListedKontask, to: KontaskStatus | undefined): ListedKontask =>
  to === undefined || to === kontask.status ? kontask : { ...kontask, status: to };

/** The counts as they will be once these moves are done. */
export function countsAfter(
  counts: Counts,
  moves: Iterable<{ kontask: ListedKontask; to: KontaskStatus }>,
): Counts {
  const next = { ...counts };
  for (const { kontask, to } of moves) {
    next[kontask.status] = Math.max(0, (next[kontask.status] ?? 0) - 1);
    next[to] = (next[to] ?? 0) + 1;
  }
  return next;
}
