/** Sending: into a session, or into one made for it. Nothing is cleared here; the composer does, on success. */
import { command } from '../../stores/commands';
import { useSettings } from '../../stores/settings-store';

export interface Sent {
  session: string;
  turn: string;
}

/** A session is made in `settings.workspace` when there is none yet. Rejects with KonsoleError. */
export async function sendMessage(session: string | undefined, text: string): Promise<Sent> {
  const to = session ?? (await makeSession());
  try {
    const { turn } = await command('turn.send', { session: to, text });
    return { session: to, turn };
  } catch (error) {
    // A session made for a message that was refused would be an empty one in the list.
    if (session === undefined)
      await command('session.delete', { session: to }).catch(() => undefined);
    throw error;
  }
}

async function makeSession(): Promise<string> {
  const workspace = useSettings.getState().settings?.workspace;
  const place = workspace === undefined ? {} : { workspace };
  const { session } = await command('session.create', { kind: 'main', ...place });
  return session.id;
}
