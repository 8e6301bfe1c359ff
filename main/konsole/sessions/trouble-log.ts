/** What a running turn tells of its provider's trouble, noted in the log where a person would look for it. */
import type { SessionEventBody } from '../../../preload/contract/events';
import type { Log } from '../types';

/** What fails is told by the host itself, which knows more of it; here stands what only the events say. */
export function noteTrouble(
  log: Log,
  about: { session: string; turn: string; model: string | undefined },
  bodies: readonly SessionEventBody[],
): void {
  for (const body of bodies) {
    if (body.type === 'turn.stalled') {
      const seconds = Math.round(body.silentMs / 1000);
      const how = body.alive ? 'is there and says nothing' : 'is silent';
      log.write('warn', 'provider', `The provider ${how} for ${seconds} s`, { ...about });
    } else if (body.type === 'turn.moved') {
      const { from, model, reason } = body;
      const told = { ...about, from, model, reason };
      log.write('warn', 'provider', 'Another model is asked in place of one that failed', told);
    }
  }
}
