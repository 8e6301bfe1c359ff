/** Files in a browser: bytes go up by fetch; a picture comes down with the token and is shown from memory. */
import type { BridgeApi } from '../../preload/contract/bridge-api';
import type { Answer } from '../../preload/contract/errors';
import type { BlobInfo } from '../../preload/contract/shapes';

export interface BlobDeps {
  fetch: (path: string, init: RequestInit) => Promise<Response>;
  token: string;
  /** The server does not know the token (any more). */
  unpaired: () => void;
  /** As `URL.createObjectURL` and `URL.revokeObjectURL`. */
  show: (picture: Blob) => string;
  forget: (address: string) => void;
}

/** Pictures kept in memory; one that was let go is fetched again when it is shown again. */
const kept = 40;

export function createBrowserBlobs(deps: BlobDeps): BridgeApi['blobs'] {
  const shown = new Map<string, Promise<string | undefined>>();
  const ask = (path: string, init: RequestInit) =>
    deps.fetch(path, {
      ...init,
      headers: { authorization: `Bearer ${deps.token}`, ...init.headers },
      cache: 'no-store',
      credentials: 'omit',
      redirect: 'error',
    });

  async function load(id: string): Promise<string | undefined> {
    try {
      const response = await ask(`/v1/blobs/${encodeURIComponent(id)}`, { method: 'GET' });
      if (response.status === 401) deps.unpaired();
      return response.ok ? deps.show(await response.blob()) : undefined;
    } catch {
      return undefined;
    }
  }

  function trim(): void {
    for (const [id, address] of [...shown].slice(0, Math.max(0, shown.size - kept))) {
      shown.delete(id);
      void address.then((known) => known !== undefined && deps.forget(known));
    }
  }

  return {
    async put(name, bytes): Promise<Answer<{ blob: BlobInfo }>> {
      try {
        const response = await ask(`/v1/blobs?name=${encodeURIComponent(name)}`, {
          method: 'POST',
          headers: { 'content-type': 'application/octet-stream' },
          body: bytes,
        });
        if (response.status === 401) deps.unpaired();
        const answer = (await response.json()) as Answer<{ info: BlobInfo }>;
        return answer.ok ? { ok: true, result: { blob: answer.result.info } } : answer;
      } catch {
        const message = 'Konsole does not answer. See whether it still runs where it was started.';
        return { ok: false, code: 'internal', message };
      }
    },
    async url(id) {
      const known = shown.get(id);
      if (known) return known;
      const address = load(id);
      shown.set(id, address);
      trim();
      // What was not there is asked for again next time.
      if ((await address) === undefined) shown.delete(id);
      return address;
    },
  };
}
