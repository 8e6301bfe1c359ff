import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createSettingsRev, type SettingsNow } from '../../../main/konsole/models/settings-rev';
import { openTested } from '../support/konsole';

const patience = { timeout: 10_000 };

test('another revision is told when the settings or what turns use became others, and else none', () => {
  let now: SettingsNow = { settings: {}, effective: { main: 'a/x', quick: 'a/y' } };
  const rev = createSettingsRev(() => now);
  expect([rev(), rev()]).toEqual([1, 1]);
  now = { ...now, effective: { main: 'a/x', quick: 'b/z' } };
  expect([rev(), rev()]).toEqual([2, 2]);
  now = { ...now, effective: { ...now.effective } };
  expect(rev()).toBe(2);
  now = { ...now, settings: {} };
  expect([rev(), rev()]).toEqual([3, 3]);
});

test('windows are told of a change of the settings, whether by a command or in the file', async () => {
  const konsole = await openTested({ noHosts: true });
  const get = () => konsole.ask('settings.get', {});
  const { rev: first } = await get();
  const told: (number | undefined)[] = [];
  konsole.feed.onPool(({ settingsRev }) => told.push(settingsRev));
  await konsole.ask('settings.update', { patch: { theme: 'dark' } });
  await vi.waitFor(() => expect(told.at(-1)).toBeGreaterThan(first), patience);
  const { rev: second } = await get();
  expect(told.at(-1)).toBe(second);
  const file = join(konsole.home, 'settings.json');
  writeFileSync(file, readFileSync(file, 'utf8').replace('"dark"', '"light" '));
  const third = await get();
  expect(third.settings.theme).toBe('light');
  expect(third.rev).toBeGreaterThan(second);
  await vi.waitFor(() => expect(told.at(-1)).toBe(third.rev), patience);
});
