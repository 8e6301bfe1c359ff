/** A long output comes after the rest of its kontask: its beginning with it, the rest in pieces, so that no frame waits for megabytes. */
import type { CommandResult } from '../../preload/contract/commands';
import type { Kontask } from '../../preload/contract/shapes';
import { command } from './commands';

export type Held = CommandResult<'kontask.get'>;

/** Of an output so much is asked for first: more than a window shows. UTF-16 units, about. */
export const beginningChars = 32 * 1024;
/** The rest is asked for when that is drawn: on its way it would hold it up. */
export const restMs = 300;

/**
 * With all of its output. Rejects with KonsoleError: `conflict` where it was changed meanwhile. `isWanted` is asked before
 * each piece; undefined when it is not.
 */
export async function wholeHeld(
  { next, ...held }: Held,
  isWanted: () => boolean,
): Promise<Held | undefined> {
  const { kontask, rev } = held;
  const pieces = [kontask.context?.output ?? ''];
  for (let from = next; from !== undefined; ) {
    if (!isWanted()) return undefined;
    const piece = await command('kontask.output', { id: kontask.id, rev, from });
    pieces.push(piece.text);
    from = piece.next;
  }
  return isWanted() ? { ...held, kontask: withOutput(kontask, pieces.join('')) } : undefined;
}

const withOutput = (kontask: Kontask, output: string): Kontask => ({
  ...kontask,
  context: { ...kontask.context, output },
});
