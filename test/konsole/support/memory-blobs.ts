/** Files kept in memory, as pictures or text by their first bytes: for tests in which no disk is meant. */
import type { Blobs } from '../../../main/konsole/types';
import type { BlobInfo } from '../../../preload/contract/shapes';

export interface MemoryBlobs extends Blobs {
  add(info: BlobInfo, bytes?: Uint8Array): void;
  bytes(id: string): Uint8Array;
}

export function createMemoryBlobs(): MemoryBlobs {
  const kept = new Map<string, { info: BlobInfo; bytes: Uint8Array }>();
  return {
    add: (info, bytes = new Uint8Array(info.bytes)) => void kept.set(info.id, { info, bytes }),
    bytes: (id) => kept.get(id)?.bytes ?? new Uint8Array(),
    async put(name, chunks) {
      const parts: Uint8Array[] = [];
      for await (const chunk of chunks) parts.push(chunk);
      const bytes = Buffer.concat(parts);
      const type = bytes[0] === 0x89 ? 'image/png' : 'text/plain';
      const info = {
        id: `blob${String(kept.size).padStart(8, '0')}`,
        name,
        type,
        bytes: bytes.length,
      };
      kept.set(info.id, { info, bytes });
      return info;
    },
    info: async (id) => kept.get(id)?.info,
    async picture(id) {
      const known = kept.get(id);
      if (!known?.info.type.startsWith('image/')) return undefined;
      return { type: known.info.type, bytes: new Uint8Array(known.bytes) };
    },
  };
}
