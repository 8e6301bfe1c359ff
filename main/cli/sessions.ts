/** `vibe-konsole sessions`: the list of sessions as a table, or one JSON object a line. */
import type { Session } from '../../preload/contract/shapes';
import type { SessionsArgs } from './args';
import type { Client } from './client';
import { columns } from './columns';
import { type Exit, exit } from './exit';
import { listSessions } from './find-session';
import { jsonLine, plainLine } from './plain';
import { age } from './spans';
import type { CliDeps } from './terminal';

export async function sessions(
  { json, all, limit, query }: SessionsArgs,
  client: Client,
  { terminal, now }: CliDeps,
): Promise<Exit> {
  const asked = query === undefined ? {} : { query };
  const open = await listSessions(client, limit, asked);
  const archived = all ? await listSessions(client, limit, { ...asked, archived: true }) : [];
  const found = [...open, ...archived]
    .toSorted((left, right) => right.updatedAt - left.updatedAt)
    .slice(0, limit);
  if (json) for (const session of found) terminal.out(jsonLine(session));
  else if (found.length > 0) terminal.out(table(found, now()));
  else terminal.err(query === undefined ? 'There is no session yet.\n' : 'No session has that.\n');
  return exit.done;
}

/** Long enough that each is another's beginning no more, and at least eight. */
export function idLength(ids: readonly string[]): number {
  const sorted = ids.toSorted();
  let length = 8;
  for (const [index, id] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next === undefined) continue;
    let same = 0;
    while (same < id.length && id[same] === next[same]) same += 1;
    length = Math.max(length, same + 1);
  }
  return length;
}

/** Columns: id, kind, status, age, title. */
export function table(found: readonly Session[], now: number): string {
  const length = idLength(found.map(({ id }) => id));
  const rows = found.map((session) => [
    session.id.slice(0, length),
    session.kind,
    statusOf(session, now),
    age(now - session.updatedAt),
    plainLine(session.title, 100) || '(no title)',
  ]);
  return columns([['ID', 'KIND', 'STATUS', 'AGE', 'TITLE'], ...rows]);
}

function statusOf({ status, startedAt, archived, approvals }: Session, now: number): string {
  if (status === 'waiting') return approvals > 1 ? `waiting (${approvals})` : 'waiting';
  if (status === 'running' && startedAt !== undefined) return `running ${age(now - startedAt)}`;
  return archived && status === 'idle' ? 'archived' : status;
}
