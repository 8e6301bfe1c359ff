/** What the tools of a session may do without asking: the settings, what the session says, what was granted in it. Pure. */
import type { Snapshot } from '../../../preload/contract/shapes';
import type { Settings } from '../../../preload/contract/settings';
import type { Permissions } from '../host/protocol';

export function permissionsOf(
  { session, grants = [] }: Pick<Snapshot, 'session' | 'grants'>,
  { mode, allow, deny }: Settings['permissions'],
): Permissions {
  return { mode: session.mode ?? mode, allow, deny, grants };
}
