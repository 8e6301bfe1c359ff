/**
 * `settings.json`: read by its schema, patched without losing what this program does not know, written whole
 * or not at all. A person may edit the file at any time; the next read notices.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname } from 'node:path';
import { KonsoleError } from '../../../preload/contract/errors';
import type { Settings } from '../../../preload/contract/settings';
import { isJsonObject, type JsonObject, mergePatch } from './merge-patch';
import { type Checked, checkSettings, firstNewProblem, type Problem } from './settings-check';

export interface SettingsFile {
  /** What holds now, and what in the file is wrong and replaced by its default. Never throws. */
  get(): Checked;
  /**
   * Merges `patch` into the file: objects merge, lists replace, null removes. Patches are written one after
   * another. Rejects with `invalid` naming the field, or `internal` when the file cannot be written.
   */
  update(patch: JsonObject): Promise<Settings>;
  /** Called after an update, with its patch, and when a read finds the file changed by someone else. Returns how to stop. */
  onChange(listener: SettingsListener): () => void;
}

export type SettingsListener = (now: Checked, patch?: JsonObject) => void;

interface Content {
  /** undefined when the file is there and holds no JSON object. */
  raw: JsonObject | undefined;
  /** What is wrong with the file as a whole. */
  problems: Problem[];
  /** False when it is there and cannot be read at all: then it must not be replaced. */
  readable: boolean;
}

export function createSettingsFile(path: string, now: () => number = Date.now): SettingsFile {
  const listeners = new Set<SettingsListener>();
  /** What was set aside, told until the program ends. */
  const aside: Problem[] = [];
  let mark = '';
  let current: Checked | undefined;
  let queue: Promise<unknown> = Promise.resolve();

  function read(): Content {
    try {
      const text = readFileSync(path, 'utf8').replace(/^\ufeff/, '');
      return parseContent(text, path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return { raw: {}, problems: [], readable: true };
      const message = `${path} cannot be read (${codeOf(error) ?? 'unknown'}). The defaults are used; make it a file that you may read and write.`;
      return { raw: undefined, problems: [{ field: '', message }], readable: false };
    }
  }

  function check(content: Content): Checked {
    const checked = checkSettings(content.raw ?? {});
    return {
      settings: checked.settings,
      problems: [...aside, ...content.problems, ...checked.problems],
    };
  }

  function tell(next: Checked, patch?: JsonObject): void {
    for (const listener of [...listeners]) listener(next, patch);
  }

  function get(): Checked {
    const seen = markOf(path);
    if (current && seen === mark) return current;
    const first = current === undefined;
    mark = seen;
    current = check(read());
    const next = current;
    if (!first) tell(next);
    return next;
  }

  function apply(patch: JsonObject): Settings {
    const content = read();
    if (!content.readable) {
      throw new KonsoleError('internal', content.problems[0]?.message ?? `${path} cannot be read.`);
    }
    const raw = content.raw ?? {};
    const merged = mergePatch(raw, patch);
    const problem = firstNewProblem(merged, patch, checkSettings(raw).problems);
    if (problem) {
      const said = problem.message.replace(/ (Its default is used|Nothing is asked of) .*$/, '');
      throw new KonsoleError('invalid', `${problem.field}: ${said}`);
    }
    if (content.raw === undefined) aside.push(setAside(path, now()));
    writeWhole(path, `${JSON.stringify(merged, null, 2)}\n`);
    mark = markOf(path);
    current = check({ raw: merged, problems: [], readable: true });
    const next = current;
    tell(next, patch);
    return next.settings;
  }

  return {
    get,
    update(patch) {
      const done = queue.then(() => {
        if (!isJsonObject(patch)) throw new KonsoleError('invalid', 'patch: must be an object.');
        try {
          return apply(patch);
        } catch (error) {
          throw error instanceof KonsoleError ? error : writeError(error, path);
        }
      });
      // The next patch is tried whatever became of this one; its caller hears of it.
      queue = done.catch(() => {});
      return done;
    },
    onChange(listener) {
      const own: SettingsListener = (next, patch) => listener(next, patch);
      listeners.add(own);
      return () => listeners.delete(own);
    },
  };
}

function parseContent(text: string, path: string): Content {
  if (text.trim() === '') return { raw: {}, problems: [], readable: true };
  let detail = 'it holds no object';
  try {
    const value: unknown = JSON.parse(text);
    if (isJsonObject(value)) return { raw: value, problems: [], readable: true };
  } catch (error) {
    // The engine quotes the text around the fault, and that may be a key.
    detail = String(error).replace(/, (\.\.\.)?".*$/s, '');
  }
  const message = `${path} is not valid JSON (${detail}). The defaults are used until it is mended; the next change of a setting sets it aside and begins a new one.`;
  return { raw: undefined, problems: [{ field: '', message }], readable: true };
}

function setAside(path: string, now: number): Problem {
  const real = realpathSync(path);
  const stamp = new Date(now).toISOString().replace(/[:.]/g, '-');
  let aside = `${real}.damaged-${stamp}`;
  for (let n = 2; existsSync(aside); n += 1) aside = `${real}.damaged-${stamp}-${n}`;
  renameSync(real, aside);
  const message = `The settings were not valid JSON and were set aside as ${aside}; a new file was begun. Copy from there what you miss.`;
  return { field: '', message };
}

/** To a temporary file beside it, on disk, then in its place; a link stays a link. */
function writeWhole(path: string, text: string): void {
  const real = existsSync(path) ? realpathSync(path) : path;
  const temporary = `${dirname(real)}/.${basename(real)}.${process.pid}.tmp`;
  try {
    const handle = openSync(temporary, 'w', 0o600);
    try {
      writeFileSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, real);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Changes whenever the file does; a link's target counts. */
function markOf(path: string): string {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return `${mtimeMs}/${size}/${ino}`;
  } catch (error) {
    return `none/${codeOf(error) ?? ''}`;
  }
}

function codeOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

function writeError(error: unknown, path: string): KonsoleError {
  const code = codeOf(error);
  if (code === 'ENOSPC') {
    return new KonsoleError(
      'internal',
      `The disk is full, so the settings were not changed. Free some space on the disk of ${path}, then try again.`,
    );
  }
  return new KonsoleError(
    'internal',
    `${path} could not be written (${code ?? String(error)}), so the settings were not changed. Make it and its folder writable, then try again.`,
  );
}
