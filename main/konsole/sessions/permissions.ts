/** What the tools of a session may do without asking: the settings, what the session says, what was granted in it. Pure. */
import type { SessionEventBody } from '../../../preload/contract/events';
import type { Session, Snapshot } from '../../../preload/contract/shapes';
import type { Settings } from '../../../preload/contract/settings';
import type { Permissions } from '../host/protocol';

/** That everything is allowed is said for one run of Konsole, and for a session that is there. */
export function allIsOver({ mode }: Session, at: number): SessionEventBody[] {
  return mode === 'all' ? [{ type: 'session.changed', at, session: { mode: 'ask' } }] : [];
}

export function permissionsOf(
  { session, grants = [] }: Pick<Snapshot, 'session' | 'grants'>,
  { mode, allow, deny }: Settings['permissions'],
): Permissions {
  return { mode: session.mode ?? mode, allow, deny, grants };
}
