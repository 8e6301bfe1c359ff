/** A window's files come in here: a registered window, its main frame, the exact origin, then name, type and size. */
import { type Answer, KonsoleError, toAnswer } from '../../preload/contract/errors';
import { limits } from '../../preload/contract/limits';
import type { BlobInfo } from '../../preload/contract/shapes';
import { type Sender, whoAsks, type WindowOf } from './ipc';

export interface BlobIpcDeps {
  windowOf: WindowOf;
  /** The engine; may wait until it is open. */
  put: (name: string, bytes: Uint8Array) => Promise<BlobInfo>;
  log: (message: string, fields: Record<string, unknown>) => void;
}

/** Both windows may give files. A refusal is an Answer, never a throw. */
export function createBlobIpc(
  deps: BlobIpcDeps,
): (event: Sender, name: unknown, bytes: unknown) => Promise<Answer> {
  return async (event, name, bytes) => {
    try {
      if (whoAsks(event, deps.windowOf) === undefined) {
        deps.log('A file from outside the windows was refused', {});
        throw new KonsoleError('denied', 'This frame may not talk to Konsole.');
      }
      if (typeof name !== 'string' || name.length > 4096) {
        throw new KonsoleError('invalid', 'name: must be a text of at most 4096 characters.');
      }
      if (!(bytes instanceof ArrayBuffer)) {
        throw new KonsoleError('invalid', 'bytes: must be an ArrayBuffer.');
      }
      if (bytes.byteLength > limits.blobBytes) {
        const mb = Math.round(limits.blobBytes / (1024 * 1024));
        throw new KonsoleError('too-large', `A file may have at most ${mb} MB.`);
      }
      return { ok: true, result: { blob: await deps.put(name, new Uint8Array(bytes)) } };
    } catch (error) {
      if (!(error instanceof KonsoleError)) {
        deps.log('A file could not be taken', { error: String(error) });
      }
      return toAnswer(error);
    }
  };
}
