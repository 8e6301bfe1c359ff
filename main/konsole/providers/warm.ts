/** Opens the connection that the first request will use. */
import type { Fetch } from './answer';

/**
 * No key and no model call. After a HEAD undici closes the connection again, and a GET may answer with a whole page.
 * Never rejects: the first request opens its own connection and tells what is wrong.
 */
export async function warmAt(address: string, fetch: Fetch, signal: AbortSignal): Promise<boolean> {
  try {
    const answer = await fetch(address, { method: 'OPTIONS', redirect: 'manual', signal });
    await answer.text();
    return true;
  } catch {
    return false;
  }
}
