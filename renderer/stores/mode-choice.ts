/**
 * What the tools of a session may do without asking: how it stands, changing it, and a choice made for the session that
 * does not exist yet. That one is in memory, and is applied when the session is made.
 */
import { create } from 'zustand';
import type { PermissionMode, Session } from '../../preload/contract/shapes';
import { commandOrToast } from './commands';
import { useSettings } from './settings-store';

const useChoice = create<{ mode?: PermissionMode }>()(() => ({}));

/** The mode in force; absent while the settings are not known, as on a device that may not read them. */
export function useMode(session: Session | undefined): PermissionMode | undefined {
  const usual = useSettings((state) => state.settings?.permissions.mode);
  const chosen = useChoice((state) => state.mode);
  return (session ? session.mode : chosen) ?? usual;
}

/** For the session that the next message makes; absent: as the settings have it. */
export const chosenMode = (): PermissionMode | undefined => useChoice.getState().mode;

/** The session was made with it: the next one starts from the settings again. */
export function forgetMode(): void {
  useChoice.setState({}, true);
}

/** A failure is shown. */
export async function chooseMode(session: string | undefined, mode: PermissionMode): Promise<void> {
  if (session === undefined) useChoice.setState({ mode });
  else await commandOrToast('session.permit', { session, mode });
}

/** Takes back a rule that was allowed for the session. A failure is shown. */
export async function revokeGrant(session: string, rule: string): Promise<void> {
  await commandOrToast('session.permit', { session, revoke: rule });
}
