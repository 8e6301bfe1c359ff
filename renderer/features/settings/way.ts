/** How a provider is reached and served, as a form has it: from its settings and back, and what is wrong with it. Pure. */
import type { ProviderSettings } from '../../../preload/contract/settings';
import { isWholePath } from '../../../preload/contract/ways';
import { plainAddress, proxyTrouble } from './address';

/** As typed; empty: not set. */
export interface Way {
  proxy: string;
  certificates: string;
  tier: string;
}

export type WayTrouble = Partial<Pick<Way, 'proxy' | 'certificates'>>;

export const wayOf = (settings: Partial<ProviderSettings>): Way => ({
  proxy: settings.proxy ?? '',
  certificates: settings.certificates ?? '',
  tier: settings.tier ?? '',
});

export function troubleOfWay({ proxy, certificates }: Way): WayTrouble {
  const ofProxy = proxyTrouble(proxy);
  const path = certificates.trim();
  return {
    ...(ofProxy ? { proxy: ofProxy } : {}),
    ...(path === '' || isWholePath(path)
      ? {}
      : { certificates: 'Give the whole path of the file, for example /etc/ssl/company.pem.' }),
  };
}

/** As it is written into the settings. */
export const settingsOfWay = ({
  proxy,
  certificates,
  tier,
}: Way): Pick<ProviderSettings, 'proxy' | 'certificates' | 'tier'> => ({
  ...(proxy.trim() === '' ? {} : { proxy: plainAddress(proxy) }),
  ...(certificates.trim() === '' ? {} : { certificates: certificates.trim() }),
  ...(tier === '' ? {} : { tier }),
});
