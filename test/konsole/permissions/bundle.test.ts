/** The grammar comes along with the built app, and a bundle for Node finds and loads it there. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterEach, beforeEach, expect, test } from 'vitest';

const main = join(process.cwd(), 'dist/main');
const names = ['web-tree-sitter.wasm', 'tree-sitter-bash.wasm'];
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'konsole-grammar-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the build puts the grammar beside the bundle', () => {
  for (const name of names) expect([name, existsSync(join(main, name))]).toEqual([name, true]);
});

test('a bundle as CommonJS parses with the grammar beside it, wherever it was started', async () => {
  const entry = join(folder, 'entry.ts');
  const room = join(process.cwd(), 'main/konsole/permissions/shell-wasm.ts');
  writeFileSync(
    entry,
    `import { loadShellParser, shellWasm } from ${JSON.stringify(room)};
    void loadShellParser(shellWasm()).then((shell) => process.stdout.write(JSON.stringify(shell('a && b'))));`,
  );
  await build({
    configFile: false,
    root: process.cwd(),
    publicDir: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: join(folder, 'out'),
      target: 'node20',
      rolldownOptions: {
        input: { entry },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
    ssr: { noExternal: true, target: 'node' },
  });
  for (const name of names) cpSync(join(main, name), join(folder, 'out', name));
  const { stdout, stderr } = spawnSync(process.execPath, [join(folder, 'out', 'entry.cjs')], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, commands: [{ text: 'a' }, { text: 'b' }] });
}, 60_000);
