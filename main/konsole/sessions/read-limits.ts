/** What a turn's tools may not read, whatever the workspace is: the data folder, and the `read` denials of the settings. Pure. */
import type { TurnOrder } from '../host/protocol';

/** A rule is `tool` or `tool(pattern)`; a `read` denial binds `grep` and `glob` too. */
export function readLimits(
  home: string,
  deny: readonly string[],
): Required<Pick<TurnOrder, 'refused' | 'denyRead'>> {
  const denyRead = deny.flatMap((rule) => {
    if (rule.trim() === 'read') return ['**'];
    const pattern = /^\s*read\((.+)\)\s*$/.exec(rule)?.[1];
    return pattern === undefined ? [] : [pattern];
  });
  return { refused: [home], denyRead };
}
