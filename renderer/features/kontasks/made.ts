/** Which kontask a tool call made or changed, read from the first line of what it printed. Pure. */
import type { Block } from '../../../preload/contract/shapes';
import { cutText, oneLine } from '../../../preload/contract/text';

export interface Made {
  id: string;
  title: string;
}

const tools: ReadonlySet<string> = new Set(['kontask_create', 'kontask_update']);
/** Longest first line that is looked at, UTF-16 units: an id, and a title at its longest. */
const longestLine = 700;

export const makesKontasks = ({ kind, name, status }: Block): boolean =>
  kind === 'tool' && name !== undefined && tools.has(name) && status === 'ok';

/** `kontask <id>: <title>`; anything else, and an output without its beginning, names none. */
export function madeBy(block: Block, output: Block | undefined): Made | undefined {
  if (!output || output.from || !makesKontasks(block)) return undefined;
  const [first = ''] = output.text.slice(0, longestLine).split('\n', 1);
  const [, id, title = ''] = /^kontask (\S{1,64}?): (.+)$/.exec(first.trimEnd()) ?? [];
  return id === undefined ? undefined : { id, title: cutText(oneLine(title), 160) };
}
