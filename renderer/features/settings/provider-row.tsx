/** One provider: where its key is, what its last test said, and what can be done about it. */
import { useState } from 'react';
import type { ProviderInfo } from '../../../preload/contract/shapes';
import { messageOf } from '../../stores/commands';
import { Button } from '../../ui/button';
import { Confirm } from '../../ui/dialog';
import { age } from '../../ui/format';
import { StatusDot } from '../../ui/status-dot';
import { toast } from '../../ui/toast';
import { useNow } from '../../ui/use-now';
import { KeyForm } from './key-form';
import {
  addProvider,
  dropProvider,
  removeKey,
  testProvider,
  useProviders,
} from './providers-store';
import type { TestResult } from './providers-store';
import { Row } from './section';

const host = (provider: ProviderInfo) =>
  provider.baseUrl ? provider.baseUrl.replace(/^https?:\/\//, '').replace(/\/$/, '') : undefined;

/** What is known of its key, in words. `good`: it can be used as it is. */
export function keyWords(provider: ProviderInfo): { good: boolean; text: string } {
  if (provider.kind === 'demo') return { good: true, text: 'scripted answers, no AI' };
  if (provider.found) return { good: true, text: 'found on this computer, not in use yet' };
  switch (provider.key) {
    case 'none-needed':
      return { good: true, text: 'needs no key' };
    case 'environment':
      return { good: true, text: `key from ${provider.keyEnv ?? 'the environment'}` };
    case 'store':
      return { good: true, text: 'key in the keychain' };
    case 'run':
      return { good: true, text: 'key for this run only' };
    case 'missing':
      return {
        good: false,
        text: provider.keyEnv
          ? `no key: paste one, or set ${provider.keyEnv} and restart`
          : 'no key: paste one',
      };
    case 'origin-changed':
      return {
        good: false,
        text: `its address changed to ${host(provider) ?? 'another one'}: paste the key again to use it there`,
      };
  }
}

type Asking = 'nothing' | 'key' | 'remove-key' | 'remove';

export function ProviderRow({ provider }: { provider: ProviderInfo }) {
  const [asking, setAsking] = useState<Asking>('nothing');
  const testing = useProviders((state) => state.testing.has(provider.id));
  const test = useProviders((state) => state.tests[provider.id]);
  const close = () => setAsking('nothing');
  const run = (work: Promise<unknown>) =>
    void work.catch((error: unknown) => toast({ message: messageOf(error), tone: 'bad' }));
  const hasKey = provider.key === 'store' || provider.key === 'run';
  const own = provider.kind !== 'demo' && !provider.found;
  const usable = provider.key !== 'missing' && provider.key !== 'origin-changed';

  return (
    <li aria-label={provider.name} className="space-y-2.5">
      <Row
        name={
          <>
            <span className="block font-medium text-ink">
              {provider.kind === 'demo' ? 'Demo' : provider.name}
            </span>
            {host(provider) && (
              <span className="block text-small text-ink-3">{host(provider)}</span>
            )}
          </>
        }
        actions={
          <>
            {provider.found && (
              <Button
                onClick={() => {
                  const { id, name, baseUrl } = provider;
                  run(
                    addProvider({
                      id,
                      kind: 'anthropic',
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
              <Button onClick={() => setAsking('key')}>
                {hasKey || provider.key === 'origin-changed' ? 'Replace key' : 'Set key'}
              </Button>
            )}
            {own && hasKey && (
              <Button tone="quiet" onClick={() => setAsking('remove-key')}>
                Remove key
              </Button>
            )}
            {own && provider.id !== 'anthropic' && (
              <Button tone="quiet" onClick={() => setAsking('remove')}>
                Remove
              </Button>
            )}
          </>
        }
      >
        <State provider={provider} test={test} />
      </Row>
      {asking === 'key' && (
        <div className="sm:ml-[162px]">
          <KeyForm
            provider={provider.id}
            label={`${provider.name} key`}
            keyEnv={provider.keyEnv}
            action="Save and test"
            takeFocus
            onDone={close}
            onCancel={close}
          />
        </div>
      )}
      <Confirm
        open={asking === 'remove-key'}
        title={`Remove the ${provider.name} key?`}
        description="Konsole forgets it. To use this provider again you paste it again."
        action="Remove key"
        onConfirm={() => run(removeKey(provider.id))}
        onClose={close}
      />
      <Confirm
        open={asking === 'remove'}
        title={`Remove ${provider.name}?`}
        description="Its address and its key are forgotten. Sessions that used it keep their text."
        action="Remove provider"
        onConfirm={() => run(dropProvider(provider))}
        onClose={close}
      />
    </li>
  );
}

function State({ provider, test }: { provider: ProviderInfo; test: TestResult | undefined }) {
  const now = useNow(test !== undefined, 30_000);
  const words = keyWords(provider);
  // A key that was never given is no failure.
  const wrong = !words.good && provider.key !== 'missing';
  if (test && !test.ok) {
    return (
      <p role="status" className="break-words text-bad">
        {test.message}
      </p>
    );
  }
  return (
    <p role="status" className={`break-words ${wrong ? 'text-bad' : 'text-ink-2'}`}>
      {!wrong && <StatusDot tone={words.good ? 'ok' : 'off'} className="mr-1.5 mb-px" />}
      {words.text}
      {test && (
        <>
          {' '}
          · {test.message.replace(/\.$/, '')} · checked {age(test.at, now)}
        </>
      )}
    </p>
  );
}
