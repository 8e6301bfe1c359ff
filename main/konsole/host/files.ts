/**
 * The bytes of what people gave along with their messages, read once a turn from the blob folder and nowhere
 * else. A file that is gone is told to the model as gone, so that nothing is dropped in silence.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobInfo, TurnError } from '../../../preload/contract/shapes';
import { asRead, pdfType } from '../providers/files';
import type { ModelFile, Reads } from '../providers/types';
import { pdfPages } from './pdf-pages';

interface WithFiles {
  files?: readonly BlobInfo[] | undefined;
  error?: Pick<TurnError, 'status'> | undefined;
}

/** The provider would not have this request: its files would spoil every later one too. */
const wasRefused = ({ error }: WithFiles) => error?.status === 400 || error?.status === 413;

export interface Files {
  /** Reads what these turns name. Never rejects. */
  load(turns: readonly WithFiles[]): Promise<void>;
  /** What goes with this turn to a model that reads no more than that; the same each time. */
  of(turn: WithFiles, reads?: Reads): { attached?: ModelFile[] };
}

export function createFiles(folder: string | undefined): Files {
  const known = new Map<string, ModelFile>();

  async function read({ id, name, type }: BlobInfo): Promise<void> {
    if (known.has(id)) return;
    const bytes =
      folder !== undefined && /^[a-z0-9]{8,64}$/.test(id)
        ? await readFile(join(folder, id)).catch(() => undefined)
        : undefined;
    if (!bytes) known.set(id, { name, type: 'gone', data: '' });
    else if (type.startsWith('image/'))
      known.set(id, { name, type, data: bytes.toString('base64') });
    else if (type === pdfType)
      known.set(id, { name, type, data: bytes.toString('base64'), pages: pdfPages(bytes) });
    else known.set(id, { name, type: 'text/plain', data: bytes.toString('utf8') });
  }

  return {
    async load(turns) {
      for (const { files = [] } of turns) {
        // One by one: twenty pictures at once would be a hundred MB in flight.
        for (const file of files) await read(file);
      }
    },
    of(turn, reads = {}) {
      const { files = [] } = turn;
      const attached = files.flatMap(({ id, name }) => {
        if (wasRefused(turn)) return { name, type: 'gone', data: '' };
        const file = known.get(id);
        return file ? asRead(file, reads) : [];
      });
      return attached.length > 0 ? { attached } : {};
    },
  };
}
