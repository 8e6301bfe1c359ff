/** Sending: into a session, or into one made for it. Nothing is cleared here; the composer does, on success. */
import { command } from '../../stores/commands';
import { chosenModel, sentModel } from '../../stores/model-choice';
import { useSettings } from '../../stores/settings-store';

export interface Sent {
  session: string;
  turn: string;
}

/**
 * A session is made in the folder that the window shows when there is none yet. A model that was chosen goes along.
 * The same `commandId` for the same message in the same session sends it once (I5). Rejects with KonsoleError.
 */
export async function sendMessage(
  session: string | undefined,
  text: string,
  commandId: string,
): Promise<Sent> {
  const choice = chosenModel(session);
  const to = session ?? (await makeSession(choice));
  try {
    const along = session === undefined ? {} : choice;
    const { turn } = await command('turn.send', { session: to, text, commandId, ...along });
    sentModel(session, choice.model);
    return { session: to, turn };
  } catch (error) {
    // A session made for a message that was refused would be an empty one in the list.
    if (session === undefined)
      await command('session.delete', { session: to }).catch(() => undefined);
    throw error;
  }
}

async function makeSession(choice: { model?: string }): Promise<string> {
  const workspace = useSettings.getState().workspace;
  const place = workspace === undefined ? {} : { workspace };
  const { session } = await command('session.create', { kind: 'main', ...place, ...choice });
  return session.id;
}
