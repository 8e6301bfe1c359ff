/** One provider: where its key is, what its last test said, and what can be done about it. */
import { useRef, useState } from 'react';
import type { Settings } from '../../../preload/contract/settings';
import type { ProviderInfo } from '../../../preload/contract/shapes';
import { messageOf } from '../../stores/commands';
import { Button } from '../../ui/button';
import { Confirm } from '../../ui/dialog';
import { useSettings } from '../../stores/settings-store';
import { toast } from '../../ui/toast';
import { EditProvider } from './edit-provider';
import { KeyForm } from './key-form';
import {
  addProvider,
  dropProvider,
  removeKey,
  testProvider,
  useProviders,
} from './providers-store';
import { host, ProviderState } from './provider-state';
import { Row } from './section';

type Asking = 'nothing' | 'key' | 'edit' | 'remove-key' | 'remove';

export interface ProviderRowProps {
  provider: ProviderInfo;
  /** It was removed, and the focus has to go on somewhere. */
  onGone: () => void;
}

export function ProviderRow({ provider, onGone }: ProviderRowProps) {
  const [asking, setAsking] = useState<Asking>('nothing');
  const testing = useProviders((state) => state.testing.has(provider.id));
  const test = useProviders((state) => state.tests[provider.id]);
  const houses = useProviders((state) => state.houses);
  const written = useSettings((state) =>
    state.settings?.providers.find((other) => other.id === provider.id),
  );
  const house = houses?.find((other) => other.kind === provider.kind);
  const row = useRef<HTMLLIElement>(null);
  const opener = useRef<Element>(null);
  const ask = (what: Asking) => {
    opener.current = document.activeElement;
    setAsking(what);
  };
  const close = () => setAsking('nothing');
  /** A form goes with what had the focus. */
  const closeForm = () => {
    close();
    if (opener.current instanceof HTMLElement) opener.current.focus();
  };
  const uses = useSettings((state) => usesOf(provider.id, state.settings?.models));
  const run = (work: Promise<unknown>) =>
    void work.catch((error: unknown) => toast({ message: messageOf(error), tone: 'bad' }));
  const hasKey = provider.key === 'store' || provider.key === 'run';
  const own = provider.kind !== 'demo' && !provider.found;
  const usable = provider.key !== 'missing' && provider.key !== 'origin-changed';

  return (
    <li ref={row} aria-label={provider.name} className="space-y-2.5">
      <Row
        name={
          <>
            <span className="block font-medium text-ink">
              {provider.kind === 'demo' ? 'Demo' : provider.name}
            </span>
            {house && provider.kind !== 'demo' && (
              <span className="block text-small text-ink-3 first-letter:uppercase">
                {house.api}
              </span>
            )}
            {host(provider) && (
              <span className="block text-small text-ink-3">{host(provider)}</span>
            )}
            {provider.proxy && (
              <span className="block text-small text-ink-3">through {provider.proxy}</span>
            )}
            {written?.certificates && (
              <span className="block text-small break-all text-ink-3">
                trusts {written.certificates}
              </span>
            )}
          </>
        }
        under
        actions={
          <>
            {provider.found && (
              <Button
                onClick={() => {
                  const { id, name, baseUrl } = provider;
                  run(
                    addProvider({
                      id,
                      kind: provider.kind,
                      name,
                      key: 'none',
                      ...(baseUrl ? { baseUrl } : {}),
                    }),
                  );
                }}
              >
                Use it
              </Button>
            )}
            {own && usable && (
              <Button disabled={testing} onClick={() => run(testProvider(provider.id))}>
                {testing ? 'Testing…' : 'Test'}
              </Button>
            )}
            {own && provider.key !== 'none-needed' && (
              <Button onClick={() => ask('key')}>
                {hasKey || provider.key === 'origin-changed' ? 'Replace key' : 'Set key'}
              </Button>
            )}
            {own && hasKey && (
              <Button tone="quiet" onClick={() => ask('remove-key')}>
                Remove key
              </Button>
            )}
            {own && written && (
              <>
                <Button tone="quiet" onClick={() => ask('edit')}>
                  Edit
                </Button>
                <Button tone="quiet" onClick={() => ask('remove')}>
                  Remove provider
                </Button>
              </>
            )}
          </>
        }
      >
        <ProviderState provider={provider} test={test} />
      </Row>
      {asking === 'key' && (
        <div className="sm:ml-[162px]">
          <KeyForm
            provider={provider.id}
            label={`${provider.name} key`}
            keyEnv={provider.keyEnv}
            action="Save and test"
            takeFocus
            onDone={closeForm}
            onCancel={closeForm}
          />
        </div>
      )}
      {asking === 'edit' && written && (
        <EditProvider provider={provider} settings={written} house={house} onClose={closeForm} />
      )}
      <Confirm
        open={asking === 'remove-key'}
        title={`Remove the ${provider.name} key?`}
        description={`Konsole forgets it. ${
          provider.keyEnv
            ? `What ${provider.keyEnv} has is used then; where it has none, you paste a key again.`
            : 'To use this provider again you paste it again.'
        }`}
        action="Remove key"
        onConfirm={() =>
          run(
            removeKey(provider.id).then(() =>
              row.current?.querySelector<HTMLElement>('button')?.focus(),
            ),
          )
        }
        onClose={close}
      />
      <Confirm
        open={asking === 'remove'}
        title={`Remove ${provider.name}?`}
        description={`${hasKey ? 'Its address and its key are' : 'Its address is'} forgotten. Sessions that used it keep their text.${uses}`}
        action="Remove provider"
        onConfirm={() => run(dropProvider(provider).then((gone) => gone && onGone()))}
        onClose={close}
      />
    </li>
  );
}

/** What will not work any more without it, as a sentence after others; nothing where it is not in use. */
function usesOf(provider: string, models: Settings['models'] | undefined): string {
  if (!models) return '';
  const has = (...names: string[]) => names.some((name) => name.startsWith(`${provider}/`));
  const uses = [
    ...(has(models.main) ? ['main turns'] : []),
    ...(has(models.quick) ? ['quick turns'] : []),
    ...(has(...models.mainFallback, ...(models.fallback ?? [])) ? ['what is asked instead'] : []),
  ];
  return uses.length === 0
    ? ''
    : ` It is in use for ${uses.join(', ').replace(/, (?=[^,]*$)/, ' and ')}: choose others there, in Models.`;
}
