/** The files of a session's folder, for a person who names one in a message. */
import { KonsoleError } from '../../../preload/contract/errors';
import type { CommandResult, ValidParams } from '../../../preload/contract/commands';
import type { FolderFiles } from '../folder/files';
import { notFound } from './lives';
import type { SessionDeps } from './types';
import { workspaceTrouble } from './workspace';

const defaultLimit = 20;

export function createSessionFiles(
  deps: Pick<SessionDeps, 'journal' | 'folder' | 'readLimits'>,
  files: Pick<FolderFiles, 'find'>,
) {
  /** Without a session, or with one that has no folder: the folder of new sessions. */
  async function folderOf(id: string | undefined): Promise<string> {
    if (id === undefined) return deps.folder();
    const session = await deps.journal.session(id);
    if (!session) throw notFound(id);
    return session.workspace ?? deps.folder();
  }

  return async ({
    session,
    query = '',
    limit = defaultLimit,
  }: ValidParams<'workspace.files'>): Promise<CommandResult<'workspace.files'>> => {
    const workspace = await folderOf(session);
    const trouble = await workspaceTrouble(workspace);
    if (trouble !== undefined) throw new KonsoleError('invalid', trouble);
    return { files: await files.find({ workspace, ...deps.readLimits() }, query, limit) };
  };
}
