/** The import law bites: each test writes a small tree and asks what the law says about it. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const run = promisify(execFile);
const repo = join(import.meta.dirname, '..', '..');

/** What the law prints about a tree, one offence a line; an empty list when it is lawful. */
async function offences(tree: Record<string, string>): Promise<string[]> {
  const root = await mkdtemp(join(tmpdir(), 'konsole-law-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(tree)) {
    await mkdir(dirname(join(root, name)), { recursive: true });
    await writeFile(join(root, name), text);
  }
  return check(root);
}

async function check(root: string): Promise<string[]> {
  const script = join(repo, 'scripts', 'import-law.mjs');
  const { stdout } = await run(process.execPath, [script, root]).catch(
    (error: { code: number; stdout: string }) => {
      expect(error.code, error.stdout).toBe(1);
      return error;
    },
  );
  return stdout.trim().split('\n').slice(0, -1);
}

const forbidden: Array<[string, Record<string, string>, string]> = [
  [
    'a page that reaches into the main process',
    { 'renderer/a.ts': "import type { A } from '../main/konsole/types';" },
    'renderer/a.ts:1 imports ../main/konsole/types: renderer may not import base',
  ],
  [
    'the contract asking the engine',
    { 'preload/contract/a.ts': "\nimport { b } from '../../main/konsole/konsole';" },
    'preload/contract/a.ts:2 imports ../../main/konsole/konsole: contract may not import front',
  ],
  [
    'the engine knowing Electron',
    { 'main/konsole/journal/a.ts': "import { app } from 'electron';" },
    'main/konsole/journal/a.ts:1 imports electron: journal may not',
  ],
  [
    'the engine opening a socket',
    { 'main/konsole/sessions/a.ts': "import { createServer } from 'node:http';" },
    'main/konsole/sessions/a.ts:1 imports node:http: sessions may not',
  ],
  [
    'a house that loads its adapter where only facts of it are read',
    {
      'main/konsole/providers/a/house.ts':
        "import type { T } from '../types';\nexport const load = () => import('./adapter');\nimport { b } from './adapter';",
    },
    'main/konsole/providers/a/house.ts:3 imports more than types from ./adapter (providers): what is known of a house is light',
  ],
  [
    'a transport that is not a lane carrying a stream machine',
    { 'main/transport/hub.ts': "import { m } from '../../preload/stream/machine';" },
    'main/transport/hub.ts:1 imports ../../preload/stream/machine: transport may not import stream',
  ],
  [
    'a transport behind the front door',
    { 'main/transport/hub.ts': "import { m } from '../konsole/journal/journal';" },
    'main/transport/hub.ts:1 imports ../konsole/journal/journal: transport may not import journal',
  ],
  [
    'the shell joining itself to the engine',
    { 'main/desktop/tray.ts': "import type { K } from '../konsole/konsole';" },
    'main/desktop/tray.ts:1 imports ../konsole/konsole: desktop may not import front',
  ],
  [
    'a lower layer of the engine calling a higher one',
    { 'main/konsole/journal/a.ts': "import { s } from '../sessions/sessions';" },
    'main/konsole/journal/a.ts:1 imports ../sessions/sessions: journal may not import sessions',
  ],
  [
    'code of a host inside the main process',
    { 'main/konsole/pool/a.ts': "import { loop } from '../host/turn-loop';" },
    'main/konsole/pool/a.ts:1 imports ../host/turn-loop: pool may not import host',
  ],
  [
    'more than types of the host protocol',
    { 'main/konsole/pool/a.ts': "import { v } from '../host/protocol';" },
    'main/konsole/pool/a.ts:1 imports more than types from ../host/protocol',
  ],
  [
    'a host writing the journal by itself',
    { 'main/konsole/host/a.ts': "import { j } from '../journal/journal';" },
    'main/konsole/host/a.ts:1 imports ../journal/journal: host may not import journal',
  ],
  [
    'the headless root opening the desktop',
    { 'main/serve.ts': "const d = await import('./desktop/windows');" },
    'main/serve.ts:1 imports ./desktop/windows: serve-root may not import desktop',
  ],
  [
    'zod in a page',
    { 'renderer/a.tsx': "import { z } from 'zod';" },
    'renderer/a.tsx:1 imports zod: renderer may not',
  ],
  [
    'Node in the stream machine',
    { 'preload/stream/a.ts': "export { join } from 'node:path';" },
    'preload/stream/a.ts:1 imports node:path: stream also runs where there is no Node',
  ],
  [
    'a test inside the app',
    { 'main/konsole/konsole.ts': "import { f } from '../../test/fakes/clock';" },
    'main/konsole/konsole.ts:1 imports ../../test/fakes/clock: test/ is not part of the app',
  ],
];

for (const [name, tree, expected] of forbidden) {
  test(`the law forbids ${name}`, async () => {
    const found = await offences(tree);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });
}

test('the law finds zod behind a chain of files that a page imports', async () => {
  const found = await offences({
    'renderer/a.ts': "import { b } from '../preload/contract/b';",
    'preload/contract/b.ts': "export * from './c';",
    'preload/contract/c.ts': "import { z } from 'zod';\nexport const b = z.string();",
  });
  expect(found).toEqual([
    'renderer/a.ts:1 leads to zod over preload/contract/b.ts → preload/contract/c.ts: ' +
      'import its types alone, or a zod-free file',
  ]);
});

test('the law lets a page take types of a file with zod', async () => {
  const found = await offences({
    'renderer/a.ts': "import type { B } from '../preload/contract/b';",
    'preload/contract/b.ts': "import { z } from 'zod';\nexport type B = z.ZodString;",
  });
  expect(found).toEqual([]);
});

test('the law lets types of the host protocol cross the process boundary', async () => {
  const found = await offences({
    'main/konsole/pool/a.ts': "import type { ToHost } from '../host/protocol';",
    'main/konsole/host/protocol.ts': 'export type ToHost = { kind: string };',
  });
  expect(found).toEqual([]);
});

test('the law wants a file of more than 300 lines split', async () => {
  const found = await offences({ 'renderer/ui/long.css': 'a{}\n'.repeat(301) });
  expect(found).toEqual([
    'renderer/ui/long.css:301 has 301 lines; split it, a file stays below 300',
  ]);
});

test('the law leaves long fixtures alone', async () => {
  const found = await offences({ 'test/konsole/fixtures/long.ts': '//\n'.repeat(301) });
  expect(found).toEqual([]);
});

test('this tree keeps the law', async () => {
  expect(await check(repo)).toEqual([]);
});
