/**
 * All kontasks as a person looks at them: the filter, what it finds, what is selected and where the focus was. It is kept
 * while they are elsewhere. Answers of kontask.list come in pages; the newest question wins.
 */
import { create } from 'zustand';
import type {
  KontaskFacets,
  KontaskFilter,
  KontaskStatus,
  ListedKontask,
} from '../../preload/contract/shapes';
import { command, messageOf } from './commands';
import {
  afterAnswer,
  countsAfter,
  listedStatuses,
  openColumns,
  withMoves,
  withPage,
} from './kontask-feeds';
import type { Counts, FeedKey, Feeds } from './kontask-feeds';
import { feedOf, fetchFeeds, pageRows } from './kontask-questions';
import { updateSettings, useSettings } from './settings-store';

export type KontasksMode = 'list' | 'board';

export interface KontasksView {
  /** Without the words that are looked for. */
  filter: KontaskFilter;
  /** As it is typed. */
  query: string;
  /** What is shown until the settings say it. */
  mode?: KontasksMode;
  /** Columns that a person opened beyond those that always stand open. */
  unfolded: readonly KontaskStatus[];
  feeds: Feeds;
  counts: Counts;
  /** How many there are, whatever the filter. */
  all: number;
  /** `loading` until the first answer. After a failure what was here before stays. */
  phase: 'loading' | 'ready' | 'failed';
  trouble?: string;
  /** Konsole still takes in what came a moment ago: more may be found. It is asked again until all is searched. */
  partial: boolean;
  facets?: KontaskFacets;
  /** The question, as JSON, to which what is shown is the answer. */
  answered?: string;
  selected: ReadonlyMap<string, ListedKontask>;
  /** Where Shift begins. */
  anchor?: string;
  /** Has or had the focus. */
  active?: string;
  /** Takes the focus as soon as it is drawn. */
  wanted?: string;
}

interface Move {
  kontask: ListedKontask;
  to: KontaskStatus;
}

const start: KontasksView = {
  filter: {},
  query: '',
  unfolded: [],
  feeds: {},
  counts: {},
  all: 0,
  partial: false,
  phase: 'loading',
  selected: new Map(),
};

export const useKontasks = create<KontasksView>()(() => start);
const { getState, setState } = useKontasks;

/** px from the top, of each feed; nothing is drawn anew for it. */
export const scrolled = new Map<FeedKey, number>();

/** Changes of status that the konsole has not confirmed yet. */
let moves: ReadonlyMap<string, Move> = new Map();
/** Counts questions; an answer to an older one is dropped. */
let asked = 0;
let asking = new Set<FeedKey>();
/** The question that is open is of another filter than what is shown. */
let askingAnew = false;
/** Changed since the last answer. */
let touched = new Set<string>();
/** Typed since the last question; and who asks, one question after the other. */
let typed = false;
let looking: symbol | undefined;

export const modeOf = (view: Pick<KontasksView, 'mode'>): KontasksMode =>
  view.mode ?? useSettings.getState().settings?.kontasks.view ?? 'board';

/** The feeds that are shown now. */
export function shownFeeds(view: KontasksView = getState()): FeedKey[] {
  return modeOf(view) === 'list' ? ['list'] : openColumns(view.filter, view.unfolded);
}

/** Everything that is loaded, in the order of the page. */
export function loadedKontasks(view: KontasksView = getState()): ListedKontask[] {
  return shownFeeds(view).flatMap((key) => view.feeds[key]?.kontasks ?? []);
}

export function loadedKontask(id: string): ListedKontask | undefined {
  return loadedKontasks().find((one) => one.id === id);
}

/** What kontask.list is asked for one feed, or for all that the filter finds. */
export function questionOf(key: FeedKey, { filter, query } = getState()): KontaskFilter {
  const words = query.trim();
  const status = key === 'list' ? listedStatuses(filter) : [key];
  return { ...filter, ...(words === '' ? {} : { query: words }), status };
}

/** Asks for these feeds, and for those that are still being asked for. What is shown stays until the answer. */
async function ask(keys: readonly FeedKey[], another = false): Promise<void> {
  asked += 1;
  const mine = asked;
  askingAnew ||= another;
  const anew = askingAnew;
  const shown = new Set(shownFeeds());
  asking = new Set([...keys, ...asking].filter((key) => shown.has(key)));
  const answered = JSON.stringify(questionOf('list'));
  const sizeOf = (key: FeedKey) => (anew ? 0 : (getState().feeds[key]?.kontasks.length ?? 0));
  try {
    const answers = await fetchFeeds([...asking], sizeOf, questionOf);
    if (mine !== asked) return;
    const changed = touched;
    settled();
    const known = anew ? {} : getState().feeds;
    const feeds: Feeds = { ...known };
    for (const { key, feed } of answers) feeds[key] = afterAnswer(known[key], feed, changed);
    const open = [...moves.values()].filter((move) => !isDone(move, feeds));
    const partial = answers.some((answer) => answer.partial);
    setState(({ trouble: _trouble, ...view }) => {
      const said = answers[0] ?? view;
      const counts = countsAfter(said.counts, open);
      const phase = 'ready' as const;
      return {
        ...view,
        feeds: withMoves(feeds, moves),
        counts,
        all: said.all,
        partial,
        phase,
        answered,
      };
    }, true);
  } catch (error) {
    if (mine !== asked) return;
    settled();
    setState({ phase: 'failed', trouble: messageOf(error) });
  }
}

function settled(): void {
  asking = new Set();
  askingAnew = false;
  touched = new Set();
}

/** The answer shows it where it was moved to. */
function isDone({ kontask, to }: Move, feeds: Feeds): boolean {
  const rows = feeds[to]?.kontasks ?? feeds.list?.kontasks ?? [];
  return rows.some((one) => one.id === kontask.id && one.status === to);
}

/** Another filter, other words, another way to show them: from the top, and nothing is selected. */
function askAnew(): Promise<void> {
  typed = false;
  scrolled.clear();
  return ask(shownFeeds(), true);
}

/** Asks again for what is shown, or for some of it. */
export function refreshKontasks(keys: readonly FeedKey[] = shownFeeds()): Promise<void> {
  return ask(keys);
}

/** Others changed it: where it is not in the next answer it is not shown any more. */
export function noteChanged(id: string): void {
  touched.add(id);
}

export function tryAgain(): void {
  setState(({ trouble: _trouble, ...view }) => ({ ...view, phase: 'loading' as const }), true);
  void ask(shownFeeds());
}

const loadingMore = new Set<FeedKey>();

/** The next page of one feed, when a person comes near its end. */
export async function loadMore(key: FeedKey): Promise<void> {
  const before = getState().feeds[key]?.next;
  // While another question is open, what is here is about to go.
  if (before === undefined || loadingMore.has(key) || askingAnew) return;
  loadingMore.add(key);
  try {
    const question = { ...questionOf(key), limit: pageRows, before };
    const page = await command('kontask.list', question);
    const feed = getState().feeds[key];
    // Asked of a feed that is another one by now.
    if (feed?.next !== before) return;
    setState(({ feeds }) => ({ feeds: { ...feeds, [key]: withPage(feed, feedOf(page)) } }));
  } catch (error) {
    setState({ phase: 'failed', trouble: messageOf(error) });
  } finally {
    loadingMore.delete(key);
  }
}

export function setFilter(filter: KontaskFilter): void {
  const { query, ...rest } = filter;
  const words = query === undefined ? {} : { query };
  setState({ filter: rest, ...words, selected: new Map() });
  void askAnew();
}

/** Shown in the box and looked for at once; what is typed until the answer comes is the next question. */
export function setQuery(query: string): void {
  setState({ query, selected: new Map() });
  typed = true;
  if (looking === undefined) void look();
}

async function look(): Promise<void> {
  const mine = Symbol('looking');
  looking = mine;
  while (typed && looking === mine) await askAnew();
  if (looking === mine) looking = undefined;
}

export function clearFilter(): void {
  setFilter({ query: '' });
}

export function showAs(mode: KontasksMode): void {
  if (modeOf(getState()) === mode) return;
  setState({ mode });
  void askAnew();
  void updateSettings({ kontasks: { view: mode } });
}

export function unfoldColumn(status: KontaskStatus, open: boolean): void {
  setState(({ unfolded, feeds }) => {
    const { [status]: _folded, ...others } = feeds;
    return open
      ? { unfolded: [...unfolded, status] }
      : { unfolded: unfolded.filter((one) => one !== status), feeds: others };
  });
  if (open) void ask([status]);
}

/** What there is to filter by. Without it the menus stay as they were. */
export async function loadFacets(): Promise<void> {
  const facets = await command('kontask.facets', {}).catch(() => undefined);
  if (facets) setState({ facets });
}

/** Shows them as changed before the konsole has done it. `settle` when it has answered, either way. */
export function moveAhead(kontasks: readonly ListedKontask[], to: KontaskStatus): () => void {
  const mine = kontasks.map((kontask) => ({ kontask, to }));
  moves = new Map([...moves, ...mine.map((move) => [move.kontask.id, move] as const)]);
  setState(({ feeds, counts }) => ({
    feeds: withMoves(feeds, moves),
    counts: countsAfter(counts, mine),
  }));
  return () => {
    moves = new Map([...moves].filter(([, move]) => !mine.includes(move)));
    for (const { kontask } of mine) touched.add(kontask.id);
    void refreshKontasks();
  };
}

/** The page is left: what is still typed is not looked for. */
export function stopTyping(): void {
  typed = false;
}

/** For tests: nobody has looked at kontasks. */
export function forgetKontasks(): void {
  typed = false;
  looking = undefined;
  asked += 1;
  settled();
  moves = new Map();
  loadingMore.clear();
  scrolled.clear();
  setState(start, true);
}
