/** Kontasks as the turn that asked for them shows them: what can be picked and what was, and nothing long beside it. Pure. */
import type { Kontask, KontaskOfTurn } from '../../../preload/contract/shapes';

/** So much is told of them together, and of the first one in any case: UTF-16 units of JSON. */
const mostChars = 512 * 1024;

/** In the order they come, read one by one, until they are enough. */
export function toldOfTurn(kontasks: Iterable<Kontask>): KontaskOfTurn[] {
  const told: KontaskOfTurn[] = [];
  let chars = 0;
  for (const { id, status, title, context: { choices, chosen } = {} } of kontasks) {
    const one = { id, status, title, ...(choices && { choices }), ...(chosen && { chosen }) };
    chars += JSON.stringify(one).length;
    if (told.length > 0 && chars > mostChars) break;
    told.push(one);
  }
  return told;
}
