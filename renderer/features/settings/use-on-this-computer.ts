/** Whether a model is served on this computer, where a server may have to load it before it can say a word. */
import { useEffect } from 'react';
import { isLocal } from './address';
import { loadProviders, useProviders } from './providers-store';

/** `<provider>/<model>`. False until it is known. */
export function useOnThisComputer(model: string | undefined): boolean {
  const providers = useProviders((state) => state.providers);
  const isLoaded = providers !== undefined;
  useEffect(() => {
    if (!isLoaded) void loadProviders();
  }, [isLoaded]);
  const id = model?.slice(0, model.indexOf('/'));
  const baseUrl = providers?.find((provider) => provider.id === id)?.baseUrl;
  return baseUrl !== undefined && isLocal(baseUrl);
}
