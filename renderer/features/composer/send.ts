/**
 * Sending: into a session, or into one made for it; and saying something to a turn that runs. Nothing is cleared
 * here; the composer does, on success.
 */
import { command } from '../../stores/commands';
import { chosenMode, forgetMode } from '../../stores/mode-choice';
import { chosenModel, sentModel } from '../../stores/model-choice';
import { followAhead } from '../../stores/session-store';
import { useSettings } from '../../stores/settings-store';

export interface Message {
  text: string;
  /** Ids of the files that go along. */
  blobs: readonly string[];
  /** The same for the same message in the same session sends it once (I5). */
  commandId: string;
}

export interface Sent {
  session: string;
  turn: string;
}

/**
 * A session is made in the folder that the window shows when there is none yet. A model that was chosen goes along.
 * Rejects with KonsoleError.
 */
export async function sendMessage(session: string | undefined, message: Message): Promise<Sent> {
  const { text, blobs, commandId } = message;
  const choice = chosenModel(session);
  const to = session ?? (await makeSession(choice));
  try {
    if (session === undefined) await permit(to);
    const along = session === undefined ? {} : choice;
    const files = blobs.length === 0 ? {} : { blobs: [...blobs] };
    const { turn } = await command('turn.send', {
      session: to,
      text,
      commandId,
      ...files,
      ...along,
    });
    sentModel(session, choice.model);
    if (session === undefined) forgetMode();
    return { session: to, turn };
  } catch (error) {
    // A session made for a message that was refused would be an empty one in the list.
    if (session === undefined)
      await command('session.delete', { session: to }).catch(() => undefined);
    throw error;
  }
}

/** Text only: a running turn takes no files. Rejects with KonsoleError, `conflict` when no turn runs any more. */
export async function steerTurn(session: string, message: Message): Promise<Sent> {
  const { text, commandId } = message;
  const { turn } = await command('turn.steer', { session, text, commandId });
  return { session, turn };
}

/** What was chosen for it holds before anything is asked of it. */
async function permit(session: string): Promise<void> {
  const mode = chosenMode();
  if (mode !== undefined) await command('session.permit', { session, mode });
}

async function makeSession(choice: { model?: string }): Promise<string> {
  const workspace = useSettings.getState().workspace;
  const place = workspace === undefined ? {} : { workspace };
  const { session } = await command('session.create', { kind: 'main', ...place, ...choice });
  followAhead(session.id);
  return session.id;
}
