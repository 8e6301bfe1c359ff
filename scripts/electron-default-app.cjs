/**
 * Stands in for the default app that a stock Electron carries: `electron [switches] PATH` opens the
 * app at PATH. The npm-shipped runtime comes without one; scripts/electron-runtime.mjs puts this file
 * into it as resources/app/main.js. It understands what Electron's own does, as far as we need it:
 * `-r FILE` and `--require FILE`, other switches are skipped, the first plain argument is the app.
 */
const { app } = require('electron');
const Module = require('node:module');
const fs = require('node:fs');
const path = require('node:path');
const { pathToFileURL } = require('node:url');

function readCommandLine(argv) {
  const preload = [];
  for (let i = 1; i < argv.length; i += 1) {
    const argument = argv[i];
    if (argument === '-r' || argument === '--require') {
      i += 1;
      preload.push(argv[i]);
    } else if (!argument.startsWith('-')) {
      return { preload, appPath: path.resolve(argument) };
    }
  }
  return { preload, appPath: undefined };
}

function openApp(appPath) {
  Object.defineProperty(process, 'defaultApp', { enumerable: true, value: true });
  const manifestFile = path.join(appPath, 'package.json');
  if (fs.existsSync(manifestFile)) {
    const manifest = JSON.parse(fs.readFileSync(manifestFile, 'utf8'));
    const name = manifest.productName ?? manifest.name;
    if (manifest.version) app.setVersion(manifest.version);
    if (name) app.setName(name);
    app.setDesktopName(manifest.desktopName ?? `${name}.desktop`);
    app.setAppPath(appPath);
  } else {
    app.setAppPath(path.dirname(appPath));
  }
  const main = Module._resolveFilename(appPath, null, true);
  if (main.endsWith('.mjs')) return import(pathToFileURL(main).href);
  Module._load(main, Module, true);
  return undefined;
}

const { preload, appPath } = readCommandLine(process.argv);
for (const file of preload) require(path.resolve(file));
if (appPath === undefined) {
  process.stderr.write('Which app? Usage: electron [switches] PATH\n');
  app.exit(2);
} else {
  Promise.resolve()
    .then(() => openApp(appPath))
    .catch((error) => {
      process.stderr.write(`The app at ${appPath} could not be opened.\n${error.stack}\n`);
      app.exit(1);
    });
}
