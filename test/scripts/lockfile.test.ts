/** What a bare clone needs of package.json and package-lock.json so that `npm ci` works anywhere. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface Entry {
  optionalDependencies?: Record<string, string>;
}

interface Manifest {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

const repo = join(import.meta.dirname, '..', '..');
const lockText = readFileSync(join(repo, 'package-lock.json'), 'utf8');

test('the lockfile has an entry for every optional package, other systems included', () => {
  const { packages } = JSON.parse(lockText) as { packages: Record<string, Entry> };
  const names = Object.values(packages).flatMap((entry) =>
    Object.keys(entry.optionalDependencies ?? {}),
  );
  expect(names.filter((name) => packages[`node_modules/${name}`] === undefined)).toEqual([]);
});

test('the lockfile names no address to fetch from', () => {
  expect(lockText).not.toContain('"resolved"');
});

test('every package is pinned to one version', () => {
  const text = readFileSync(join(repo, 'package.json'), 'utf8');
  const { dependencies, devDependencies } = JSON.parse(text) as Manifest;
  const versions = Object.entries({ ...dependencies, ...devDependencies });
  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

test('only what stays outside the bundle is a dependency of the packed app', () => {
  const text = readFileSync(join(repo, 'package.json'), 'utf8');
  const { dependencies } = JSON.parse(text) as Manifest;
  expect(Object.keys(dependencies)).toEqual(['@photostructure/sqlite', '@vscode/ripgrep']);
});
