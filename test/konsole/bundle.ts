/** Bundles a TypeScript entry for a real child process of a test: plain Node cannot run it as it is. */
import { symlinkSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Writes `<name>.cjs` into `folder`, which also gets a link to our packages; returns its path. */
export async function bundleForNode(entry: string, folder: string): Promise<string> {
  const name = basename(entry, '.ts');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['@photostructure/sqlite'] },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: false,
      minify: false,
      target: 'node20',
      rollupOptions: {
        input: { [name]: entry },
        external: [/^node:/, '@photostructure/sqlite', ...builtinModules],
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, `${name}.cjs`);
}
