import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createLaneTransports } from '../../main/konsole/lane-transports';
import { createSettingsFile } from '../../main/konsole/storage/settings-file';

function house() {
  const folder = mkdtempSync(join(tmpdir(), 'k-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'settings.json');
  const settings = createSettingsFile(file);
  const transports = createLaneTransports(settings);
  const heard: [string, string][] = [];
  transports.onSet((lane, transport) => void heard.push([lane, transport]));
  return { file, settings, transports, heard };
}

test('a lane hears that its transport is set, also to what it was, and nothing of other settings', async () => {
  const { settings, transports, heard } = house();
  expect(transports.wanted()).toEqual({ main: 'direct', quick: 'direct' });
  await settings.update({ lanes: { main: { transport: 'sse' } } });
  await settings.update({ theme: 'dark' });
  await settings.update({ lanes: { main: { hosts: 2 } } });
  await settings.update({ lanes: { main: { transport: 'sse' } } });
  expect(heard).toEqual([
    ['main', 'sse'],
    ['main', 'sse'],
  ]);
  expect(transports.wanted()).toEqual({ main: 'sse', quick: 'direct' });
});

test('a transport that is taken out of the settings or changed in the file is heard', async () => {
  const { file, settings, transports, heard } = house();
  await settings.update({ lanes: { main: { transport: 'sse' }, quick: { transport: 'sse' } } });
  await settings.update({ lanes: { main: null } });
  writeFileSync(file, JSON.stringify({ lanes: { quick: { transport: 'websocket' } } }));
  expect(transports.wanted()).toEqual({ main: 'direct', quick: 'websocket' });
  expect(heard.slice(2)).toEqual([
    ['main', 'direct'],
    ['quick', 'websocket'],
  ]);
});
