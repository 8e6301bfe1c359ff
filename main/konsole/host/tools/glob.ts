/** The tool `glob`: finds files by name, newest first where the file system tells, ignore files respected. */
import { stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { ignoredFolders, readIgnoreFiles } from './ignore-files';
import { failed, pathOf, type Tool, type ToolContext, type ToolResult } from './tool';
import {
  locate,
  openWorkspace,
  OutsideError,
  reason,
  systemPatterns,
} from '../../folder/workspace';

const maxShown = 500;
/** A walk over a whole disk ends here. */
const timeoutMs = 20_000;
/** A walk that lists more files than this is not sorted by time: asking each would take longer than it helps. */
const maxStat = 5_000;

export const globTool: Tool = {
  name: 'glob',
  description:
    'Lists files of the folder whose path fits a pattern such as `**/*.ts` or `src/**/test-*.js`, ' +
    'newest first, at most 500. Leaves out what .gitignore names, node_modules and .git.',
  inputSchema: {
    type: 'object',
    properties: {
      pattern: { type: 'string', maxLength: 1000, description: 'Pattern with *, **, ? and {a,b}.' },
      path: { type: 'string', description: 'Folder to look in; the whole folder if absent.' },
    },
    required: ['pattern'],
  },
  readOnly: true,
  sideEffects: false,
  prepare: (input, context) => ({
    summary: `List ${String(input.pattern)}${typeof input.path === 'string' ? ` in ${input.path}` : ''}`,
    run: () => globFiles(input, context),
  }),
};

async function globFiles(
  input: Record<string, unknown>,
  context: ToolContext,
): Promise<ToolResult> {
  const pattern = String(input.pattern);
  if (pattern.includes('..') || /^([\\/]|[A-Za-z]:)/.test(pattern)) {
    return failed(
      'A pattern is relative to the folder and has no "..". Use `path` for a folder.',
      'refused',
    );
  }
  const late = AbortSignal.timeout(timeoutMs);
  try {
    const workspace = await openWorkspace(context);
    const place = await locate(workspace, pathOf(input));
    // A host that starts in the cold does not wait for it.
    const { glob } = await import('tinyglobby');
    const found = await glob(pattern, {
      cwd: place.real,
      dot: true,
      onlyFiles: true,
      followSymbolicLinks: false,
      expandDirectories: false,
      ignore: [
        '**/node_modules/**',
        '**/.git/**',
        ...systemPatterns(place.real).map((folder) => `${folder}/**`),
        ...(await ignoredFolders(place.real)),
      ],
      signal: AbortSignal.any([context.signal, late]),
    });
    context.signal.throwIfAborted();
    if (late.aborted) return tooSlow();
    const ignored = readIgnoreFiles(workspace.root);
    const paths: string[] = [];
    for (const name of found) {
      const path = relative(workspace.root, join(place.real, name)).split(sep).join('/');
      if (path.startsWith('..') || workspace.hides(path)) continue;
      if (!(await ignored.ignores(path))) paths.push(path);
    }
    const sorted = await newestFirst(workspace.root, paths);
    const shown = sorted.slice(0, maxShown);
    const files = `${paths.length.toLocaleString('en')} file${paths.length === 1 ? '' : 's'}`;
    if (paths.length === 0) return { ok: true, text: '(no file fits)', summary: 'no file' };
    if (shown.length === paths.length) return { ok: true, text: shown.join('\n'), summary: files };
    shown.push('', `(The first ${maxShown} of ${files}; use a narrower pattern for the rest.)`);
    return { ok: true, text: shown.join('\n'), summary: files, truncated: true };
  } catch (error) {
    context.signal.throwIfAborted();
    if (late.aborted) return tooSlow();
    if (error instanceof OutsideError) return failed(error.message, 'refused');
    return failed(`The folder ${reason(error)}.`, 'not readable');
  }
}

const tooSlow = () =>
  failed(
    'The folder is too large to list within 20 seconds. Use `path` or a narrower pattern.',
    'too slow',
  );

async function newestFirst(root: string, paths: string[]): Promise<string[]> {
  paths.sort();
  if (paths.length > maxStat) return paths;
  const times = new Map<string, number>();
  await Promise.all(
    paths.map(async (path) => {
      const found = await stat(join(root, path)).catch(() => undefined);
      times.set(path, Math.floor((found?.mtimeMs ?? 0) / 1000));
    }),
  );
  return paths.sort((a, b) => (times.get(b) ?? 0) - (times.get(a) ?? 0) || (a < b ? -1 : 1));
}
