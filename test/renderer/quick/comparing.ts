/** Two models compared in the quick window of a test: begun as a person does it, asked, and found by their names. */
import { beforeEach, expect } from 'vitest';
import { allByRole, byRole, click } from '../support/render';
import { ask, box, fake, open } from './quick-page';

export const haiku = 'anthropic/claude-haiku-5-5';
export const opus = 'anthropic/claude-opus-5-5';

beforeEach(() => {
  fake.world.models.push({ id: haiku, name: 'Claude Haiku 5.5', provider: 'anthropic' });
  // The konsole in memory begins every session with the main model.
  fake.world.effective = { main: haiku, quick: haiku };
});

export const first = () => byRole('region', 'Claude Haiku 5.5');
export const second = () => byRole('region', 'Claude Opus 5.5');
export const columns = () => allByRole('log', /^Answer of/);

export async function compareWithOpus(): Promise<void> {
  await click(byRole('button', 'Model: Claude Haiku 5.5'));
  await click(byRole('menuitem', 'Compare with…'));
  expect(allByRole('menuitem', 'Claude Haiku 5.5')).toEqual([]);
  await click(byRole('menuitem', 'Claude Opus 5.5'));
  expect(document.activeElement).toBe(box());
}

export async function compare(): Promise<void> {
  await open();
  await compareWithOpus();
}

/** Asks both and gives their sessions and turns: of the conversation, and of the second model. */
export async function askBoth(question: string) {
  const before = fake.sent.length;
  await ask(question);
  const both = fake.sent.slice(before);
  expect(both.map((sent) => sent.text)).toEqual([question, question]);
  const one = both.find((sent) => sent.model !== opus)?.session ?? '';
  const other = both.find((sent) => sent.model === opus)?.session ?? '';
  const turnOf = (session: string) => fake.stateOf(session)?.turns.at(-1)?.id ?? '';
  return { one, other, turn: turnOf(one), otherTurn: turnOf(other) };
}
