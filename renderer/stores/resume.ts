/** Goes on from the last turn of a session, which was stopped or failed. */
import { commandOrToast } from './commands';
import { chosenModel, sentModel } from './model-choice';

/** With `model`; else with what was chosen for what comes next, if anything was. Never rejects. */
export async function resumeTurn(session: string, model?: string): Promise<void> {
  const chosen = chosenModel(session);
  const asked = model === undefined ? chosen : { model };
  if (await commandOrToast('turn.resume', { session, ...asked })) sentModel(session, chosen.model);
}
