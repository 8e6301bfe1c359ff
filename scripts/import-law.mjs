/**
 * Checks the import law of scripts/rooms.mjs over a tree, and that no file outgrew 300 lines.
 * `node scripts/import-law.mjs [ROOT]` prints each offence as `file:line what, and why`.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { law, notShipped, packageLaw, rooms, withoutNode, withoutZod } from './rooms.mjs';

const folders = ['main', 'preload', 'renderer', 'scripts', 'test'];
const longest = 300;

/**
 * @typedef {{ file: string, line: number, message: string }} Offence `file` relative to the root
 * @typedef {{ name: string, line: number, typeOnly: boolean, later: boolean, target?: string }} Import `target` is
 * the file it leads to, relative to the root; absent for a package. `later`: by `import()`.
 */

/** @returns {Promise<{ files: number, offences: Offence[] }>} */
export async function checkImportLaw(root) {
  const files = folders.flatMap((folder) => list(root, join(root, folder)));
  const graph = new Map();
  const offences = [];
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8');
    const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
    if (lines > longest) {
      const message = `has ${lines} lines; split it, a file stays below ${longest}`;
      offences.push({ file, line: lines, message });
    }
    if (!/\.(ts|tsx|mjs|cjs)$/.test(file)) continue;
    const imports = await readImports(root, file, text);
    graph.set(file, imports);
    for (const found of imports) {
      const message = judge(file, found);
      if (message) offences.push({ file, line: found.line, message });
    }
  }
  return { files: files.length, offences: [...offences, ...hiddenZod(graph)] };
}

/** The offence of one import, or undefined when it is lawful. */
function judge(file, found) {
  const from = roomOf(file);
  if (found.target === undefined) return judgePackage(from, found);
  const to = roomOf(found.target);
  if (to === undefined) return undefined; // assets, the manifest
  if (from === to || notShipped.includes(from)) return undefined;
  if (notShipped.includes(to)) return `imports ${found.name}: ${to}/ is not part of the app`;
  const rule = law[from];
  if (rule === undefined) return `belongs to no room: name its room in scripts/rooms.mjs`;
  if (rule.may.includes(to)) return undefined;
  if (found.later && rule.later?.includes(to)) return undefined;
  if (rule.types?.includes(to)) {
    if (found.typeOnly) return undefined;
    return `imports more than types from ${found.name} (${to}): ${rule.why}`;
  }
  return `imports ${found.name}: ${from} may not import ${to}; ${rule.why}`;
}

function judgePackage(from, { name, typeOnly }) {
  const isNode = name.startsWith('node:') || builtinModules.includes(name);
  if (isNode && withoutNode.includes(from) && !typeOnly) {
    return `imports ${name}: ${from} also runs where there is no Node`;
  }
  const broken = packageLaw.find(
    (rule) =>
      rule.match.test(name) && (rule.rooms ? !rule.rooms.includes(from) : rule.not.includes(from)),
  );
  return broken && !notShipped.includes(from)
    ? `imports ${name}: ${from} may not; ${broken.why}`
    : undefined;
}

/** Value imports of pages and preloads that lead to zod over other files. */
function hiddenZod(graph) {
  const offences = [];
  for (const [file, imports] of graph) {
    if (!withoutZod.includes(roomOf(file))) continue;
    for (const found of imports) {
      if (found.typeOnly || found.target === undefined) continue;
      if (withoutZod.includes(roomOf(found.target))) continue; // told at that file itself
      const way = wayToZod(graph, found.target, new Set());
      if (!way) continue;
      const message = `leads to zod over ${way.join(' → ')}: import its types alone, or a zod-free file`;
      offences.push({ file, line: found.line, message });
    }
  }
  return offences;
}

function wayToZod(graph, file, seen) {
  if (seen.has(file)) return undefined;
  seen.add(file);
  for (const found of graph.get(file) ?? []) {
    if (found.typeOnly) continue;
    if (/^zod(\/|$)/.test(found.name)) return [file];
    const way = found.target && wayToZod(graph, found.target, seen);
    if (way) return [file, ...way];
  }
  return undefined;
}

/** @returns {Promise<Import[]>} */
async function readImports(root, file, text) {
  const { parseSync } = await import('vite');
  const { module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0].message}`);
  const found = [];
  const add = (name, start, typeOnly, later = false) => {
    const line = text.slice(0, start).split('\n').length;
    found.push({ name, line, typeOnly, later, target: resolve(root, file, name) });
  };
  for (const entry of module.staticImports) {
    const typeOnly = entry.entries.length > 0 && entry.entries.every((one) => one.isType);
    add(entry.moduleRequest.value, entry.start, typeOnly);
  }
  for (const entry of module.staticExports) {
    const requested = entry.entries.filter((one) => one.moduleRequest);
    if (requested.length === 0) continue;
    add(
      requested[0].moduleRequest.value,
      entry.start,
      requested.every((one) => one.isType),
    );
  }
  for (const { moduleRequest, start } of module.dynamicImports) {
    const literal = /^(['"`])([^'"`$]+)\1$/.exec(
      text.slice(moduleRequest.start, moduleRequest.end),
    );
    if (literal) add(literal[2], start, false, true);
  }
  // Not seen by the module record: `import('x').T` as a type, and require('x').
  for (const match of text.matchAll(/^(?!\s*(?:\/\/|\*)).*?\brequire\((['"])([^'"]+)\1\)/gm)) {
    add(match[2], match.index, false);
  }
  return found;
}

/** The file a relative import leads to, relative to the root; undefined for a package. */
function resolve(root, file, name) {
  if (!name.startsWith('.')) return undefined;
  const base = posix.normalize(posix.join(posix.dirname(file), name.replace(/\?.*$/, '')));
  const endings = ['', '.ts', '.tsx', '.mjs', '/index.ts', '/index.tsx'];
  const isFile = (path) => existsSync(path) && statSync(path).isFile();
  const ending = endings.find((one) => isFile(join(root, base + one)));
  return ending === undefined ? `${base}.ts` : base + ending;
}

function roomOf(file) {
  return rooms.find(([, pattern]) => pattern.test(file))?.[0];
}

function list(root, folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'fixtures' ? [] : list(root, path);
    const isSource = /\.(ts|tsx|mjs|cjs|css)$/.test(entry.name);
    return isSource ? [relative(root, path).split(sep).join('/')] : [];
  });
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const root = process.argv[2] ?? dirname(dirname(fileURLToPath(import.meta.url)));
  const { files, offences } = await checkImportLaw(root);
  for (const { file, line, message } of offences) console.log(`${file}:${line} ${message}`);
  console.log(`${files} files, ${offences.length} against the law`);
  process.exitCode = offences.length > 0 ? 1 : 0;
}
