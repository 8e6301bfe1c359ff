/** Settings, group Providers: who answers, and with which key. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { usePool } from '../../stores/pool-store';
import { loadModels, updateSettings, useSettings } from '../../stores/settings-store';
import { Button } from '../../ui/button';
import { AddProvider } from './add-provider';
import { ProviderRow } from './provider-row';
import { loadProviders, useProviders } from './providers-store';
import { Section } from './section';

export function Providers() {
  const providers = useProviders((state) => state.providers);
  const trouble = useProviders((state) => state.trouble);
  const look = useSettings((state) => state.settings?.findLocalServers);
  const [adding, setAdding] = useState(false);
  const add = useRef<HTMLButtonElement>(null);
  /** The button was away while the form was there, and the focus goes back to it. */
  const goesBack = useRef(false);
  const shown = useCallback((button: HTMLButtonElement | null) => {
    add.current = button;
    if (button && goesBack.current) button.focus();
    goesBack.current = false;
  }, []);
  useEffect(() => {
    void loadProviders();
    // One answers otherwise than before: a turn was refused, or answered again.
    return usePool.subscribe(({ status }, { status: before }) => {
      if (status?.providersRev !== before?.providersRev) void loadProviders();
    });
  }, []);
  return (
    <Section name="Providers">
      {trouble && (
        <p role="alert" className="text-bad">
          {trouble}{' '}
          <Button size="small" onClick={() => void loadProviders()}>
            Try again
          </Button>
        </p>
      )}
      {providers && (
        <ul aria-label="Providers" className="space-y-3.5">
          {providers.map((provider) => (
            <ProviderRow
              key={provider.id}
              provider={provider}
              onGone={() => add.current?.focus()}
            />
          ))}
        </ul>
      )}
      {adding ? (
        <AddProvider
          onClose={() => {
            goesBack.current = true;
            setAdding(false);
          }}
        />
      ) : (
        <Button ref={shown} onClick={() => setAdding(true)}>
          Add provider
        </Button>
      )}
      {look !== undefined && <Look allowed={look} />}
    </Section>
  );
}

/** Whether servers of this computer are looked for, and a look at once: one may have been started since. */
function Look({ allowed }: { allowed: boolean }) {
  const found = useProviders((state) => state.providers?.some((provider) => provider.found));
  // Why there is no list stands above; whether one answers is not known then.
  const failed = useProviders((state) => state.trouble !== undefined);
  const [looking, setLooking] = useState(false);
  const [looked, setLooked] = useState(false);
  const now = () => {
    if (looking) return;
    setLooking(true);
    void lookForServers().finally(() => {
      setLooking(false);
      setLooked(true);
    });
  };
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
      <label className="flex items-center gap-2 text-ink-2">
        <input
          type="checkbox"
          checked={allowed}
          onChange={({ target }) =>
            void updateSettings({ findLocalServers: target.checked }).then(lookForServers)
          }
          className="accent-main"
        />
        Look for Ollama, LM Studio and llama-server on this computer when no key is there
      </label>
      {allowed && (
        // Not disabled: it keeps the focus of whoever pressed it.
        <Button size="small" aria-disabled={looking} onClick={now}>
          Look now
        </Button>
      )}
      <p role="status" className="text-small text-ink-2 empty:hidden">
        {allowed && looked && !looking && !found && !failed ? 'No other server answers.' : ''}
      </p>
    </div>
  );
}

const lookForServers = () => loadProviders(true).then(loadModels);
