/** A silence of the provider's, for a person. Pure. */
import { seconds } from '../../ui/format';

/** Without its full stop. */
export function silenceWords(silentMs: number, alive: boolean | undefined): string {
  const span = seconds(silentMs);
  return alive
    ? `The provider keeps the connection open and has said nothing for ${span}`
    : `Nothing from the provider for ${span}`;
}

/** While it lasts. */
export const silenceSince = (
  { silentMs, at, alive }: { silentMs: number; at: number; alive?: true | undefined },
  now: number,
): string => silenceWords(silentMs + Math.max(0, now - at), alive);
