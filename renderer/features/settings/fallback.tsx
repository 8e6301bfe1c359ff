/** Who is asked when a lane's model does not answer: whom Konsole chooses, nobody, or a list in a person's order. */
import { useState } from 'react';
import type { Lane } from '../../../preload/contract/shapes';
import { limits, settingBounds } from '../../../preload/contract/limits';
import { messageOf } from '../../stores/commands';
import { useSettings, writeSettings } from '../../stores/settings-store';
import { announce } from '../../ui/announce';
import { Field, Select } from '../../ui/field';
import { seconds } from '../../ui/format';
import { Segmented } from '../../ui/segmented';
import { FallbackRows } from './fallback-rows';
import { ModelOptions } from './model-options';
import { Row } from './section';
import { typed, TypedModel } from './typed-model';

type Way = 'auto' | 'none' | 'list';

const ways: ReadonlyArray<{ value: Way; label: string }> = [
  { value: 'auto', label: 'Automatic' },
  { value: 'none', label: 'Nobody' },
  { value: 'list', label: 'In this order' },
];

const does: Record<Way, string> = {
  auto: 'The main model, where another provider has it, then a server that was found on this computer. The answer says who gave it.',
  none: 'The question fails then, and says why.',
  list: `One after the other, each when the one before refused or was silent for ${seconds(limits.quickSilentMs)}. The answer says who gave it.`,
};

const noModels: readonly string[] = [];

/** A list of models in the settings: written whole each time, and what went wrong with that. */
function useWrittenList(name: 'fallback' | 'mainFallback', models: readonly string[]) {
  const [error, setError] = useState<string>();
  /** Null takes the setting away. Resolves to whether it is written. */
  const write = async (list: readonly string[] | null): Promise<boolean> => {
    setError(undefined);
    try {
      await writeSettings({ models: { [name]: list } });
      return true;
    } catch (reason) {
      setError(messageOf(reason));
      return false;
    }
  };
  const add = async (id: string): Promise<boolean> => {
    if (models.includes(id)) {
      setError('This model is in the list already.');
      return false;
    }
    if (!(await write([...models, id]))) return false;
    announce('Model added');
    return true;
  };
  return { error, clear: () => setError(undefined), write, add };
}

export function Fallback() {
  const known = useSettings((state) => state.settings?.models.fallback);
  /** The list was chosen and is empty yet: nothing is written until it has a model. */
  const [listing, setListing] = useState(false);
  const models = known ?? noModels;
  const { error, clear, write, add: put } = useWrittenList('fallback', models);
  const written: Way = !known ? 'auto' : known.length === 0 ? 'none' : 'list';
  const way = listing ? 'list' : written;

  const choose = async (next: Way) => {
    if (next === way) return;
    setListing(next === 'list');
    clear();
    if (next !== 'list' && next !== written) await write(next === 'auto' ? null : []);
  };
  const add = async (id: string) => {
    const done = await put(id);
    if (done) setListing(true);
    return done;
  };

  return (
    <>
      <Row name="If quick does not answer">
        <Segmented
          label="If the quick model does not answer"
          value={way}
          options={ways}
          onChange={(next) => void choose(next)}
        />
        <p className="mt-1 text-small text-ink-3">{does[way]}</p>
        {way === 'list' && <FallbackRows label="Asked instead" models={models} write={write} />}
        {way !== 'list' && error && (
          <p role="alert" className="mt-1 text-small text-bad">
            {error}
          </p>
        )}
      </Row>
      {way === 'list' && (
        <AddModel
          lane="quick"
          models={models}
          hint={
            models.length === 0
              ? `Until a model is added, ${written === 'none' ? 'nobody else is asked' : 'it stays automatic'}.`
              : undefined
          }
          error={error}
          onAdd={add}
        />
      )}
    </>
  );
}

/** Main turns go over to nobody until a model is in their list. */
export function MainFallback() {
  const models = useSettings((state) => state.settings?.models.mainFallback) ?? noModels;
  const { error, write, add } = useWrittenList('mainFallback', models);
  return (
    <>
      {models.length > 0 && (
        <Row name="If main does not answer">
          <FallbackRows label="Asked instead in main turns" models={models} write={write} />
        </Row>
      )}
      <AddModel
        lane="main"
        models={models}
        hint={
          models.length === 0
            ? 'Empty: a main turn goes over to nobody; it fails and says why.'
            : undefined
        }
        error={error}
        onAdd={add}
      />
    </>
  );
}

interface AddModelProps {
  lane: Lane;
  models: readonly string[];
  hint: string | undefined;
  error: string | undefined;
  /** Resolves to whether it is in the list now. */
  onAdd: (id: string) => Promise<boolean>;
}

function AddModel({ lane, models, hint, error, onAdd }: AddModelProps) {
  const all = useSettings((state) => state.models);
  const first = useSettings((state) => state.settings?.models[lane]);
  const [typing, setTyping] = useState(false);
  if (models.length >= settingBounds.fallbackModels)
    return (
      <Row name="Ask as well">
        <p className="text-ink-3">
          {settingBounds.fallbackModels} models are all there can be. Remove one to add another.
        </p>
      </Row>
    );
  const left = all.filter((model) => model.id !== first && !models.includes(model.id));
  const label = lane === 'main' ? 'If main fails, ask' : 'Ask as well';
  return (
    <Field label={label} layout="row" error={error} hint={hint}>
      {typing ? (
        <TypedModel
          start=""
          invalid={error !== undefined}
          onGive={async (id) => {
            if (await onAdd(id)) setTyping(false);
          }}
          onCancel={() => setTyping(false)}
        />
      ) : (
        <Select
          value=""
          onChange={({ target }) =>
            target.value === typed ? setTyping(true) : void onAdd(target.value)
          }
        >
          <option value="" disabled>
            Add a model…
          </option>
          <ModelOptions models={left} lane={lane} />
          <option value={typed}>Type another id…</option>
        </Select>
      )}
    </Field>
  );
}
