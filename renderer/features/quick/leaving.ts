/** The ways out of the quick window: to the main window, to settings, away; and as a session of its own. */
import { create } from 'zustand';
import { KonsoleError } from '../../../preload/contract/errors';
import { command, desktopOrToast, messageOf } from '../../stores/commands';
import { flushDraft } from '../../stores/draft-store';
import { useCompare } from './compare';
import { newConversation, openConversation, sayTrouble, useConversation } from './conversation';

/** Opens the main window, at this conversation if there is one. */
export function openInMain(session?: string): void {
  void desktopOrToast('desktop.show-main', session === undefined ? {} : { session });
}

export function openKontaskInMain(kontask: string): void {
  void desktopOrToast('desktop.show-main', { kontask });
}

export function openSettingsInMain(): void {
  void desktopOrToast('desktop.show-main', { section: 'settings' });
}

export function hideWindow(): void {
  setPinned(false);
  void desktopOrToast('desktop.hide-quick', {});
}

export interface Leaving {
  /** It stays when the focus leaves it, until it is put away. */
  pinned: boolean;
  /** The conversation that is being made a session. */
  promoting?: string;
}

export const useLeaving = create<Leaving>()(() => ({ pinned: false }));

export function setPinned(pinned: boolean): void {
  useLeaving.setState({ pinned });
}

export async function keepOpen(pinned: boolean): Promise<void> {
  if (await desktopOrToast('desktop.pin-quick', { pinned })) setPinned(pinned);
}

/** The conversation goes on as a main session, with what runs in it; the next question here belongs to another. */
export async function openAsSession(): Promise<void> {
  const { session } = useConversation.getState();
  if (session !== undefined) await openChat(session);
}

/** The same of any conversation with Quick Turn: that of the second model is one, too. */
export async function openChat(session: string): Promise<void> {
  if (useLeaving.getState().promoting !== undefined) return;
  useLeaving.setState({ promoting: session });
  try {
    flushDraft(session);
    await command('session.promote', { session }).catch((error: unknown) => {
      // Another window was faster: it is what was wanted.
      if (!(error instanceof KonsoleError && error.code === 'conflict')) throw error;
    });
    openInMain(session);
    if (useConversation.getState().session !== session) return;
    // Of two the other one goes on here.
    const { session: other } = useCompare.getState();
    if (other === undefined) newConversation();
    else openConversation(other);
  } catch (error) {
    const shown = [useConversation.getState().session, useCompare.getState().session];
    if (shown.includes(session)) sayTrouble(messageOf(error));
  } finally {
    useLeaving.setState(({ promoting: _promoting, ...rest }) => rest, true);
  }
}
