/** Settings, group Models: which model works in main turns, which answers quickly, who is asked instead; the processes that run them. */
import { useEffect, useState } from 'react';
import type { ModelInfo, ProviderInfo } from '../../../preload/contract/shapes';
import { messageOf } from '../../stores/commands';
import {
  loadModels,
  updateSettings,
  useSettings,
  writeSettings,
} from '../../stores/settings-store';
import { demoLabel, isDemo, modelName } from '../../ui/format';
import { Field, Select } from '../../ui/field';
import { Fallback, MainFallback } from './fallback';
import { ModelPicker } from './model-picker';
import { PoolNumbers } from './pool-numbers';
import { useProviders } from './providers-store';
import { Section } from './section';

type Use = 'main' | 'quick';

export function Models() {
  useEffect(() => {
    void loadModels();
  }, []);
  return (
    <Section name="Models">
      <ModelField use="main" label="Main turns" />
      <ModelField use="quick" label="Quick turn" />
      <MainFallback />
      <Fallback />
      <PoolNumbers />
    </Section>
  );
}

function ModelField({ use, label }: { use: Use; label: string }) {
  const models = useSettings((state) => state.models);
  const providers = useProviders((state) => state.providers);
  const chosen = useSettings((state) => state.settings?.models[use]);
  const effective = useSettings((state) => state.effective?.[use]);
  const [error, setError] = useState<string>();
  if (chosen === undefined) return null;

  const choose = async (id: string): Promise<boolean> => {
    setError(undefined);
    try {
      await writeSettings({ models: { [use]: id } });
      return true;
    } catch (reason) {
      setError(messageOf(reason));
      return false;
    }
  };
  const hint = hintFor(chosen, effective, providers);
  return (
    <>
      <Field label={label} layout="row" error={error} hint={hint}>
        <ModelPicker
          lane={use}
          value={chosen}
          invalid={error !== undefined}
          onChoose={choose}
          onEdit={() => setError(undefined)}
        />
      </Field>
      <Effort model={models.find((model) => model.id === chosen)} label={label} />
    </>
  );
}

/** How much it is to think, in its own terms; nothing for a model that cannot be asked. */
function Effort({ model, label }: { model: ModelInfo | undefined; label: string }) {
  const chosen = useSettings((state) => (model ? state.settings?.models.efforts[model.id] : ''));
  if (!model?.efforts || model.efforts.length === 0) return null;
  return (
    <Field label="Effort" layout="row">
      <Select
        aria-label={`Effort, ${label.toLowerCase()}`}
        value={chosen ?? ''}
        onChange={({ target }) =>
          // Null takes the setting away.
          void updateSettings({ models: { efforts: { [model.id]: target.value || null } } })
        }
      >
        <option value="">As the model does by itself</option>
        {chosen && !model.efforts.includes(chosen) && <option value={chosen}>{chosen}</option>}
        {model.efforts.map((effort) => (
          <option key={effort} value={effort}>
            {effort}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function hintFor(
  chosen: string,
  effective: string | undefined,
  providers: readonly ProviderInfo[] | undefined,
): string | undefined {
  const provider = chosen.slice(0, chosen.indexOf('/'));
  if (providers && !isDemo(chosen) && !providers.some((known) => known.id === provider))
    return `There is no provider “${provider}”. Add it above, or choose another model.`;
  if (effective !== undefined && effective !== chosen) {
    const now = isDemo(effective) ? `“${demoLabel}”` : modelName(effective);
    return `Not usable yet: ${now} is in use now.`;
  }
  return isDemo(chosen) ? demoLabel : undefined;
}
