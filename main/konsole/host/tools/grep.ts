/**
 * The tool `grep`: finds text in the files of the folder, with ripgrep. Capped, timed, killed on abort. Rows come in
 * the order of their paths, so that the same question has the same answer.
 */
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { relative, sep } from 'node:path';
import { cutText } from '../../../../preload/contract/text';
import { minimalEnv } from '../../folder/minimal-env';
import { ripgrepPath } from '../../folder/ripgrep';
import { failed, pathOf, type Tool, type ToolContext, type ToolResult } from './tool';
import {
  locate,
  openWorkspace,
  OutsideError,
  reason,
  systemPatterns,
  type Workspace,
} from '../../folder/workspace';

const maxMatches = 200;
const maxLineChars = 300;
const maxBytes = 50 * 1024;
const timeoutMs = 20_000;
/**
 * Ripgrep sorts only with one thread. Of three cores and more it gets all, and rows are sorted here: so many are
 * collected that the first ones by path are the same each time, except where there are still more.
 */
const maxUnsorted = 5_000;

export const grepTool: Tool = createGrep(availableParallelism());

/** `cores`: how many the machine has for it. */
export function createGrep(cores: number): Tool {
  const sorts = cores <= 2;
  return {
    name: 'grep',
    description:
      'Finds lines that match a regular expression (Rust syntax) in the files of the folder. ' +
      'Answers `path:line:text`, at most 200 matches. Leaves out what .gitignore names and binary files.',
    inputSchema: {
      type: 'object',
      properties: {
        pattern: {
          type: 'string',
          maxLength: 2000,
          description: 'Regular expression to look for.',
        },
        path: {
          type: 'string',
          description: 'File or folder to look in; the whole folder if absent.',
        },
        glob: {
          type: 'string',
          maxLength: 500,
          description: 'Only files that fit, such as `*.ts`.',
        },
        ignore_case: { type: 'boolean', description: 'True: upper and lower case are the same.' },
      },
      required: ['pattern'],
    },
    readOnly: true,
    sideEffects: false,
    prepare: (input, context) => ({
      summary: `Search ${cutText(String(input.pattern), 80)}${typeof input.path === 'string' ? ` in ${input.path}` : ''}`,
      run: () => grepFiles(input, context, sorts),
    }),
  };
}

async function grepFiles(
  input: Record<string, unknown>,
  context: ToolContext,
  sorts: boolean,
): Promise<ToolResult> {
  try {
    const workspace = await openWorkspace(context);
    const place = await locate(workspace, pathOf(input));
    const options = ['--null', '--line-number', '--no-heading', '--with-filename', '--color=never'];
    options.push('--no-config', '--no-require-git', '--hidden', '--max-filesize=20M');
    if (sorts) options.push('--sort=path');
    if (input.ignore_case === true) options.push('--ignore-case');
    if (typeof input.glob === 'string') options.push(`--glob=${input.glob}`);
    // The last of several wins: what is left out stays out whatever is asked for.
    options.push('--glob=!.git', '--glob=!node_modules');
    for (const folder of systemPatterns(workspace.root)) options.push(`--glob=!/${folder}`);
    const target = place.path === '' ? '.' : `./${place.path}`;
    const args = [...options, '--regexp', String(input.pattern), '--', target];
    return await search(args, workspace, context, sorts ? maxMatches + 1 : maxUnsorted);
  } catch (error) {
    context.signal.throwIfAborted();
    if (error instanceof OutsideError) return failed(error.message, 'refused');
    return failed(`The search could not run: ${reason(error)}.`, 'not run');
  }
}

interface Row {
  path: string;
  line: number;
  text: string;
}

interface Found {
  rows: Row[];
  /** So many are enough. */
  enough: number;
}

function search(
  args: string[],
  workspace: Workspace,
  context: ToolContext,
  enough: number,
): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(ripgrepPath(), args, {
      cwd: workspace.root,
      env: minimalEnv(process.env),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const found: Found = { rows: [], enough };
    let rest = '';
    let errors = '';
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, timeoutMs);
    const onAbort = () => child.kill('SIGKILL');
    context.signal.addEventListener('abort', onAbort, { once: true });
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = (lines.pop() ?? '').slice(0, 100_000);
      for (const line of lines) take(found, line, workspace);
      if (found.rows.length >= enough) child.kill('SIGKILL');
    });
    child.stderr.setEncoding('utf8');
    child.stderr.on('data', (text: string) => {
      if (errors.length < 2000) errors += text;
    });
    const settle = () => {
      clearTimeout(timer);
      context.signal.removeEventListener('abort', onAbort);
    };
    child.on('error', (error) => {
      settle();
      reject(error);
    });
    child.on('close', (code) => {
      settle();
      if (context.signal.aborted) reject(context.signal.reason);
      else resolve(toResult(found, code, errors, late));
    });
  });
}

function take(found: Found, line: string, workspace: Workspace): void {
  if (found.rows.length >= found.enough || line === '') return;
  const [name, hit] = line.split('\0');
  if (name === undefined || hit === undefined) return;
  const path = relative('.', name).split(sep).join('/');
  if (workspace.hides(path)) return;
  const text = cutText(`${path}:${hit.replace(/\r$/, '')}`, path.length + maxLineChars);
  found.rows.push({ path, line: Number.parseInt(hit, 10), text });
}

/** Folder by folder, as ripgrep sorts: `a/b` stands before `a-b`. */
function byPlace(one: Row, other: Row): number {
  if (one.path === other.path) return one.line - other.line;
  const [a, b] = [one.path.replaceAll('/', '\0'), other.path.replaceAll('/', '\0')];
  return a < b ? -1 : 1;
}

function toResult(
  { rows: all }: Found,
  code: number | null,
  errors: string,
  late: boolean,
): ToolResult {
  if (code === 2 && all.length === 0) {
    return failed(`The search failed: ${cutText(errors.trim(), 500)}`, 'not run');
  }
  if (all.length === 0) {
    const text = late ? '(nothing found within 20 seconds)' : '(no match)';
    return { ok: true, text, summary: 'no match', ...(late ? { truncated: true } : {}) };
  }
  const rows: string[] = [];
  const files = new Set<string>();
  let bytes = 0;
  for (const { path, text } of all.sort(byPlace)) {
    bytes += Buffer.byteLength(text) + 1;
    if (rows.length >= maxMatches || bytes > maxBytes) break;
    rows.push(text);
    files.add(path);
  }
  const full = rows.length < all.length;
  const matches = rows.length === 1 ? '1 match' : `${rows.length}${full ? '+' : ''} matches`;
  const summary = `${matches} in ${files.size === 1 ? '1 file' : `${files.size} files`}`;
  if (!full && !late) return { ok: true, text: rows.join('\n'), summary };
  const why = late ? 'The search was stopped after 20 seconds' : 'There are more matches';
  const text = [...rows, '', `(${why}; use a narrower pattern, path or glob.)`].join('\n');
  return { ok: true, text, summary, truncated: true };
}
