/** Settings, group Providers: who answers, and with which key. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { usePool } from '../../stores/pool-store';
import { updateSettings, useSettings } from '../../stores/settings-store';
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
      {look !== undefined && (
        <label className="flex items-center gap-2 text-ink-2">
          <input
            type="checkbox"
            checked={look}
            onChange={(event) =>
              void updateSettings({ findLocalServers: event.target.checked }).then(loadProviders)
            }
            className="accent-main"
          />
          Look for Ollama, LM Studio and llama-server on this computer when no key is there
        </label>
      )}
    </Section>
  );
}
