/** Settings, group Models: which model works in main turns, which answers quickly, who is asked instead; the processes that run them. */
import { useEffect, useState } from 'react';
import type { ProviderInfo } from '../../../preload/contract/shapes';
import { messageOf } from '../../stores/commands';
import { loadModels, useSettings, writeSettings } from '../../stores/settings-store';
import { demoLabel, isDemo, modelName } from '../../ui/format';
import { Field, Select } from '../../ui/field';
import { Fallback } from './fallback';
import { ModelOptions } from './model-options';
import { PoolNumbers } from './pool-numbers';
import { useProviders } from './providers-store';
import { Section } from './section';
import { typed, TypedModel } from './typed-model';

type Use = 'main' | 'quick';

export function Models() {
  useEffect(() => {
    void loadModels();
  }, []);
  return (
    <Section name="Models">
      <ModelField use="main" label="Main turns" />
      <ModelField use="quick" label="Quick turn" />
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
  const [typing, setTyping] = useState(false);
  const [error, setError] = useState<string>();
  if (chosen === undefined) return null;

  const choose = async (id: string) => {
    setError(undefined);
    try {
      await writeSettings({ models: { [use]: id } });
      setTyping(false);
    } catch (reason) {
      setError(messageOf(reason));
    }
  };
  const hint = hintFor(chosen, effective, providers);
  const known = models.some((model) => model.id === chosen);
  return (
    <Field label={label} layout="row" error={error} hint={hint}>
      {typing ? (
        <TypedModel
          start={chosen}
          invalid={error !== undefined}
          onGive={choose}
          onCancel={() => setTyping(false)}
        />
      ) : (
        <Select
          value={chosen}
          aria-invalid={error !== undefined}
          onChange={(event) =>
            event.target.value === typed ? setTyping(true) : void choose(event.target.value)
          }
        >
          {!known && <option value={chosen}>{chosen}</option>}
          <ModelOptions models={models} />
          <option value={typed}>Type another id…</option>
        </Select>
      )}
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
    return `The provider “${provider}” is not here any more. Choose another model.`;
  if (effective !== undefined && effective !== chosen) {
    const now = isDemo(effective) ? `“${demoLabel}”` : modelName(effective);
    return `Not usable yet: ${now} is in use now.`;
  }
  return isDemo(chosen) ? demoLabel : undefined;
}
