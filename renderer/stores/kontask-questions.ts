/** The questions that the feeds of kontasks are filled by: a page of each, and more where more was loaded before. */
import type { KontaskFilter, KontaskStatus, ListedKontask } from '../../preload/contract/shapes';
import { command } from './commands';
import { withPage } from './kontask-feeds';
import type { Counts, Feed, FeedKey } from './kontask-feeds';

/** Four screens of cards: an answer that is short is drawn that much sooner. */
export const pageRows = 50;
const mostRows = 200;
/** A refresh asks for as many as were loaded, up to this; what lies further down stays as it was. */
const mostRenewed = 1_000;

/** What kontask.list is asked for one feed. */
export type QuestionOf = (key: FeedKey) => KontaskFilter;

export interface FeedAnswer {
  key: FeedKey;
  feed: Feed;
  counts: Counts;
  /** How many there are, whatever the filter. */
  all: number;
  /** More may be found when it is asked again. */
  partial: boolean;
}

async function fetchFeed(key: FeedKey, rows: number, questionOf: QuestionOf): Promise<FeedAnswer> {
  const question = questionOf(key);
  const limit = rows > pageRows ? mostRows : pageRows;
  const first = await command('kontask.list', { ...question, limit });
  let feed: Feed = feedOf(first);
  while (feed.next !== undefined && feed.kontasks.length < Math.min(rows, mostRenewed)) {
    const page = await command('kontask.list', { ...question, limit, before: feed.next });
    feed = withPage(feed, feedOf(page));
  }
  const { counts, all, partial = false } = first;
  return { key, feed, counts, all, partial };
}

/** The first page of several columns, by one question. */
async function fetchColumns(
  keys: readonly KontaskStatus[],
  questionOf: QuestionOf,
): Promise<FeedAnswer[]> {
  const question = { ...questionOf('list'), status: [...keys], each: true, limit: pageRows };
  const answer = await command('kontask.list', question);
  const { kontasks, nexts = {}, counts, all, partial = false } = answer;
  return keys.map((key) => {
    const ofIt = kontasks.filter(({ status }) => status === key);
    return { key, feed: feedOf({ kontasks: ofIt, next: nexts[key] }), counts, all, partial };
  });
}

/**
 * Columns of which no more than a page is here are asked for together. `sizeOf`: how many of it are here. Rejects with
 * KonsoleError.
 */
export async function fetchFeeds(
  keys: readonly FeedKey[],
  sizeOf: (key: FeedKey) => number,
  questionOf: QuestionOf,
): Promise<FeedAnswer[]> {
  const columns = keys.filter(
    (key): key is KontaskStatus => key !== 'list' && sizeOf(key) <= pageRows,
  );
  const others = keys.filter((key) => key === 'list' || sizeOf(key) > pageRows);
  const answers = await Promise.all([
    columns.length > 0 ? fetchColumns(columns, questionOf) : [],
    ...others.map(async (key) => [await fetchFeed(key, sizeOf(key), questionOf)]),
  ]);
  return answers.flat();
}

export const feedOf = ({
  kontasks,
  next,
}: {
  kontasks: ListedKontask[];
  next?: string | undefined;
}): Feed => (next === undefined ? { kontasks } : { kontasks, next });
