/** What the list says of a session: its state in a word, its colour, how long. Pure. */
import type { Session } from '../../../preload/contract/shapes';
import { age, seconds } from '../../ui/format';
import type { DotTone } from '../../ui/status-dot';

export const isBusy = (session: Session): boolean =>
  session.status === 'running' || session.status === 'waiting';

export const titleOf = (session: { title: string }): string => session.title || 'New session';

/** Absent where nothing calls for a look. */
export function dotOf(session: Session): DotTone | undefined {
  if (isBusy(session)) return session.kind === 'chat' ? 'quick' : 'main';
  if (session.status === 'failed') return 'bad';
  return undefined;
}

export function statusLine(session: Session, now: number): string {
  const lane = session.kind === 'chat' ? 'quick turn · ' : '';
  if (session.status === 'waiting') return `${lane}needs you`;
  if (session.status === 'running') {
    const ran = session.startedAt === undefined ? '' : ` · ${seconds(now - session.startedAt)}`;
    return `${lane}running${ran}`;
  }
  const state = session.status === 'idle' ? '' : `${session.status} · `;
  return `${lane}${state}${age(session.updatedAt, now)}`;
}
