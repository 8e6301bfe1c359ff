/** What may go along with a message: files that are kept, small enough for a request, all of the session together. */
import { KonsoleError } from '../../../preload/contract/errors';
import { limits } from '../../../preload/contract/limits';
import type { BlobInfo } from '../../../preload/contract/shapes';
import { wholeHistory } from './history';
import type { SessionDeps } from './types';

const mb = (bytes: number) => Math.round(bytes / (1024 * 1024));

/**
 * What `turn.queued` says of them; one that makes its session has no earlier files. Rejects
 * with a `KonsoleError` that names the file and the way out.
 */
export async function filesAlong(
  { blobs: kept, journal }: Pick<SessionDeps, 'blobs' | 'journal'>,
  session: string | undefined,
  blobs: readonly string[],
): Promise<{ blobs?: string[]; files?: BlobInfo[] }> {
  if (blobs.length === 0) return {};
  const files: BlobInfo[] = [];
  for (const id of new Set(blobs)) {
    const info = await kept.info(id);
    if (!info) {
      throw new KonsoleError(
        'not-found',
        `blobs: there is no file "${id}" (any more). Add it again.`,
      );
    }
    if (info.type === 'text/plain' && info.bytes > limits.textFileBytes) {
      throw new KonsoleError(
        'too-large',
        `${info.name} has over ${mb(limits.textFileBytes)} MB of text. Put it in the folder and name it with @, so that it is read in parts.`,
      );
    }
    files.push(info);
  }
  // A request carries every earlier file again: what no request can hold is refused before it is asked.
  const history = session === undefined ? [] : await wholeHistory(journal, session);
  const earlier = history.flatMap((turn) => turn.files ?? []);
  const sum = [...earlier, ...files].reduce((bytes, file) => bytes + file.bytes, 0);
  if (sum > limits.sessionFilesBytes) {
    throw new KonsoleError(
      'too-large',
      `The files of this session would be over ${mb(limits.sessionFilesBytes)} MB together, more than a model takes. Start a new session with those that matter.`,
    );
  }
  return { blobs: files.map(({ id }) => id), files };
}
