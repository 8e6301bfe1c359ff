/** Opening the engine: one that cannot open leaves nothing behind, and what can wait does. */
import { rmSync, writeFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { startFakeAnthropic } from '../fakes/anthropic';
import { createFakeHosts } from './support/fake-hosts';
import { newFolder, openTested, workerFile } from './support/konsole';

const beside = `${workerFile}.broken-reader.cjs`;
afterEach(() => rmSync(beside, { force: true }));

test('a journal that can be written and not read ends the hosts, and can be opened again', async () => {
  const home = newFolder();
  const hosts = createFakeHosts();
  const words = JSON.stringify({
    t: 'failed',
    failure: { code: 'internal', message: 'no reader' },
  });
  writeFileSync(
    beside,
    `const { parentPort, workerData } = require('node:worker_threads');
    if (workerData.role === 'writer') require(${JSON.stringify(workerFile)});
    else { parentPort.postMessage(${words}); parentPort.on('message', ({ t }) => t === 'close' && parentPort.close()); }`,
  );
  const opening = openTested({ home, startHost: hosts.start, journalWorker: beside });
  await expect(opening).rejects.toThrow('no reader');
  expect(hosts.all.length).toBeGreaterThan(0);
  expect(hosts.all.every((host) => host.killed)).toBe(true);
  const again = await openTested({ home, noHosts: true });
  expect(await again.ask('session.list', {})).toEqual({ sessions: [] });
});

test("a provider's client is loaded when the first window can be typed in, and not before", async () => {
  const fake = await startFakeAnthropic();
  let settle = () => {};
  const settled = new Promise<void>((resolve) => {
    settle = resolve;
  });
  const provider = { id: 'fake', kind: 'anthropic', baseUrl: fake.url, keyEnv: 'FAKE_KEY' };
  const konsole = await openTested({
    noHosts: true,
    settled,
    env: { KONSOLE_NO_LOCAL: '1', FAKE_KEY: 'sk-ant-test' },
    settings: { providers: [provider] },
  });
  let listed = false;
  const listing = konsole.ask('model.list', {}).finally(() => {
    listed = true;
  });
  await konsole.ask('session.list', {});
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(listed).toBe(false);
  settle();
  const { models } = await listing;
  expect(models.some((model) => model.provider === 'fake')).toBe(true);
  await fake.close();
});
