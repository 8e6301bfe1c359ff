/**
 * What one host is warm for: the provider's code is loaded and a connection is open, for just this signature. Warmth
 * goes: a connection that nothing used is closed by one side or the other.
 */
import { houseOf } from '../providers/houses';
import type { Clock } from '../surroundings';
import { signatureOf, type Wanted } from './signature';

/** A connection that was not used for this long counts as closed: below the five minutes for which ours are kept. */
export const openMs = 4 * 60_000;

export interface Warmth {
  /** `<provider>/<model>` that it is warm for, or is being made warm for. */
  model(): string | undefined;
  isFor(signature: string): boolean;
  /** Its first order has no answer yet: it loads code, and may be deaf for that while. */
  isLoading(): boolean;
  /** Whether an order to warm is due; with `again`, also where it was given but has cooled, or had no success. */
  needs(wanted: Wanted, again: boolean): boolean;
  ordered(wanted: Wanted): void;
  /** The host's answer to the oldest order that has none yet. */
  answered(isOpen: boolean): void;
  /** A turn on it has heard from its provider. */
  used(wanted: Wanted): void;
}

interface Aim {
  signature: string;
  model: string;
  /** It opens no connection that could close. */
  lasts: boolean;
}

const aimOf = (wanted: Wanted): Aim => ({
  signature: signatureOf(wanted),
  model: `${wanted.provider.id}/${wanted.model}`,
  lasts: houseOf(wanted.provider.kind)?.scripted === true,
});

export function createWarmth(clock: Clock): Warmth {
  /** Orders without an answer, oldest first: a host takes them one by one. */
  const waiting: Aim[] = [];
  let loaded = false;
  let last: Aim | undefined;
  let warm: (Aim & { at: number }) | undefined;

  const isFor = (signature: string) =>
    warm !== undefined &&
    warm.signature === signature &&
    (warm.lasts || clock.now() - warm.at <= openMs);

  return {
    model: () => (warm ?? last)?.model,
    isFor,
    isLoading: () => !loaded && waiting.length > 0,
    needs(wanted, again) {
      const signature = signatureOf(wanted);
      if (last?.signature !== signature) return true;
      return again && waiting.length === 0 && !isFor(signature);
    },
    ordered(wanted) {
      last = aimOf(wanted);
      waiting.push(last);
    },
    answered(isOpen) {
      loaded = true;
      const aim = waiting.shift();
      // One that was overtaken by a later order says nothing of now.
      if (aim && waiting.length === 0) warm = isOpen ? { ...aim, at: clock.now() } : undefined;
    },
    used(wanted) {
      last = aimOf(wanted);
      warm = { ...last, at: clock.now() };
    },
  };
}
