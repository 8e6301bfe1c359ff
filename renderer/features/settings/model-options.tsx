/** Models as the options of a select, by provider. */
import type { ModelInfo } from '../../../preload/contract/shapes';
import { isDemo } from '../../ui/format';
import { groupsOf, optionName } from './model-groups';
import { useProviders } from './providers-store';

export function ModelOptions({ models }: { models: readonly ModelInfo[] }) {
  const providers = useProviders((state) => state.providers);
  return groupsOf(models, providers).flatMap((group) =>
    group.models.map((model) => (
      <option key={model.id} value={model.id}>
        {isDemo(model.id) ? model.name : `${optionName(model)} · ${group.name}`}
      </option>
    )),
  );
}
