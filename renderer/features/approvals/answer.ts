/** Answering an approval. Whoever is first has answered: of a second answer a person is only told. */
import { KonsoleError } from '../../../preload/contract/errors';
import type { CommandParams } from '../../../preload/contract/commands';
import { command, messageOf } from '../../stores/commands';
import { announce } from '../../ui/announce';
import { toast } from '../../ui/toast';

export type Decision = CommandParams<'approval.answer'>['decision'];

export interface Answer {
  approval: string;
  decision: Decision;
  /** Goes to the model with a denial. */
  note?: string;
  /** The same for the same answer: it may have got through though nothing came back (I5). */
  commandId?: string;
}

/** True when it is answered now, by this or by somebody before. A failure is shown. */
export async function answerApproval(answer: Answer): Promise<boolean> {
  try {
    await command('approval.answer', answer);
    return true;
  } catch (error) {
    const settled =
      error instanceof KonsoleError && (error.code === 'conflict' || error.code === 'not-found');
    if (settled) {
      const message = 'This was answered already, in another window or because the turn ended.';
      toast({ message });
      announce(message);
    } else toast({ message: messageOf(error), tone: 'bad' });
    return settled;
  }
}
