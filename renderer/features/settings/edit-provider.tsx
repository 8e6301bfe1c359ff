/** Changing what a provider is called and how it is reached: its address, what lies on the way, its tier of service. */
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import type { ProviderHouse, ProviderInfo } from '../../../preload/contract/shapes';
import type { ProviderSettings } from '../../../preload/contract/settings';
import { Button } from '../../ui/button';
import { Field, Input } from '../../ui/field';
import { onEscape } from '../../ui/on-escape';
import { addressTrouble, plainAddress } from './address';
import { editProvider } from './providers-store';
import { settingsOfWay, troubleOfWay, wayOf, type WayTrouble } from './way';
import { WayFields } from './way-fields';

export interface EditProviderProps {
  provider: ProviderInfo;
  settings: ProviderSettings;
  house: ProviderHouse | undefined;
  onClose: () => void;
}

export function EditProvider({ provider, settings, house, onClose }: EditProviderProps) {
  const [name, setName] = useState(settings.name ?? '');
  const [address, setAddress] = useState(settings.baseUrl ?? '');
  const [way, setWay] = useState(() => wayOf(settings));
  const [wrong, setWrong] = useState<WayTrouble & { address?: string }>({});
  const [busy, setBusy] = useState(false);
  const own = house?.origin;
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);
  const moved = address.trim() !== (settings.baseUrl ?? '');
  const keyed = provider.key === 'store' || provider.key === 'run';

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    const ofAddress = address.trim() === '' && own ? undefined : addressTrouble(address);
    const trouble = { ...troubleOfWay(way), ...(ofAddress ? { address: ofAddress } : {}) };
    setWrong(trouble);
    if (Object.keys(trouble).length > 0) return;
    const { name: _name, baseUrl: _address, ...others } = settings;
    const { proxy: _proxy, certificates: _file, tier: _tier, ...rest } = others;
    setBusy(true);
    const done = await editProvider({
      ...rest,
      ...(name.trim() === '' ? {} : { name: name.trim() }),
      ...(address.trim() === '' ? {} : { baseUrl: moved ? plainAddress(address) : address.trim() }),
      ...settingsOfWay(way),
    });
    setBusy(false);
    if (done) onClose();
  };

  return (
    <form
      aria-label={`Edit ${provider.name}`}
      onSubmit={(event) => void submit(event)}
      ref={onEscape(onClose)}
      className="space-y-3 rounded-card border border-line p-4"
    >
      <Field label="Name" layout="row">
        <Input
          ref={first}
          value={name}
          maxLength={80}
          placeholder={(provider.id === provider.kind && house?.name) || provider.id}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <Field
        label="Address"
        layout="row"
        error={wrong.address}
        hint={
          moved && keyed
            ? 'The key stays bound to the old address: it is not sent to the new one until you paste it again.'
            : own && `Empty: ${own}`
        }
      >
        <Input
          value={address}
          spellCheck={false}
          placeholder={own}
          aria-invalid={wrong.address !== undefined}
          onChange={(event) => setAddress(event.target.value)}
          className="font-mono"
        />
      </Field>
      <WayFields way={way} tiers={house?.tiers} wrong={wrong} onChange={setWay} />
      <div className="flex justify-end gap-2">
        <Button tone="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" tone="primary" disabled={busy}>
          Save
        </Button>
      </div>
    </form>
  );
}
