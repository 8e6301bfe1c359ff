/** The first screen: a key, a server on this computer, or the demo; and the folder to work in. No account. */
import { Check, CircleAlert } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import type { ProviderHouse, ProviderInfo } from '../../../preload/contract/shapes';
import { Button } from '../../ui/button';
import { demoLabel } from '../../ui/format';
import { KeyForm } from '../settings/key-form';
import { loadProviders, useProviders } from '../settings/providers-store';
import type { TestResult } from '../settings/providers-store';
import { WorkspaceRow } from '../settings/workspace';
import { loadModels } from '../../stores/settings-store';
import {
  addHouse,
  chooseDemo,
  chooseHouse,
  chooseLocalServer,
  leaveFirstRun,
  providerOf,
} from './choices';
import { LocalServers } from './local-servers';

export interface FirstRunProps {
  /** It was left, and need not come again. */
  onLeave?: () => void;
}

export function FirstRun({ onLeave }: FirstRunProps) {
  const providers = useProviders((state) => state.providers);
  const houses = useProviders((state) => state.houses);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    void loadProviders().then(loadModels);
  }, []);

  /** Does what a door promised, then leaves; stays when it failed, which was said. */
  const leave = (work: () => Promise<boolean | void>) => {
    setBusy(true);
    void work()
      .then(async (done) => {
        if (done === false) return;
        await leaveFirstRun();
        onLeave?.();
      })
      .finally(() => setBusy(false));
  };

  return (
    <main aria-label="First run" className="h-full overflow-y-auto">
      <div className="mx-auto max-w-[640px] px-6 py-6 max-[560px]:px-4">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h1 className="text-page font-semibold">Set up Konsole</h1>
          <Button tone="quiet" disabled={busy} onClick={() => leave(async () => true)}>
            Set up later
          </Button>
        </div>
        <p className="mt-1 text-ink-2">
          No account is needed. What you write goes to the provider you choose here, and nowhere
          else.
        </p>
        {houses
          ?.filter((house) => house.keyVariable !== undefined && house.origin !== undefined)
          .map((house) => (
            <Door key={house.kind} title={house.name}>
              <HouseKey
                house={house}
                provider={providerOf(house, providers)}
                busy={busy}
                onUse={() => leave(() => chooseHouse(house))}
              />
            </Door>
          ))}
        <Door title="On this computer">
          <LocalServers
            busy={busy}
            onUse={(server, model) => leave(() => chooseLocalServer(server, model))}
          />
        </Door>
        <Door title="No key at hand">
          <div className="flex flex-wrap items-center justify-between gap-2">
            <span className="text-ink-2">{demoLabel}. Its tools really read the folder below.</span>
            <Button disabled={busy} onClick={() => leave(chooseDemo)}>
              Try the demo
            </Button>
          </div>
        </Door>
        <Door title="Folder">
          <WorkspaceRow name="Work in" />
          <p className="text-small text-ink-2">
            Konsole reads in this folder, and asks before it changes a file or runs a command.
          </p>
        </Door>
      </div>
    </main>
  );
}

function Door({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="mt-4 border-t border-line-soft pt-3.5">
      <h2 className="mb-1.5 text-[14.5px] font-semibold">{title}</h2>
      <div className="space-y-2">{children}</div>
    </section>
  );
}

/** A house that is not among the providers yet is put there when a person turns to it. */
function HouseKey({ house, ...rest }: { house: ProviderHouse } & Omit<KeyProps, 'name'>) {
  const [adding, setAdding] = useState(false);
  /** The button goes, and its focus with it. */
  const [turned, setTurned] = useState(false);
  if (rest.provider) return <Key name={house.name} takeFocus={turned} {...rest} />;
  const add = () => {
    setAdding(true);
    setTurned(true);
    void addHouse(house)
      .then(() => loadProviders())
      .finally(() => setAdding(false));
  };
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <span className="text-ink-2">With a key of your {house.name} account.</span>
      <Button disabled={adding} onClick={add}>
        Use {house.name}
      </Button>
    </div>
  );
}

interface KeyProps {
  /** The house's. */
  name: string;
  provider: ProviderInfo | undefined;
  takeFocus?: boolean;
  busy: boolean;
  onUse: () => void;
}

function Key({ name, provider, takeFocus = false, busy, onUse }: KeyProps) {
  const [result, setResult] = useState<TestResult>();
  const there =
    provider !== undefined && provider.key !== 'missing' && provider.key !== 'origin-changed';
  const start = (
    <Button tone="primary" disabled={busy} onClick={onUse}>
      Start
    </Button>
  );
  if (result?.ok) {
    return (
      <Said good text={result.message}>
        {start}
      </Said>
    );
  }
  return (
    <>
      {there && !result && (
        <Said
          good
          text={
            provider.key === 'environment'
              ? `A key was found in ${provider.keyEnv ?? 'the environment'}.`
              : 'A key is there already.'
          }
        >
          {start}
        </Said>
      )}
      {result && (
        <Said good={false} text={result.message}>
          <Button disabled={busy} onClick={onUse}>
            Use it anyway
          </Button>
        </Said>
      )}
      <KeyForm
        provider={provider?.id ?? ''}
        label={there ? 'Another key' : `${name} key`}
        keyEnv={provider?.keyEnv}
        action="Use this key"
        takeFocus={takeFocus}
        quietly
        onDone={setResult}
      />
    </>
  );
}

function Said({ good, text, children }: { good: boolean; text: string; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <p
        role={good ? 'status' : 'alert'}
        className={`flex min-w-0 items-start gap-2 ${good ? 'text-ink' : 'text-bad'}`}
      >
        {good ? (
          <Check size={15} aria-hidden className="mt-[3px] shrink-0 text-ok" />
        ) : (
          <CircleAlert size={15} aria-hidden className="mt-[3px] shrink-0" />
        )}
        <span className="min-w-0 break-words">{text}</span>
      </p>
      {children}
    </div>
  );
}
