/** Pairing as the page sees it: the ticket of its address, the token it is exchanged for and where that is kept. */

export interface Paired {
  token: string;
  /** Data folder of the konsole, a path on its machine. */
  home: string;
}

/** Of this tab alone, and gone with it. */
const key = 'konsole-paired';

export function readPaired(storage: Pick<Storage, 'getItem'>): Paired | undefined {
  try {
    const value: unknown = JSON.parse(storage.getItem(key) ?? 'null');
    return isPaired(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function keepPaired(storage: Pick<Storage, 'setItem'>, paired: Paired): void {
  storage.setItem(key, JSON.stringify(paired));
}

export function forgetPaired(storage: Pick<Storage, 'removeItem'>): void {
  storage.removeItem(key);
}

/** The ticket of the address; it is taken out of what the browser shows and remembers. */
export function takeTicket(
  location: Pick<Location, 'pathname' | 'search'>,
  history: Pick<History, 'replaceState'>,
): string | undefined {
  if (location.pathname !== '/pair') return undefined;
  const ticket = new URLSearchParams(location.search).get('ticket') ?? undefined;
  history.replaceState(null, '', '/');
  return ticket;
}

/** Uses the ticket up. What went wrong is text for a person. */
export async function pair(
  fetch: (path: string, init: RequestInit) => Promise<Response>,
  ticket: string,
): Promise<Paired | { problem: string }> {
  try {
    const response = await fetch('/pair', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ticket }),
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
    });
    const answer = (await response.json()) as { result?: unknown; message?: string };
    if (response.ok && isPaired(answer.result)) return answer.result;
    return { problem: answer.message ?? `The server answered ${response.status}.` };
  } catch {
    return { problem: 'Konsole does not answer. See whether it still runs where it was started.' };
  }
}

function isPaired(value: unknown): value is Paired {
  if (typeof value !== 'object' || value === null) return false;
  const { token, home } = value as Partial<Paired>;
  return typeof token === 'string' && typeof home === 'string';
}
