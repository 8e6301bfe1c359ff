/** Adding a provider: of any house that Konsole speaks with, a known local server by name; its key is asked at once. */
import { useEffect, useRef, useState } from 'react';
import type { FormEvent } from 'react';
import type { LocalServer, ProviderHouse } from '../../../preload/contract/shapes';
import type { ProviderSettings } from '../../../preload/contract/settings';
import { Button } from '../../ui/button';
import { Field, Input, Select } from '../../ui/field';
import { useSettings } from '../../stores/settings-store';
import { onEscape } from '../../ui/on-escape';
import { addressTrouble, isLocal, plainAddress } from './address';
import { KeyForm } from './key-form';
import { addProvider, freeId, testProvider, useProviders } from './providers-store';
import { settingsOfWay, troubleOfWay, wayOf, type WayTrouble } from './way';
import { WayFields } from './way-fields';

interface Offer {
  value: string;
  label: string;
  house: ProviderHouse;
  name: string;
  /** Empty: it has none of its own, or the house's is meant. */
  address: string;
}

function offersOf(houses: readonly ProviderHouse[], localServers: readonly LocalServer[]): Offer[] {
  return [
    ...houses.map((house) => ({
      value: house.kind,
      label: house.name,
      house,
      name: house.origin === undefined ? '' : house.name,
      address: '',
    })),
    ...localServers.flatMap(({ id, kind, name, baseUrl }) => {
      const house = houses.find((one) => one.kind === kind);
      const label = `${name}, on this computer`;
      return house ? [{ value: `local:${id}`, label, house, name, address: baseUrl }] : [];
    }),
  ];
}

const none: readonly ProviderHouse[] = [];
const noServers: readonly LocalServer[] = [];
const noProviders: readonly ProviderSettings[] = [];

export function AddProvider({ onClose }: { onClose: () => void }) {
  const houses = useProviders((state) => state.houses) ?? none;
  const known = useSettings((state) => state.settings?.providers) ?? noProviders;
  const localServers = useProviders((state) => state.localServers) ?? noServers;
  const offers = offersOf(houses, localServers);
  const [value, setValue] = useState<string>();
  const offer = offers.find((one) => one.value === value) ?? offers[0];
  /** What was typed; absent: what the offer says. */
  const [typedName, setName] = useState<string>();
  const [typedAddress, setAddress] = useState<string>();
  const [way, setWay] = useState(() => wayOf({}));
  const [wrong, setWrong] = useState<WayTrouble & { address?: string }>({});
  const [busy, setBusy] = useState(false);
  const [added, setAdded] = useState<ProviderSettings>();
  const first = useRef<HTMLSelectElement>(null);
  useEffect(() => first.current?.focus(), []);
  if (!offer) return null;
  const { house } = offer;
  /** Where it is without an address. A server of this computer is never that of the house. */
  const own = offer.address === '' ? house.origin : undefined;
  const taken = known.map((other) => other.name ?? other.id);
  const name = typedName ?? freeName(offer.name, [...taken, ...ownNames(known, houses)]);
  const address = typedAddress ?? offer.address;

  if (added)
    return (
      <KeyForm
        provider={added.id}
        label={`${added.name ?? added.id} key`}
        keyEnv={added.keyEnv}
        action="Save and test"
        takeFocus
        onDone={onClose}
        onCancel={onClose}
      />
    );

  const choose = (next: string) => {
    setValue(next);
    setName(undefined);
    setAddress(undefined);
    setWay({ ...way, tier: '' });
    setWrong({});
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const bare = address.trim() === '' && own !== undefined;
    const ofAddress = bare ? undefined : addressTrouble(address);
    const trouble = { ...troubleOfWay(way), ...(ofAddress ? { address: ofAddress } : {}) };
    setWrong(trouble);
    if (Object.keys(trouble).length > 0 || busy) return;
    setBusy(true);
    const baseUrl = bare ? undefined : plainAddress(address);
    const shownName = (name.trim() || (baseUrl ? new URL(baseUrl).host : house.name)).slice(0, 80);
    // A server on this computer wants no key unless it says so; any other is asked for one at once.
    const local = baseUrl !== undefined && isLocal(baseUrl);
    const first = !known.some((other) => other.kind === house.kind);
    const provider: ProviderSettings = {
      id: freeId(
        shownName,
        known.map((other) => other.id),
      ),
      kind: house.kind,
      name: shownName,
      ...(baseUrl ? { baseUrl } : {}),
      ...(bare && first && house.keyVariable ? { keyEnv: house.keyVariable } : {}),
      ...(local ? { key: 'none' } : {}),
      ...settingsOfWay(way),
    };
    const done = await addProvider(provider);
    setBusy(false);
    if (!done) return;
    const found = useProviders.getState().providers?.find((other) => other.id === provider.id);
    if (!local && found?.key !== 'environment') return setAdded(provider);
    onClose();
    await testProvider(provider.id);
  };

  const hiddenWrong = wrong.proxy ?? wrong.certificates ?? (own && wrong.address);
  const addressField = (
    <Field
      label={own ? 'Another address' : 'Address'}
      layout="row"
      error={wrong.address}
      hint={own && `Empty: ${own}`}
    >
      <Input
        value={address}
        spellCheck={false}
        placeholder={own ?? 'https://'}
        aria-invalid={wrong.address !== undefined}
        onChange={(event) => setAddress(event.target.value)}
        className="font-mono"
      />
    </Field>
  );

  return (
    <form
      aria-label="Add provider"
      onSubmit={(event) => void submit(event)}
      ref={onEscape(onClose)}
      className="space-y-3 rounded-card border border-line p-4"
    >
      <Field label="Provider" layout="row" hint={`Speaks ${house.api}.`}>
        <Select ref={first} value={offer.value} onChange={(event) => choose(event.target.value)}>
          {offers.map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Name" layout="row">
        <Input
          value={name}
          maxLength={80}
          placeholder="My server"
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      {!own && addressField}
      <details open={hiddenWrong ? true : undefined}>
        <summary className="cursor-pointer text-ink-2">More</summary>
        <div className="mt-3 space-y-3">
          {own && addressField}
          <WayFields way={way} tiers={house.tiers} wrong={wrong} onChange={setWay} />
        </div>
      </details>
      <div className="flex justify-end gap-2">
        <Button tone="quiet" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" tone="primary" disabled={busy}>
          Add
        </Button>
      </div>
    </form>
  );
}

/** What providers without a name of their own are shown as. */
const ownNames = (known: readonly ProviderSettings[], houses: readonly ProviderHouse[]) =>
  known
    .filter((other) => other.name === undefined)
    .map((other) => houses.find((house) => house.kind === other.kind)?.name ?? other.id);

/** A second account of one house is told apart by its number until it gets a better name. */
function freeName(name: string, taken: readonly string[]): string {
  if (name === '' || !taken.includes(name)) return name;
  for (let count = 2; ; count += 1)
    if (!taken.includes(`${name} ${count}`)) return `${name} ${count}`;
}
