/** Servers on this computer: looked for, found with their models, or how to start one. */
import { useState } from 'react';
import type { ProviderInfo } from '../../../preload/contract/shapes';
import { loadModels, useSettings } from '../../stores/settings-store';
import { Button } from '../../ui/button';
import { Select } from '../../ui/field';
import { plural } from '../../ui/format';
import { useLate } from '../../ui/use-now';
import { optionName } from '../settings/model-groups';
import { loadProviders, useProviders } from '../settings/providers-store';

export interface LocalServersProps {
  busy: boolean;
  /** The model is one of the server's, where a person chose one. */
  onUse: (server: ProviderInfo, model?: string) => void;
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
      {found.length === 0 && (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <p role="status" className="min-w-0 flex-[1_1_300px] text-ink-2">
            {looking &&
              (late
                ? 'Looking for Ollama, LM Studio and llama-server on this computer…'
                : '\u00a0')}
            {!looking && trouble}
            {!looking && trouble === undefined && (
              <>
                No server answers. Start Ollama <Port number={11434} />, LM Studio{' '}
                <Port number={1234} /> or llama-server <Port number={8080} />, then look again.
              </>
            )}
          </p>
          {(providers !== undefined || trouble !== undefined) && button}
        </div>
      )}
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
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <span className="min-w-0 flex-[1_1_200px] break-words">
        {server.name}{' '}
        <span className="text-ink-3">
          answers at {server.baseUrl}
          {models.length > 0 && ` with ${plural(models.length, 'model')}`}
        </span>
      </span>
      {models.length > 1 && (
        <span className="w-[190px] max-w-full">
          <Select
            aria-label={`Model of ${server.name}`}
            value={chosen ?? models[0]?.id}
            onChange={(event) => setChosen(event.target.value)}
          >
            {models.map((model) => (
              <option key={model.id} value={model.id}>
                {optionName(model)}
              </option>
            ))}
          </Select>
        </span>
      )}
      {models.length === 1 && <code className="min-w-0 break-words">{models[0]?.name}</code>}
      <Button disabled={busy} onClick={() => onUse(server, chosen)}>
        Use {server.name}
      </Button>
    </div>
  );
}
