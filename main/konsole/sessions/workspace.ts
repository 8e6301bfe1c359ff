/** Looks at the folder a session works in, with words for a person when it cannot be used. */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { isAbsolute } from 'node:path';

/** A network folder that does not answer must not hold a message back longer than this. */
const patienceMs = 2_000;

/** What is wrong with the folder and what to do, or undefined when it can be read. Never rejects. */
export async function workspaceTrouble(path: string): Promise<string | undefined> {
  if (!isAbsolute(path)) return `"${path}" is not a full path. Give the folder's whole path.`;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    const words = `The folder ${path} does not answer. Check its drive or network, or start a new session in another folder.`;
    timer = setTimeout(() => resolve(words), patienceMs);
    timer.unref();
  });
  try {
    return await Promise.race([look(path), late]);
  } finally {
    clearTimeout(timer);
  }
}

async function look(path: string): Promise<string | undefined> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return `${path} is a file, not a folder. Choose a folder.`;
    await access(path, constants.R_OK | constants.X_OK);
    return undefined;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      return `The folder ${path} is not there any more. Bring it back, or start a new session in another folder.`;
    }
    if (code === 'EACCES' || code === 'EPERM') {
      return `Konsole may not read the folder ${path}. Change its permissions, or start a new session in another folder.`;
    }
    return `The folder ${path} cannot be used (${code ?? 'unknown reason'}). Start a new session in another folder.`;
  }
}
