/**
 * The one build script: vite builds of each part (main, preload, renderer, output) into dist/. Each goes to a
 * temporary folder first and is then swapped in, under a lock, so that a running app or another test
 * run never sees half a build. A part is built again only when its sources changed.
 */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { besideMain, pageBeside } from './beside.mjs';
import { lock } from './build-lock.mjs';
import { withoutHttp2 } from './without-http2.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

/** Every entry of the app, by the name of its bundle. */
export const entries = {
  main: {
    main: 'main/main.ts',
    serve: 'main/serve.ts',
    host: 'main/konsole/host/host.ts',
    'journal-worker': 'main/konsole/journal/worker.ts',
    'import-worker': 'main/konsole/kontasks/import-worker.ts',
    cli: 'main/cli.ts',
  },
  preload: {
    'main-window': 'preload/main-window.ts',
    'quick-window': 'preload/quick-window.ts',
  },
  renderer: {
    'main-window': 'renderer/main-window/index.html',
    'quick-window': 'renderer/quick-window/index.html',
  },
  output: {
    diagram: 'renderer/output/diagram.ts',
    kontask: 'renderer/output/kontask.ts',
  },
};

/** What a part is made from; a change there makes it stale. */
const sources = {
  main: ['main', 'preload'],
  preload: ['preload'],
  renderer: ['renderer', 'preload'],
  output: ['renderer/output', 'renderer/features/markdown/safe-link.ts'],
};
const own = ['build.mjs', 'beside.mjs', 'without-http2.mjs'].map((name) => `scripts/${name}`);
const common = [...own, 'package-lock.json', 'tsconfig.json'];

/** Packages that stay outside the main bundle: native binaries, and Electron itself. */
const external = ['electron', '@photostructure/sqlite', '@vscode/ripgrep'];
const parts = /** @type {Array<keyof typeof entries>} */ (Object.keys(entries));

/**
 * Builds the parts named by `only` (all by default), whether stale or not.
 * @param {{ only?: typeof parts, watch?: (part: string) => void, strict?: boolean, quiet?: boolean }}
 * [options] `watch`: keep building on change and say each finished part; `strict`: a missing entry is
 * an error (default) or left out with a warning.
 * @returns {Promise<Array<{ close(): Promise<void> }>>} the watchers, when watching
 */
export async function build({ only = parts, watch, strict = true, quiet = false } = {}) {
  const vite = await import('vite');
  const watchers = [];
  for (const part of only) {
    const found = presentEntries(part, strict);
    if (Object.keys(found).length === 0) continue;
    const started = performance.now();
    if (watch) {
      for (const config of await configs(part, found, join(dist, part), quiet)) {
        // No app is to be started anew for the commands of the terminal.
        const tells = config.build.rolldownOptions.input.cli === undefined;
        watchers.push(await watchBuild(vite, config, () => tells && watch(part)));
      }
      continue;
    }
    const release = await lock(dist);
    try {
      await buildOnce(vite, part, found, quiet);
    } finally {
      await release();
    }
    if (!quiet) console.log(`built ${part} in ${Math.round(performance.now() - started)} ms`);
  }
  return watchers;
}

/** Builds what is stale. @returns {Promise<string[]>} the parts that were built */
export async function buildIfStale({ only = parts, strict = true, quiet = false } = {}) {
  const stale = only.filter((part) => readStamp(part) !== fingerprint(part));
  if (stale.length > 0) await build({ only: stale, strict, quiet });
  return stale;
}

async function buildOnce(vite, part, found, quiet) {
  const stamp = fingerprint(part); // before the build: a change during it makes the part stale again
  const fresh = join(dist, `.${part}-${process.pid}`);
  const old = join(dist, `.${part}-${process.pid}-old`);
  try {
    for (const config of await configs(part, found, fresh, quiet)) {
      await forPeople(() => vite.build(config));
    }
    if (existsSync(join(dist, part))) await rename(join(dist, part), old);
    await rename(fresh, join(dist, part));
    await writeFile(stampFile(part), stamp);
  } finally {
    await rm(fresh, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}

/** A test run says NODE_ENV=test, and Vite keeps it: that would be React's development build, which is far slower. */
async function forPeople(build) {
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  try {
    await build();
  } finally {
    if (NODE_ENV === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = NODE_ENV;
  }
}

async function configs(part, found, outDir, quiet) {
  const shared = {
    configFile: false,
    root,
    publicDir: false,
    clearScreen: false,
    logLevel: quiet ? 'error' : 'warn',
  };
  const output = { format: 'cjs', entryFileNames: '[name].cjs' };
  const build = { outDir, emptyOutDir: false, minify: false, sourcemap: true, target: 'node20' };
  if (part === 'main') {
    // Chunks lie beside the entries, so that __dirname is dist/main in all of them.
    output.chunkFileNames = 'chunk-[name]-[hash].cjs';
    output.minify = { compress: true, mangle: false, codegen: { removeWhitespace: true } };
    // The terminal's commands are one file with nothing of the engine in it: they start at once.
    const { cli, ...input } = absolute(found);
    const bundle = (plugins, own) => {
      const rolldownOptions = { output, external: isExternal, onLog, ...own };
      return { ...shared, plugins, build: { ...build, ssr: true, rolldownOptions }, ssr: bundled };
    };
    return [
      bundle([besideMain(outDir), withoutHttp2], { input }),
      bundle([], { input: { cli }, output: { ...output, codeSplitting: false } }),
    ];
  }
  if (part === 'preload') {
    // One file each: a sandboxed preload cannot require its neighbours.
    return Object.entries(absolute(found)).map(([name, file]) => {
      const rolldownOptions = {
        input: { [name]: file },
        output: { ...output, codeSplitting: false },
        external: ['electron'],
      };
      const target = 'chrome130';
      return { ...shared, build: { ...build, ssr: true, target, rolldownOptions }, ssr: bundled };
    });
  }
  if (part === 'output') {
    // One classic script per page: in its sandbox it has no origin that could load a module.
    return Object.entries(absolute(found)).map(([name, file]) => ({
      ...shared,
      plugins: [pageBeside(file, `${name}.html`)],
      build: {
        outDir,
        emptyOutDir: false,
        target: 'chrome130',
        chunkSizeWarningLimit: 8000,
        rolldownOptions: {
          input: { [name]: file },
          checks: { emptyImportMeta: false }, // vite's own, in a branch that is never taken
          output: { format: 'iife', entryFileNames: '[name].js', codeSplitting: false },
        },
      },
    }));
  }
  const { default: react } = await import('@vitejs/plugin-react');
  const { default: tailwind } = await import('@tailwindcss/vite');
  return [
    {
      ...shared,
      root: join(root, 'renderer'),
      base: './',
      plugins: [react(), tailwind()],
      build: {
        outDir,
        emptyOutDir: false,
        target: 'chrome130',
        assetsInlineLimit: 0, // the CSP allows no data: fonts or scripts
        modulePreload: { polyfill: false }, // it would be an inline script
        chunkSizeWarningLimit: 2000,
        rolldownOptions: { input: absolute(found) },
      },
      worker: { format: 'es' }, // a grammar is a chunk that is loaded when it is needed
    },
  ];
}

/** The runtime of the shell parser has an `eval` for grammars that bring code along; ours brings none. All else is said. */
function onLog(level, log, say) {
  const where = `${log.id ?? ''} ${log.loc?.file ?? ''} ${log.message}`;
  if (log.code === 'EVAL' && where.includes('web-tree-sitter')) return;
  say(level, log);
}

const bundled = { noExternal: true, external, target: 'node' };

function isExternal(id) {
  if (id === 'node:http2') return false; // see withoutHttp2
  const isOurs = external.some((name) => id === name || id.startsWith(`${name}/`));
  return isOurs || id.startsWith('node:') || builtinModules.includes(id);
}

async function watchBuild(vite, config, finished) {
  const watcher = await vite.build({ ...config, build: { ...config.build, watch: {} } });
  watcher.on('event', (event) => {
    if (event.code === 'BUNDLE_END') finished();
    if (event.code === 'ERROR') console.error(event.error?.message ?? event.error);
  });
  return watcher;
}

function presentEntries(part, strict) {
  const all = Object.entries(entries[part]);
  const missing = all.filter(([, file]) => !existsSync(join(root, file))).map(([, file]) => file);
  if (missing.length > 0) {
    const message = `Missing entries of the ${part} build: ${missing.join(', ')}`;
    if (strict) throw new Error(message);
    console.warn(message);
  }
  return Object.fromEntries(all.filter(([, file]) => !missing.includes(file)));
}

function absolute(found) {
  return Object.fromEntries(Object.entries(found).map(([name, file]) => [name, join(root, file)]));
}

function stampFile(part) {
  return join(dist, `.${part}-stamp`);
}

/** Of the sources that the finished build was made from; undefined when there is none. */
function readStamp(part) {
  const isThere = existsSync(join(dist, part)) && existsSync(stampFile(part));
  return isThere ? readFileSync(stampFile(part), 'utf8') : undefined;
}

/** A hash over path, size and time of everything that goes into a part. */
function fingerprint(part) {
  const hash = createHash('sha256');
  for (const name of [...sources[part], ...common]) walk(join(root, name), hash);
  return hash.digest('hex');
}

function walk(path, hash) {
  if (!existsSync(path)) return;
  const { mtimeMs, size } = statSync(path);
  if (statSync(path).isDirectory()) {
    for (const name of readdirSync(path).sort()) walk(join(path, name), hash);
  } else {
    hash.update(`${relative(root, path)} ${size} ${mtimeMs}\n`);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const only = process.argv.slice(2).filter((name) => parts.includes(name));
  await build(only.length > 0 ? { only } : {}).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
