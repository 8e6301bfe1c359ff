/** An engine that cannot open leaves nothing behind. */
import { rmSync, writeFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
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
