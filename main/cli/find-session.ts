/** Which session is meant by an id, or by the beginning of one. */
import type { Session } from '../../preload/contract/shapes';
import { type Client, Refused } from './client';
import { exit, Trouble } from './exit';
import { plainLine } from './plain';

const pageSize = 200;
/** Sessions that are looked through, archived ones apart. */
const mostPages = 10;

/** Newest first, at most `limit`. */
export async function listSessions(
  client: Pick<Client, 'command'>,
  limit: number,
  more: { query?: string; archived?: boolean; kind?: 'main' } = {},
): Promise<Session[]> {
  const found: Session[] = [];
  let before: string | undefined;
  do {
    const size = Math.min(pageSize, limit - found.length);
    const page = await client.command('session.list', {
      ...more,
      limit: size,
      ...(before === undefined ? {} : { before }),
    });
    found.push(...page.sessions);
    before = page.next;
  } while (before !== undefined && found.length < limit);
  return found;
}

/** Rejects with a Trouble that names near ones. */
export async function findSession(
  client: Pick<Client, 'command'>,
  wanted: string,
): Promise<Session> {
  const most = pageSize * mostPages;
  const sessions = await listSessions(client, most);
  const near = chosen(sessions, wanted);
  if (near) return near;
  const archived = await listSessions(client, most, { archived: true });
  const other = chosen(archived, wanted) ?? (await byWholeId(client, wanted));
  if (other) return other;
  throw new Trouble(exit.failed, unknown(wanted, nearOnes([...sessions, ...archived], wanted)));
}

/** One that lies beyond all that was looked through. */
async function byWholeId(
  client: Pick<Client, 'command'>,
  session: string,
): Promise<Session | undefined> {
  if (!/^[a-z0-9]{16,64}$/.test(session)) return undefined;
  try {
    return (await client.command('session.get', { session })).snapshot.session;
  } catch (error) {
    if (error instanceof Refused && error.code === 'not-found') return undefined;
    throw error;
  }
}

/** The one with this id, or the only one whose id begins so; several are a Trouble. */
export function chosen(sessions: readonly Session[], wanted: string): Session | undefined {
  const exact = sessions.find(({ id }) => id === wanted);
  if (exact) return exact;
  const begun = wanted === '' ? [] : sessions.filter(({ id }) => id.startsWith(wanted));
  if (begun.length <= 1) return begun[0];
  throw new Trouble(
    exit.failed,
    `Several sessions begin with "${plainLine(wanted, 64)}":${rows(begun.slice(0, 5))}`,
  );
}

/** Those whose id shares its beginning or whose title has the words; else the newest. */
export function nearOnes(sessions: readonly Session[], wanted: string): Session[] {
  const word = wanted.toLowerCase();
  const near = sessions.filter(
    ({ id, title }) => id.startsWith(word.slice(0, 3)) || title.toLowerCase().includes(word),
  );
  return (near.length > 0 ? near : sessions).slice(0, 5);
}

function unknown(wanted: string, near: readonly Session[]): string {
  const said = `There is no session "${plainLine(wanted, 64)}".`;
  return near.length === 0 ? `${said} There is none yet.` : `${said} Near to it:${rows(near)}`;
}

const rows = (sessions: readonly Session[]) =>
  sessions.map(({ id, title }) => `\n  ${id}  ${plainLine(title, 60)}`).join('');
