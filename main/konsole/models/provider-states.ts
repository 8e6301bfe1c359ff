/** How it went when each provider was last asked in this run. Forgotten when its address, key or way there changes. */
import type { ProviderInfo, RateLimit } from '../../../preload/contract/shapes';
import type { ProviderAccess } from '../host/protocol';
import { houseOf, unknownKind } from '../providers/houses';
import type { Clock } from '../surroundings';

export type State = NonNullable<ProviderInfo['state']>;

/** `listed`: what it offers was asked; `answered`: a model was. */
type Asked = 'listed' | 'answered';

export interface ProviderStates {
  note(access: ProviderAccess, asked: Asked, outcome: Omit<State, 'at'>): void;
  limits(access: ProviderAccess, limits: readonly RateLimit[]): void;
  of(access: ProviderAccess): Pick<ProviderInfo, 'state' | 'limits'>;
  /** Grows when one answers otherwise than before; the time alone is no change. */
  rev(): number;
}

interface Kept {
  signature: string;
  asked?: Asked;
  state?: State;
  limits?: RateLimit[];
}

export function createProviderStates(clock: Clock, changed?: () => void): ProviderStates {
  let rev = 0;
  const kept = new Map<string, Kept>();
  const keptOf = (access: ProviderAccess): Kept => {
    const signature = JSON.stringify(access);
    const before = kept.get(access.id);
    return before?.signature === signature ? before : { signature };
  };
  return {
    note(access, asked, { ok, message, hint }) {
      const before = keptOf(access);
      // One that lists its models may still refuse to answer: that takes back no refusal.
      if (ok && asked === 'listed' && before.asked === 'answered') return;
      const state = { ok, at: clock.now(), message, ...(hint === undefined ? {} : { hint }) };
      kept.set(access.id, { ...before, asked, state });
      const was = before.state;
      if (was?.ok === ok && was.message === message && was.hint === hint) return;
      rev += 1;
      changed?.();
    },
    limits(access, limits) {
      if (limits.length > 0) kept.set(access.id, { ...keptOf(access), limits: [...limits] });
    },
    rev: () => rev,
    of(access) {
      if (!houseOf(access.kind)) {
        return { state: { ok: false, at: clock.now(), ...unknownKind(access.kind) } };
      }
      const { state, limits } = keptOf(access);
      return { ...(state ? { state } : {}), ...(limits ? { limits } : {}) };
    },
  };
}
