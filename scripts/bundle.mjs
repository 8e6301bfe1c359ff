/** One TypeScript file of the repository as something that plain Node can run: with all it imports, in one CommonJS file. */
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * @param {string} name of the bundle
 * @param {string} entry relative to the repository
 * @param {string} folder into which it is written
 * @returns {Promise<string>} the path of the bundle
 */
export async function bundle(name, entry, folder) {
  const { build } = await import('vite');
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir: folder,
      minify: false,
      target: 'node20',
      rolldownOptions: {
        input: { [name]: join(root, entry) },
        external: [/^node:/, ...builtinModules],
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  });
  return join(folder, `${name}.cjs`);
}
