/** The choice that a person is about to make on the list or the board: what it would send is shown first. */
import { create } from 'zustand';
import type { KontaskChoice, ListedKontask } from '../../../../preload/contract/shapes';
import { command, messageOf } from '../../../stores/commands';

export interface ChoiceView {
  open: boolean;
  id?: string;
  title?: string;
  label?: string;
  /** Absent until it is known. */
  value?: string;
  trouble?: string;
}

export const useChoice = create<ChoiceView>()(() => ({ open: false }));

let asked = 0;

/** False where there is no such choice, or one was made already. */
export function openChoice(kontask: ListedKontask | undefined, at: number): boolean {
  const label = kontask?.choices?.[at]?.label;
  if (!kontask || label === undefined || kontask.chosen !== undefined) return false;
  useChoice.setState({ open: true, id: kontask.id, title: kontask.title, label }, true);
  void load(kontask.id, label, at);
  return true;
}

async function load(id: string, label: string, at: number): Promise<void> {
  asked += 1;
  const mine = asked;
  try {
    const { kontask } = await command('kontask.get', { id, outputChars: 0 });
    if (mine !== asked) return;
    const choice = choiceOf(kontask.context?.choices ?? [], label, at);
    if (kontask.context?.chosen)
      useChoice.setState({ trouble: `${kontask.context.chosen.by} has chosen already.` });
    else if (choice) useChoice.setState({ value: choice.value });
    else useChoice.setState({ trouble: 'This choice is not there any more: open the kontask.' });
  } catch (error) {
    if (mine === asked) useChoice.setState({ trouble: messageOf(error) });
  }
}

/** The one at that place, if it is still called so; a summary may have cut a long label. */
function choiceOf(choices: readonly KontaskChoice[], label: string, at: number) {
  const there = choices[at];
  const begins = (choice: KontaskChoice) =>
    choice.label === label || choice.label.startsWith(label.replace(/…$/, ''));
  return there && begins(there) ? there : choices.find((choice) => choice.label === label);
}

export function closeChoice(): void {
  asked += 1;
  useChoice.setState({ open: false });
}
