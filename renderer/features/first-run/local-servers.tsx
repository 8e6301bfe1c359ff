/** Servers on this computer: looked for, found with their models, or how to start one. */
import { useState } from 'react';
import type { ModelInfo, ProviderInfo } from '../../../preload/contract/shapes';
import { loadModels, useSettings } from '../../stores/settings-store';
import { Button } from '../../ui/button';
import { Select } from '../../ui/field';
import { useLate } from '../../ui/use-now';
import { optionName } from '../settings/model-groups';
import { loadProviders, useProviders } from '../settings/providers-store';

export interface LocalServersProps {
  busy: boolean;
  /** The model is one of the server's. */
  onUse: (server: ProviderInfo, model: string) => void;
}

export function LocalServers({ busy, onUse }: LocalServersProps) {
  const providers = useProviders((state) => state.providers);
  const trouble = useProviders((state) => state.trouble);
  const allowed = useSettings((state) => state.settings?.findLocalServers ?? true);
  const [again, setAgain] = useState(false);
  const looking = again || (providers === undefined && trouble === undefined);
  const late = useLate(looking);
  const found = (providers ?? []).filter((provider) => provider.found);
  const look = () => {
    setAgain(true);
    void loadProviders(true)
      .then(loadModels)
      .finally(() => setAgain(false));
  };
  const button = (
    // Not disabled: it keeps the focus of whoever pressed it.
    <Button aria-disabled={looking} onClick={() => !looking && look()}>
      {trouble === undefined ? 'Look again' : 'Try again'}
    </Button>
  );
  if (!allowed) {
    return (
      <p className="text-ink-2">
        Looking for servers is switched off: <code>findLocalServers</code> in settings.json.
      </p>
    );
  }
  return (
    <>
      {found.map((server) => (
        <Found key={server.id} server={server} busy={busy} onUse={onUse} />
      ))}
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p role="status" className="min-w-0 flex-[1_1_300px] text-ink-2">
          {looking &&
            (late ? 'Looking for Ollama, LM Studio and llama-server on this computer…' : '\u00a0')}
          {!looking && trouble}
          {!looking && trouble === undefined && found.length === 0 && (
            <>
              No server answers. Start Ollama <Port number={11434} />, LM Studio{' '}
              <Port number={1234} /> or llama-server <Port number={8080} />, then look again.
            </>
          )}
        </p>
        {(providers !== undefined || trouble !== undefined) && button}
      </div>
    </>
  );
}

const Port = ({ number }: { number: number }) => (
  <span className="num whitespace-nowrap text-ink-3">(port {number})</span>
);

interface FoundProps {
  server: ProviderInfo;
  busy: boolean;
  onUse: LocalServersProps['onUse'];
}

function Found({ server, busy, onUse }: FoundProps) {
  const all = useSettings((state) => state.models);
  const models = all.filter((model) => model.provider === server.id);
  const [chosen, setChosen] = useState<string>();
  const main = models.find((model) => model.quickOnly === undefined);
  const model = models.find((one) => one.id === chosen) ?? main ?? models[0];
  return (
    <div className="space-y-1">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="min-w-0 flex-[1_1_200px] break-words">
          {server.name} <span className="text-ink-3">answers at {server.baseUrl}</span>
        </span>
        {models.length > 1 && (
          <span className="w-[190px] max-w-full">
            <Select
              aria-label={`Model of ${server.name}`}
              value={model?.id}
              onChange={(event) => setChosen(event.target.value)}
            >
              {models.map((one) => (
                <option key={one.id} value={one.id}>
                  {optionName(one)}
                </option>
              ))}
            </Select>
          </span>
        )}
        {models.length === 1 && <code className="min-w-0 break-words">{models[0]?.name}</code>}
        {model && (
          <Button disabled={busy} onClick={() => onUse(server, model.id)} className="ml-auto">
            Use {server.name}
          </Button>
        )}
      </div>
      <p className="text-small break-words text-ink-2 empty:hidden">{limitsOf(model, main)}</p>
    </div>
  );
}

/** What the one that is chosen will not do. */
function limitsOf(model: ModelInfo | undefined, main: ModelInfo | undefined): string {
  if (!model) return 'It has no model that answers in words: load one there, then look again.';
  if (model.quickOnly === undefined) return '';
  const instead = main
    ? `main turns use ${optionName(main)}`
    : 'for main turns, load another one there';
  return `${model.quickOnly} It answers quick turns alone; ${instead}.`;
}
