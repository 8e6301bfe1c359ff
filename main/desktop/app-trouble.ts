/** What is wrong with Konsole itself, in a few words for the tray; a turn that failed is no such thing. Pure. */
import type { Lane, PoolStatus } from '../../preload/contract/shapes';

/** An id of the desktop's notices → what the tray says of it. Others are news, and no trouble that lasts. */
const lasting: Readonly<Record<string, string>> = {
  'no-gateway': 'other programs cannot reach it; see Diagnostics',
};

const dead: Readonly<Record<Lane, string>> = {
  quick: 'no process for Quick Turn runs; it is tried again',
  main: 'no process for main turns runs; it is tried again',
};

/**
 * A lane whose every process is dead is in trouble: as long as one is warming, warm or at work, a turn gets its turn.
 * A lane with none at all has only not needed one yet.
 */
export function appTrouble(
  pool: PoolStatus | undefined,
  notices: readonly { id: string }[],
): string | undefined {
  for (const lane of ['quick', 'main'] as const) {
    const hosts = pool?.hosts.filter((host) => host.lane === lane) ?? [];
    if (hosts.length > 0 && hosts.every((host) => host.state === 'dead')) return dead[lane];
  }
  return notices
    .map(({ id }) => (Object.hasOwn(lasting, id) ? lasting[id] : undefined))
    .find((words) => words !== undefined);
}
