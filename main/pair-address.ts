/** Asks the konsole that already owns a home for an address that pairs one more browser with it. */
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';

/** Milliseconds: who asks has failed already, and must not wait for a hung process as well. */
const patienceMs = 2_000;

/**
 * Over its own socket, with the owner's token of that home. Undefined when it serves no page, as the desktop,
 * or does not answer: the address is an offer on top. Never rejects.
 */
export async function newPairAddress(socket: string, home: string): Promise<string | undefined> {
  try {
    const token = (await readFile(join(home, 'gateway-token'), 'utf8')).trim();
    const answer: unknown = JSON.parse(await post(socket, '/v1/tickets', token));
    const { result } = answer as { result?: { page?: unknown } };
    return typeof result?.page === 'string' ? result.page : undefined;
  } catch {
    return undefined;
  }
}

function post(socketPath: string, path: string, token: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { host: 'localhost', authorization: `Bearer ${token}` };
    const signal = AbortSignal.timeout(patienceMs);
    const asked = request({ socketPath, path, method: 'POST', headers, signal }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve(text));
      answer.on('error', reject);
    });
    asked.on('error', reject);
    asked.end();
  });
}
