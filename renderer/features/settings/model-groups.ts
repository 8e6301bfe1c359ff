/** Models by the provider that answers with them, the demo last and called what it is. Pure. */
import type { ModelInfo, ProviderInfo } from '../../../preload/contract/shapes';
import { isDemo, modelName } from '../../ui/format';

export interface ModelGroup {
  /** The provider's id. */
  provider: string;
  name: string;
  models: readonly ModelInfo[];
}

export function groupsOf(
  models: readonly ModelInfo[],
  providers: readonly ProviderInfo[] = [],
): ModelGroup[] {
  const ids = [...new Set(models.map((model) => model.provider))];
  return ids
    .toSorted((one, other) => Number(one === 'demo') - Number(other === 'demo'))
    .map((provider) => ({
      provider,
      name:
        provider === 'demo'
          ? 'Demo'
          : (providers.find((known) => known.id === provider)?.name ?? capital(provider)),
      models: models.filter((model) => model.provider === provider),
    }));
}

const capital = (id: string) => id.slice(0, 1).toUpperCase() + id.slice(1);

/** Within its group: the provider's name is not said again, that the demo is no AI is. */
export function optionName(model: ModelInfo): string {
  return model.name === '' ? modelName(model.id) : model.name;
}

/** What a chip says: the catalogue's name, else the id without its provider; the demo is "Demo". */
export function modelLabel(id: string, models: readonly ModelInfo[]): string {
  if (isDemo(id)) return 'Demo';
  const name = models.find((model) => model.id === id)?.name;
  return name === undefined || name === '' ? modelName(id) : name;
}
