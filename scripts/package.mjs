/**
 * `npm run package`: builds the app and packs it into release/. By default an unpacked folder for
 * this system (`dir`); `npm run package -- installers` makes what electron-builder.yml names, and
 * needs the current, stock Electron for it. `--out DIR` packs into another folder.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { findElectron } from './electron-runtime.mjs';
import { root, setUp } from './setup.mjs';

const installers = process.argv.includes('installers');
const outAt = process.argv.indexOf('--out');
const output = outAt < 0 ? undefined : process.argv[outAt + 1];

async function pack() {
  setUp();
  const { buildIfStale } = await import('./build.mjs');
  await buildIfStale();
  const electron = await findElectron();
  console.log(electron.source);
  if (installers && !electron.stock) {
    throw new Error(
      'Installers are made with the stock Electron only: this one is for development and tests. ' +
        'Run again where it can be downloaded.',
    );
  }
  const { build: packWith, Platform } = await import('electron-builder');
  const target = installers ? null : 'dir';
  await packWith({
    projectDir: root,
    targets: Platform.current().createTarget(target),
    publish: 'never',
    config: {
      ...(electron.stock ? {} : withOwnElectron(electron)),
      ...(output ? { directories: { output } } : {}),
    },
  });
}

function withOwnElectron(electron) {
  return {
    electronDist: electron.dist,
    electronVersion: electron.version,
    // The stand-in for Electron's default app is not part of the product.
    afterExtract: ({ appOutDir }) =>
      rm(join(appOutDir, 'resources', 'app'), { recursive: true, force: true }),
  };
}

try {
  await pack();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
