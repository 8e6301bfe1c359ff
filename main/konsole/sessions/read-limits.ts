/** What a turn's tools may not read, whatever the workspace is: the data folder, and the `read` denials of the settings. Pure. */
import type { TurnOrder } from '../host/protocol';
import { denyReadPatterns } from '../permissions/rules';

/** A rule is `tool` or `tool(pattern)`; a `read` denial binds `grep` and `glob` too. */
export function readLimits(
  home: string,
  deny: readonly string[],
): Required<Pick<TurnOrder, 'refused' | 'denyRead'>> {
  return { refused: [home], denyRead: denyReadPatterns(deny) };
}
