/** Adding a server that speaks Anthropic's API: the known local ones by name, any other by its address. */
import { useState } from 'react';
import type { FormEvent } from 'react';
import { Button } from '../../ui/button';
import { Field, Input, Select } from '../../ui/field';
import { addProvider, freeId, testProvider, useProviders } from './providers-store';

const presets = [
  { id: 'ollama', name: 'Ollama', baseUrl: 'http://127.0.0.1:11434' },
  { id: 'lm-studio', name: 'LM Studio', baseUrl: 'http://127.0.0.1:1234' },
  { id: 'llama-server', name: 'llama-server', baseUrl: 'http://127.0.0.1:8080' },
  { id: 'other', name: '', baseUrl: 'https://' },
] as const;

/** What is wrong with an address, or nothing. */
export function addressTrouble(address: string): string | undefined {
  let url: URL;
  try {
    url = new URL(address.trim());
  } catch {
    return 'Give the whole address, for example http://127.0.0.1:1234.';
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return 'The address begins with http:// or https://.';
  if (url.username !== '' || url.password !== '')
    return 'Leave user name and password out of the address.';
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    return 'A server on another computer needs https://, or anyone on the way could read the key and your text.';
  }
  return undefined;
}

/** The URL parser writes every spelling of an IPv4 address as four numbers. */
const isLoopback = (host: string) =>
  host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

export function AddProvider({ onClose }: { onClose: () => void }) {
  const [preset, setPreset] = useState<(typeof presets)[number]['id']>('ollama');
  const [name, setName] = useState<string>(presets[0].name);
  const [address, setAddress] = useState<string>(presets[0].baseUrl);
  const [trouble, setTrouble] = useState<string>();
  const [busy, setBusy] = useState(false);

  const choose = (id: string) => {
    const chosen = presets.find((other) => other.id === id);
    if (!chosen) return;
    setPreset(chosen.id);
    setName(chosen.name);
    setAddress(chosen.baseUrl);
    setTrouble(undefined);
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = addressTrouble(address);
    setTrouble(wrong);
    if (wrong || busy) return;
    setBusy(true);
    const url = new URL(address.trim());
    const taken = (useProviders.getState().providers ?? [])
      .filter((known) => !known.found)
      .map((known) => known.id);
    const shownName = name.trim() || url.host;
    const id = freeId(shownName, taken);
    const baseUrl = url.href.replace(/\/+$/, '');
    // A server on this computer wants no key unless it says so; any other gets one with Set key.
    const key = isLoopback(url.hostname) ? { key: 'none' } : {};
    const done = await addProvider({
      id,
      kind: 'anthropic',
      name: shownName.slice(0, 80),
      baseUrl,
      ...key,
    });
    setBusy(false);
    if (!done) return;
    onClose();
    if (isLoopback(url.hostname)) await testProvider(id);
  };

  return (
    <form
      aria-label="Add provider"
      onSubmit={(event) => void submit(event)}
      className="space-y-3 rounded-card border border-line p-4"
    >
      <Field label="Server" layout="row">
        <Select value={preset} onChange={(event) => choose(event.target.value)}>
          <option value="ollama">Ollama, on this computer</option>
          <option value="lm-studio">LM Studio, on this computer</option>
          <option value="llama-server">llama-server, on this computer</option>
          <option value="other">Another server that speaks Anthropic's API</option>
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
      <Field label="Address" layout="row" error={trouble}>
        <Input
          value={address}
          spellCheck={false}
          aria-invalid={trouble !== undefined}
          onChange={(event) => setAddress(event.target.value)}
          className="font-mono"
        />
      </Field>
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
