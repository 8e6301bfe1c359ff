/** What turns hear from their providers, kept with these as long as they are reached in the way in which the turn reached them. */
import type { ProviderAccess } from '../host/protocol';
import { houseOf } from '../providers/houses';
import type { ProviderNews } from '../pool/provider-news';
import type { Catalogue } from './catalogue';

export interface NewsDeps {
  catalogue: Pick<Catalogue, 'limitsTold' | 'askedTold'>;
  /** How a provider is reached now; undefined: it is in no settings any more. Never rejects. */
  accessNow: (provider: string) => Promise<ProviderAccess | undefined>;
}

export function createNews({ catalogue, accessNow }: NewsDeps): ProviderNews {
  /** In the order in which they were told. */
  let before: Promise<void> = Promise.resolve();
  function keep(access: ProviderAccess, note: () => void): void {
    if (houseOf(access.kind)?.scripted) return;
    before = before.then(async () => {
      const now = await accessNow(access.id);
      if (now && JSON.stringify(now) === JSON.stringify(access)) note();
    });
  }
  return {
    limits: (access, limits) => keep(access, () => catalogue.limitsTold(access, limits)),
    asked: (access, outcome) => keep(access, () => catalogue.askedTold(access, outcome)),
  };
}
