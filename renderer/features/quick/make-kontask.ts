/** A kontask of the newest answer: made once, and opened when it is asked for again. */
import type { Turn } from '../../../preload/contract/shapes';
import { announce } from '../../ui/announce';
import { canMake, makeKontask } from '../kontasks/make';
import { openKontaskInMain } from './leaving';

/** The kontask of each turn of which one was made here; the latest ones. */
const made = new Map<string, string>();
const mostKept = 50;
let making = false;

/** For tests: nothing was made yet. */
export function forgetMade(): void {
  made.clear();
  making = false;
}

/** The newest answer of which one can be made; none while another one comes. */
export function answerToMake(turns: readonly Turn[]): Turn | undefined {
  return turns.at(-1)?.status === 'running' ? undefined : turns.findLast(canMake);
}

export async function makeOrOpen(
  session: string | undefined,
  turns: readonly Turn[],
): Promise<void> {
  const turn = answerToMake(turns);
  if (session === undefined || !turn) {
    const runs = turns.at(-1)?.status === 'running';
    announce(runs ? 'It is still being answered' : 'There is no answer to make a kontask of');
    return;
  }
  const known = made.get(turn.id);
  if (known !== undefined) return openKontaskInMain(known);
  if (making) return;
  making = true;
  const id = await makeKontask(session, turn, openKontaskInMain);
  making = false;
  if (id === undefined) return;
  made.set(turn.id, id);
  const [oldest] = made.keys();
  if (made.size > mostKept && oldest !== undefined) made.delete(oldest);
}
