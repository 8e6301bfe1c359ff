/** A file of kontasks on its way in: given to Konsole, looked through, and taken in once a person has said how. */
import { create } from 'zustand';
import type { CommandResult } from '../../../../preload/contract/commands';
import { limits } from '../../../../preload/contract/limits';
import type { Kontask } from '../../../../preload/contract/shapes';
import { command, messageOf } from '../../../stores/commands';
import { refreshKontasks } from '../../../stores/kontasks-store';
import { thePage } from '../../../stores/page';
import { announce } from '../../../ui/announce';
import { plural } from '../../../ui/format';
import { toast } from '../../../ui/toast';
import { each, sayFailures } from './acts';

export type OnDuplicate = 'skip' | 'replace' | 'copy';
type Found = CommandResult<'kontask.import'>;

export interface ImportView {
  /** Name of the file; absent: nothing is imported. */
  name?: string;
  phase: 'reading' | 'checked' | 'importing' | 'failed';
  blob?: string;
  found?: Found;
  trouble?: string;
}

const idle: ImportView = { phase: 'reading' };
export const useImport = create<ImportView>()(() => idle);
const { getState, setState } = useImport;

const undoMs = 10_000;
/** Counts files: what was asked for another one is too late. */
let asked = 0;

export function closeImport(): void {
  asked += 1;
  setState(idle, true);
}

/** Known before a byte is read. */
function refusalOf(file: File): string | undefined {
  if (file.size === 0) return 'The file is empty.';
  if (file.size > limits.blobBytes) {
    const most = limits.blobBytes / (1024 * 1024);
    return `The file is larger than ${most} MB: split it into several, or use “vibe-konsole kontasks import”.`;
  }
  return undefined;
}

/** Reads the file and says what is in it; nothing is taken in yet. */
export async function readImport(file: File): Promise<void> {
  asked += 1;
  const mine = asked;
  const refusal = refusalOf(file);
  setState({ name: file.name, phase: 'reading' }, true);
  try {
    if (refusal !== undefined) throw new Refused(refusal);
    const bytes = await file.arrayBuffer().catch(() => {
      throw new Refused('The file could not be read: it was moved, or is not yours to read.');
    });
    const put = await thePage().bridge.blobs.put(file.name.slice(-255) || 'kontasks.json', bytes);
    if (!put.ok) throw new Refused(put.message);
    const blob = put.result.blob.id;
    const found = await command('kontask.import', { blob, check: true });
    if (mine === asked) setState({ phase: 'checked', blob, found });
  } catch (error) {
    const trouble = error instanceof Refused ? error.message : messageOf(error);
    if (mine === asked) setState({ phase: 'failed', trouble });
  }
}

class Refused extends Error {}

/** Takes them in. What is replaced is kept until the undo is gone. */
export async function runImport(onDuplicate: OnDuplicate): Promise<void> {
  const { blob, found } = getState();
  if (blob === undefined || !found) return;
  setState({ phase: 'importing' });
  try {
    const twice = [...new Set(found.duplicates.map(({ id }) => id))];
    const before =
      onDuplicate === 'replace' && twice.length > 0
        ? (await command('kontask.export', { ids: twice })).kontasks
        : [];
    const done = await command('kontask.import', { blob, onDuplicate });
    closeImport();
    sayImported(done, before);
    void refreshKontasks();
  } catch (error) {
    setState({ phase: 'failed', trouble: messageOf(error) });
  }
}

function sayImported(done: Found, before: readonly Kontask[]): void {
  if (done.imported === 0) {
    toast({ message: 'Nothing was imported.' });
    return;
  }
  toast({
    message: `Imported ${plural(done.imported, 'kontask')}.`,
    stayMs: undoMs,
    action: { label: 'Undo', undo: true, run: () => void takeBack(done, before) },
  });
}

/** What was replaced is written back, what was made goes. */
async function takeBack(done: Found, before: readonly Kontask[]): Promise<void> {
  const replaced = new Set(before.map(({ id }) => id));
  const made = done.ids.filter((id) => !replaced.has(id));
  try {
    if (before.length > 0)
      await command('kontask.import', { kontasks: [...before], onDuplicate: 'replace' });
  } catch (error) {
    toast({ message: messageOf(error), tone: 'bad' });
  }
  const { done: gone, failures } = await each(made, (id) => command('kontask.delete', { id }));
  sayFailures(failures, made.length);
  if (gone.length > 0 || before.length > 0) announce('The import was taken back');
  void refreshKontasks();
}
