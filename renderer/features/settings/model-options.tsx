/** Models as the options of a select, by provider. */
import type { Lane, ModelInfo } from '../../../preload/contract/shapes';
import { isDemo } from '../../ui/format';
import { groupsOf, optionName } from './model-groups';
import { useProviders } from './providers-store';

export function ModelOptions({ models, lane }: { models: readonly ModelInfo[]; lane: Lane }) {
  const providers = useProviders((state) => state.providers);
  return groupsOf(models, providers).flatMap((group) =>
    group.models.map((model) => (
      <option
        key={model.id}
        value={model.id}
        disabled={lane === 'main' && model.quickOnly !== undefined}
        title={lane === 'main' ? model.quickOnly : undefined}
      >
        {isDemo(model.id) ? model.name : `${optionName(model)} · ${group.name}`}
      </option>
    )),
  );
}
