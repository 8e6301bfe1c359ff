/** Copies a turn or a part of it, with what a snapshot left out of it. */
import type { Turn } from '../../../preload/contract/shapes';
import { desktopOrToast, messageOf } from '../../stores/commands';
import { wholeTurn } from '../../stores/history';
import { toast } from '../../ui/toast';
import type { CopyPart } from './turn-actions';
import { answerOf, turnMarkdown } from './turn-text';

/** True when it is on the clipboard; a failure was said. */
export async function copyTurn(session: string, turn: Turn, part: CopyPart): Promise<boolean> {
  const whole = await wholeTurn(session, turn).catch((error: unknown) => {
    toast({ message: `It could not be copied whole. ${messageOf(error)}`, tone: 'bad' });
  });
  if (!whole) return false;
  const text =
    part === 'message' ? whole.text : part === 'answer' ? answerOf(whole) : turnMarkdown(whole);
  return (await desktopOrToast('desktop.copy', { text })) !== undefined;
}
