/** What a person asked before, for the arrow keys: of a session its turns, of a new one what this window sent. */
import type { Turn } from '../../../preload/contract/shapes';
import { command } from '../../stores/commands';
import { sessionStore } from '../../stores/session-store';

/** One earlier request. `whole` is there where a snapshot cut its text. */
export interface Request {
  text: string;
  whole?: () => Promise<string | undefined>;
}

/** How many of this window are remembered, and how long each may be, UTF-16 units (I9). */
const keptHere = 50;
const keptChars = 100_000;
const sentHere: string[] = [];

export function rememberRequest(text: string): void {
  if (text.length > keptChars || sentHere.at(-1) === text) return;
  sentHere.push(text);
  if (sentHere.length > keptHere) sentHere.shift();
}

/** For tests: a page that was just opened has sent none. */
export function forgetRequests(): void {
  sentHere.length = 0;
}

/** Newest first; the same words twice in a row are there once. */
export function earlierRequests(session: string | undefined): readonly Request[] {
  const requests =
    session === undefined ? sentHere.map((text): Request => ({ text })) : requestsOf(session);
  return requests.filter((request, at) => request.text !== requests[at + 1]?.text).toReversed();
}

function requestsOf(session: string): Request[] {
  const { older, state } = sessionStore(session).getState();
  const turns = [...older, ...state.turns];
  return turns.flatMap((turn, at) => {
    // A resumed turn has no request of its own.
    const asked = turn.text === '' ? [] : [requestOf(session, turn, turns[at + 1])];
    return [...asked, ...(turn.steered ?? []).map(({ text }): Request => ({ text }))];
  });
}

function requestOf(session: string, turn: Turn, next: Turn | undefined): Request {
  if (!turn.cut) return { text: turn.text };
  const before = next ? { before: next.id } : {};
  return {
    text: turn.text,
    whole: async () => {
      const { turns } = await command('history.page', { session, ...before, limit: 1 });
      return turns.find((one) => one.id === turn.id)?.text;
    },
  };
}
