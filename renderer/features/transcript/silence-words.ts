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

/** Why that need not be a fault. `here`: it is served on this computer; `first`: it has not said a word yet. */
export const stillWords = ({ here, first }: { here: boolean; first: boolean }): string =>
  here && first ? 'It may still be loading the model' : 'It may still be thinking';
