/** Loads the grammar of bash, and finds it where it came along with Konsole. */
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Language, type Node, Parser } from 'web-tree-sitter';
import { type ShellParser, shellParser } from './shell';

/** Path of a file or its bytes. */
type Wasm = string | Uint8Array;

/**
 * Milliseconds for one line. One of 20 000 characters that is a line takes about 50; to guess at what is none can take
 * the grammar half a minute. Cut off, it asks.
 */
const longest = 1_000;

/** The runtime of the parser and the grammar: beside the bundle, or in the repository. */
export function shellWasm(): { runtime: string; bash: string } {
  const names = { runtime: 'web-tree-sitter', bash: 'tree-sitter-bash' };
  // Bundled as CommonJS there is `__dirname`, dist/main; a plain module is run from the repository.
  const here = typeof __dirname === 'string' ? __dirname : undefined;
  const place = (name: string) => {
    const file = `${name}.wasm`;
    const beside = here === undefined ? undefined : join(here, file);
    return beside !== undefined && existsSync(beside)
      ? beside
      : join(process.cwd(), 'node_modules', name, file);
  };
  return { runtime: place(names.runtime), bash: place(names.bash) };
}

/** Takes about 100 ms. Rejects where a file is missing or is no such grammar. `now` in milliseconds. */
export async function loadShellParser(
  wasm: { runtime: Wasm; bash: Wasm },
  now: () => number = () => performance.now(),
): Promise<ShellParser> {
  const [runtime, bash] = await Promise.all([bytes(wasm.runtime), bytes(wasm.bash)]);
  // The bytes are given, so that the runtime does not look for a file by itself.
  await Parser.init({ wasmBinary: runtime });
  const parser = new Parser();
  parser.setLanguage(await Language.load(bash));
  const treeOf = <T>(line: string, read: (root: Node) => T): T | undefined => {
    const end = now() + longest;
    parser.reset();
    const tree = parser.parse(line, null, {
      progressCallback: ({ hasError }) => hasError || now() > end,
    });
    if (tree === null) return undefined;
    try {
      return read(tree.rootNode);
    } finally {
      tree.delete();
    }
  };
  return shellParser(treeOf);
}

async function bytes(wasm: Wasm): Promise<Uint8Array> {
  return typeof wasm === 'string' ? readFile(wasm) : wasm;
}
