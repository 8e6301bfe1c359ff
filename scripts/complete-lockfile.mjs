/**
 * Adds to package-lock.json what npm leaves out where a registry does not carry the packages of other
 * systems: without these entries `npm ci` refuses the lockfile. Run it after each `npm install`.
 * Such an entry has no integrity; it is only ever installed on the system it names.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const cpus = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'wasm32'];
const systems = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];

const added = [];
for (const entry of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const path = `node_modules/${name}`;
    if (lock.packages[path] !== undefined) continue;
    lock.packages[path] = describe(name, version, entry.dev === true);
    added.push(`${name}@${version}`);
  }
}
const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
lock.packages = Object.fromEntries(sorted);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length > 0 ? `added ${added.join(', ')}` : 'the lockfile is complete');

/** Reads system and processor from a name such as `@scope/binding-linux-arm64-musl`. */
function describe(name, version, dev) {
  const words = name.replace(/^.*\//, '').split('-');
  const cpu = cpus.find((one) => words.includes(one)) ?? 'arm';
  const os = systems.find((one) => words.includes(one));
  const libc = words.some((word) => word.startsWith('musl')) ? 'musl' : 'glibc';
  return {
    version,
    cpu: [cpu],
    ...(dev ? { dev: true } : {}),
    ...(os === 'linux' ? { libc: [libc] } : {}),
    optional: true,
    ...(os ? { os: [os] } : {}),
  };
}
