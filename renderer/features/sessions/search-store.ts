/**
 * What a person looks for in all sessions: titles are matched from the index at once, the text of the turns is
 * asked for a moment after the last letter. An answer that was overtaken changes nothing.
 */
import { create } from 'zustand';
import type { SearchHit, Session } from '../../../preload/contract/shapes';
import { command, messageOf } from '../../stores/commands';
import { schedule } from '../../stores/connection';

export interface SearchView {
  text: string;
  /** `waiting`: the answer for this text is not here yet; what is shown is of the text before. */
  phase: 'idle' | 'waiting' | 'done' | 'failed';
  hits: readonly SearchHit[];
  /** Why it failed. */
  trouble?: string;
}

const pauseMs = 150;
const mostHits = 100;
const nothing: SearchView = { text: '', phase: 'idle', hits: [] };

export const useSearch = create<SearchView>()(() => nothing);

/** Counts texts: what was asked for another one is too late. */
let asked = 0;
let cancel = () => {};

export function searchFor(text: string): void {
  cancel();
  asked += 1;
  if (text.trim() === '') {
    useSearch.setState({ ...nothing, text }, true);
    return;
  }
  useSearch.setState(({ hits }) => ({ text, phase: 'waiting', hits }), true);
  cancel = schedule(pauseMs, () => void ask(text, asked));
}

export function clearSearch(): void {
  searchFor('');
}

export function searchAgain(): void {
  const { text } = useSearch.getState();
  cancel();
  asked += 1;
  useSearch.setState({ text, phase: 'waiting', hits: [] }, true);
  void ask(text, asked);
}

async function ask(text: string, mine: number): Promise<void> {
  try {
    const { hits } = await command('session.search', { text: text.trim(), limit: mostHits });
    if (mine === asked) useSearch.setState({ text, phase: 'done', hits }, true);
  } catch (error) {
    if (mine === asked)
      useSearch.setState({ text, phase: 'failed', hits: [], trouble: messageOf(error) }, true);
  }
}

/** For tests: nobody has looked for anything. */
export function forgetSearch(): void {
  cancel();
  asked += 1;
  useSearch.setState(nothing, true);
}

/** Every word of the text is somewhere in the title. */
export function titleMatches(sessions: readonly Session[], text: string, most: number): Session[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const found: Session[] = [];
  for (const session of sessions) {
    const title = session.title.toLowerCase();
    if (words.every((word) => title.includes(word))) found.push(session);
    if (found.length === most) break;
  }
  return found;
}

export interface FoundSession {
  session: string;
  title: string;
  kind: SearchHit['kind'];
  archived: boolean;
  /** When its newest hit was, epoch ms. */
  at: number;
  /** Places in it, best first; none where the title alone matched. */
  places: ReadonlyArray<SearchHit & { turn: string }>;
}

/** The hits of one session together, in the order in which the best of each came. */
export function bySession(hits: readonly SearchHit[]): FoundSession[] {
  const found = new Map<string, FoundSession & { places: Array<SearchHit & { turn: string }> }>();
  for (const hit of hits) {
    const { session, title, kind, turn } = hit;
    const known = found.get(session);
    const one = known ?? {
      session,
      title,
      kind,
      archived: hit.archived ?? false,
      at: hit.at,
      places: [],
    };
    one.at = Math.max(one.at, hit.at);
    if (turn !== undefined) one.places.push({ ...hit, turn });
    if (!known) found.set(session, one);
  }
  return [...found.values()];
}
