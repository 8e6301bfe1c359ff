/** Files that lie beside the bundles and are no code of ours. */
import { copyFileSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const modules = fileURLToPath(new URL('../node_modules', import.meta.url));
const seccomp = (arch) => `@anthropic-ai/sandbox-runtime/vendor/seccomp/${arch}/apply-seccomp`;

/** By the name it has there. */
const files = {
  // The grammar of bash and what runs it; see main/konsole/permissions/shell-wasm.ts.
  'web-tree-sitter.wasm': 'web-tree-sitter/web-tree-sitter.wasm',
  'tree-sitter-bash.wasm': 'tree-sitter-bash/tree-sitter-bash.wasm',
  // Programs of the sandbox, one for each processor; only Linux has any.
  'apply-seccomp-x64': seccomp('x64'),
  'apply-seccomp-arm64': seccomp('arm64'),
};

/** A plugin: Vite leaves assets out of a build for Node, so they are copied once the bundle is written. */
export function besideMain(outDir) {
  return {
    name: 'beside-main',
    closeBundle() {
      for (const [name, from] of Object.entries(files)) {
        copyFileSync(join(modules, from), join(outDir, name));
      }
    },
  };
}

/** The page of a script that lies beside its source, as it is. */
export function pageBeside(file, name) {
  return {
    name: 'page-beside',
    generateBundle() {
      const source = readFileSync(join(dirname(file), name));
      this.emitFile({ type: 'asset', fileName: name, source });
    },
  };
}
