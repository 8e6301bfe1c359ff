/** Making a kontask of an answer: the same one, however often it is asked for. */
import type { Turn } from '../../../preload/contract/shapes';
import { commandOrToast } from '../../stores/commands';
import { toast } from '../../ui/toast';
import { answerOf } from '../transcript/turn-text';

/** There is something to make one of. */
export const canMake = (turn: Turn): boolean => turn.status !== 'running' && answerOf(turn) !== '';

/** Says that it is made, with the way to it. Gives its id, or undefined where it could not be made, which was said. */
export async function makeKontask(
  session: string,
  turn: Turn,
  open: (kontask: string) => void,
): Promise<string | undefined> {
  const made = await commandOrToast('kontask.make', { session, turn: turn.id });
  if (!made) return undefined;
  const { id } = made.kontask;
  toast({ message: 'Kontask made', action: { label: 'Open', run: () => open(id) } });
  return id;
}
