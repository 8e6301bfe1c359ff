/**
 * Where a reader was in each session, kept over restarts: the turn at the top of the view, how far into it, or
 * that the end was in sight. Bounded: the sessions read longest ago are forgotten.
 */

export interface ReadPlace {
  /** The reader was at the end: it opens there, whatever was added. */
  end: boolean;
  /** The turn at the top of the view. */
  turn?: string;
  /** Px of that turn above the view. */
  into?: number;
}

const key = 'konsole.read-places';
const most = 200;

type Places = Array<readonly [session: string, place: ReadPlace]>;

/** What another version or a full disk left there is as good as nothing. */
function read(): Places {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '[]');
    return Array.isArray(kept) ? kept.filter(isEntry) : [];
  } catch {
    return [];
  }
}

function isEntry(value: unknown): value is Places[number] {
  if (!Array.isArray(value) || typeof value[0] !== 'string') return false;
  const place: unknown = value[1];
  return typeof place === 'object' && place !== null && 'end' in place;
}

export function readPlaceOf(session: string): ReadPlace | undefined {
  return read().find(([id]) => id === session)?.[1];
}

export function keepReadPlace(session: string, place: ReadPlace): void {
  const others = read().filter(([id]) => id !== session);
  const places: Places = [...others, [session, place] as const].slice(-most);
  try {
    localStorage.setItem(key, JSON.stringify(places));
  } catch {
    // A comfort: without room for it a session opens at its end.
  }
}
