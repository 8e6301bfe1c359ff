/** `vibe-konsole kontasks import` and `export`: files of this computer, in and out. */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, resolve as absolute } from 'node:path';
import type { CommandResult } from '../../preload/contract/commands';
import { limits } from '../../preload/contract/limits';
import type { Client } from './client';
import { type Exit, exit, Trouble } from './exit';
import { findKontasks } from './find-kontask';
import type { KontasksArgs } from './kontasks-args';
import { jsonLine, jsonText, plainLine } from './plain';
import type { CliDeps } from './terminal';

type Act<Verb> = Extract<KontasksArgs['act'], { verb: Verb }>;

/** A file of 50 MB is many thousand kontasks, each of which is journaled. */
const importMs = 15 * 60_000;
const exportMs = 5 * 60_000;

export async function importFiles(
  { files, onDuplicate, check }: Act<'import'>,
  json: boolean,
  client: Client,
  { terminal, folder, newId }: CliDeps,
): Promise<Exit> {
  let code: Exit = exit.done;
  for (const [index, file] of files.entries()) {
    const name = file === '-' ? 'standard input' : file;
    try {
      const bytes = file === '-' ? await inputOf(terminal) : await bytesOf(absolute(folder, file));
      const blob = await client.upload(basename(file), utf8(bytes));
      const asked = { blob, check, ...(onDuplicate ? { onDuplicate } : {}) };
      const commandId = `${newId()}-${index}`;
      const result = await client.command('kontask.import', { ...asked, commandId }, importMs);
      if (json) terminal.out(jsonLine({ file, ...result }));
      else {
        terminal.out(`${plainLine(name, 500)}: ${sumOf(result, check, onDuplicate)}\n`);
        for (const line of problemLines(result)) terminal.err(`${line}\n`);
      }
      if (result.problems.some(({ mended }) => !mended)) code = exit.failed;
    } catch (error) {
      // One that cannot be read keeps the others from nothing; without a konsole there are no others.
      if (!(error instanceof Trouble) || error.exit === exit.unreachable) throw error;
      terminal.err(`${plainLine(name, 500)}: ${error.message}\n`);
      code = exit.failed;
    }
  }
  return code;
}

type Imported = CommandResult<'kontask.import'>;

function sumOf(
  { imported, duplicates, more }: Imported,
  check: boolean,
  onDuplicate: Act<'import'>['onDuplicate'] = 'skip',
): string {
  const there = duplicates.length + (more?.duplicates ?? 0);
  const parts = [`${imported} ${check ? 'would be taken in' : 'taken in'}`];
  if (there > 0) {
    const how = { skip: 'skipped', replace: 'replaced', copy: 'copied' }[onDuplicate];
    const hint = onDuplicate === 'skip' ? ' (--replace or --copy takes them in)' : '';
    parts.push(`${there} there already, ${check ? 'to be ' : ''}${how}${hint}`);
  }
  return parts.join(', ');
}

function problemLines({ problems, more }: Imported): string[] {
  const lines = problems.map(({ index, field, message, mended }) => {
    const which = index === undefined ? '' : `kontask ${index + 1}: `;
    const where = field === '' ? '' : `${field} `;
    const not = mended || index === undefined ? '' : ' Not taken in.';
    return `  ${plainLine(`${which}${where}${message}${not}`, 500)}`;
  });
  if (more && more.problems > 0) lines.push(`  and ${more.problems} more`);
  return lines;
}

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    const { size } = await stat(file);
    if (size > limits.blobBytes) throw tooLarge();
    return await readFile(file);
  } catch (error) {
    if (error instanceof Trouble) throw error;
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    const why = { ENOENT: 'there is no such file', EISDIR: 'it is a folder' }[code] ?? code;
    throw new Trouble(exit.failed, `It cannot be read: ${why}.`);
  }
}

async function inputOf({ input }: CliDeps['terminal']): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of input()) {
    size += part.byteLength;
    if (size > limits.blobBytes) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

const tooLarge = () =>
  new Trouble(
    exit.failed,
    `A file may have ${limits.blobBytes / 1024 / 1024} MB at most: split it.`,
  );

/** What other systems' shells write is UTF-16 with a mark; Konsole takes UTF-8. */
function utf8(bytes: Uint8Array): Uint8Array {
  const [first, second] = bytes;
  const little = first === 0xff && second === 0xfe;
  if (!little && !(first === 0xfe && second === 0xff)) return bytes;
  return Buffer.from(new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(bytes));
}

/** One is written as an object, several or all as a list. */
export async function exportFile(
  { ids: wanted, file }: Act<'export'>,
  json: boolean,
  client: Client,
  { terminal, folder }: CliDeps,
): Promise<Exit> {
  const ids = await findKontasks(client, wanted);
  const params = ids.length > 0 ? { ids } : {};
  const { kontasks } = await client.command('kontask.export', params, exportMs);
  const [only] = kontasks;
  const text =
    json && file === undefined
      ? kontasks.map(jsonLine).join('')
      : jsonText(wanted.length === 1 ? only : kontasks);
  if (file === undefined || file === '-') terminal.out(text);
  else {
    const path = absolute(folder, file);
    await writeFile(path, text).catch((error: unknown) => {
      const code = (error as NodeJS.ErrnoException).code ?? String(error);
      throw new Trouble(exit.failed, `${path} cannot be written (${code}).`);
    });
    const what = kontasks.length === 1 ? 'one kontask' : `${kontasks.length} kontasks`;
    terminal.err(`${plainLine(path, 500)}: ${what}.\n`);
  }
  return exit.done;
}
