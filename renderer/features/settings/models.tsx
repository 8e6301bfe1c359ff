/** Settings, group Models: which model works in main turns and which answers quickly. */
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import type { ProviderInfo } from '../../../preload/contract/shapes';
import { command, messageOf } from '../../stores/commands';
import { loadModels, loadSettings, useSettings } from '../../stores/settings-store';
import { demoLabel, isDemo, modelName } from '../../ui/format';
import { Button } from '../../ui/button';
import { Field, Input, Select } from '../../ui/field';
import { groupsOf, optionName } from './model-groups';
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
    </Section>
  );
}

/** The choice that opens a field to type an id into. No model is called so. */
const typed = '\u0000typed';

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
      const current = useSettings.getState().settings?.models;
      await command('settings.update', { patch: { models: { ...current, [use]: id } } });
      await loadSettings();
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
          {groupsOf(models, providers).flatMap((group) =>
            group.models.map((model) => (
              <option key={model.id} value={model.id}>
                {isDemo(model.id) ? model.name : `${optionName(model)} · ${group.name}`}
              </option>
            )),
          )}
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

interface TypedModelProps {
  start: string;
  invalid: boolean;
  onGive: (id: string) => Promise<void>;
  onCancel: () => void;
}

function TypedModel({ start, invalid, onGive, onCancel }: TypedModelProps) {
  const [id, setId] = useState(start);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') void onGive(id.trim());
    else if (event.key === 'Escape') onCancel();
    else return;
    event.preventDefault();
  };
  return (
    <div className="flex gap-2">
      <Input
        ref={field}
        spellCheck={false}
        value={id}
        placeholder="provider/model"
        aria-invalid={invalid}
        onChange={(event) => setId(event.target.value)}
        onKeyDown={onKeyDown}
        className="flex-1 font-mono"
      />
      <Button onClick={() => void onGive(id.trim())}>Use</Button>
      <Button tone="quiet" onClick={onCancel}>
        Cancel
      </Button>
    </div>
  );
}
