/**
 * What a project says to whoever works in it: AGENTS.md and CLAUDE.md at the root of the folder. Told to the model with
 * the first question and again when they have changed; shown to the person as read.
 */
import { open, stat } from 'node:fs/promises';
import { confirm, type FolderLimits, locate, openWorkspace } from '../folder/workspace';

const names = ['AGENTS.md', 'CLAUDE.md'];
/** Of one file; more is told as cut. Bytes. */
const mostBytes = 32 * 1024;

export interface Instructions {
  files: { path: string; bytes: number; cut?: boolean }[];
  /** For the note; undefined where there are none. */
  text?: string;
}

/** Never rejects: a file that is not there, not readable or not allowed is not told. */
export async function readInstructions(limits: FolderLimits): Promise<Instructions> {
  const files: Instructions['files'] = [];
  const parts: string[] = [];
  if (limits.workspace === undefined) return { files };
  const workspace = await openWorkspace(limits).catch(() => undefined);
  if (!workspace) return { files };
  const seen = new Set<number>();
  for (const name of names) {
    try {
      const place = await locate(workspace, name);
      const { ino } = await stat(place.real);
      // One is often a link to the other.
      if (seen.has(ino)) continue;
      seen.add(ino);
      const file = await open(place.real, 'r');
      try {
        await confirm(workspace, file, place, name);
        const { size } = await file.stat();
        const { buffer, bytesRead } = await file.read(Buffer.alloc(mostBytes), 0, mostBytes, 0);
        const text = buffer.subarray(0, bytesRead).toString('utf8').trim();
        if (text === '' || text.includes('\0')) continue;
        const cut = size > bytesRead;
        files.push({ path: name, bytes: size, ...(cut ? { cut } : {}) });
        const rest = cut ? `\n(${size - bytesRead} more bytes: read the file for them.)` : '';
        parts.push(`<instructions file="${name}">\n${defused(text)}${rest}\n</instructions>`);
      } finally {
        await file.close();
      }
    } catch {
      // Not there, or not to be shown.
    }
  }
  return parts.length > 0 ? { files, text: parts.join('\n') } : { files };
}

/** A file must not end the note it stands in. */
const defused = (text: string) => text.replace(/<\/(konsole|instructions)>/gi, '<\u2215$1>');
