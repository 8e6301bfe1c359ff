/** Speaks to a konsole over its local socket: commands, and the stream of events. Plain HTTP by node:http. */
import { request } from 'node:http';
import type { CommandName } from '../../preload/contract/command-names';
import type { CommandParams, CommandResult } from '../../preload/contract/commands';
import type { Answer } from '../../preload/contract/errors';
import type { SseDriverDeps } from '../../preload/stream/sse-driver';
import { answerTo, socketFetch, textOf } from '../socket-fetch';
import { exit, Trouble } from './exit';
import { plainLine } from './plain';
import type { CliDeps } from './terminal';

/** Where a konsole listens, and the word to get in. */
export interface Door {
  socket: string;
  token: string;
  tokenFile: string;
}

export interface Client {
  /**
   * Repeated while the connection breaks and Konsole comes back within `waitMs`: whatever changes something has to
   * carry a `commandId`. Rejects with a Trouble.
   */
  command<Name extends CommandName>(
    name: Name,
    params: CommandParams<Name>,
    /** A konsole that takes longer hangs, ms. */
    within?: number,
  ): Promise<CommandResult<Name>>;
  /** Gives a file to Konsole, which keeps it under the id that comes back. Rejects with a Trouble. */
  upload(name: string, bytes: Uint8Array): Promise<string>;
  fetch: SseDriverDeps['fetch'];
  token: string;
}

/** Refused by Konsole itself, with its own words. */
export class Refused extends Trouble {
  readonly code: string;

  constructor(code: string, message: string) {
    super(exit.failed, plainLine(message, 1000));
    this.code = code;
  }
}

/** A konsole that takes this long over one command hangs, ms. */
const answerMs = 30_000;
const againMs = 300;
const notRunning = 'Konsole is not running. Start it with npm start, or npm run serve.';
const wentAway =
  'Konsole went away before it answered. When it runs again, vibe-konsole sessions shows whether it had heard this.';

export function createClient(
  door: Door,
  waitMs: number,
  { now, schedule }: Pick<CliDeps, 'now' | 'schedule'>,
): Client {
  const { socket: socketPath, token } = door;
  const headers = { host: 'localhost', authorization: `Bearer ${token}` };

  async function once(path: string, type: string, body: Uint8Array, within: number) {
    const asked = request({
      socketPath,
      path,
      method: 'POST',
      agent: false,
      signal: AbortSignal.timeout(within),
      headers: { ...headers, 'content-type': type, 'content-length': body.byteLength },
    });
    const answer = answerTo(asked);
    asked.end(body);
    const response = await answer;
    const text = await textOf(response);
    if (response.statusCode === 401) throw new Trouble(exit.unreachable, refusedToken(door));
    return JSON.parse(text) as Answer;
  }

  async function posted(path: string, type: string, body: Uint8Array, within: number) {
    const end = now() + waitMs;
    for (let broken = false; ; ) {
      try {
        const answer = await once(path, type, body, within);
        if (!answer.ok) throw new Refused(answer.code, answer.message);
        return answer.result;
      } catch (error) {
        if (error instanceof Trouble) throw error;
        const kind = kindOf(error);
        // Nobody there at the first try is the answer; one who went away in between may come back.
        if (kind === 'closed' || (kind === 'absent' && !broken) || now() >= end) {
          throw new Trouble(exit.unreachable, broken ? wentAway : wordsFor(error, door));
        }
        broken = true;
        await new Promise<void>((resolve) => void schedule(againMs, resolve));
      }
    }
  }

  return {
    async command<Name extends CommandName>(
      name: Name,
      params: CommandParams<Name>,
      within = answerMs,
    ) {
      const body = Buffer.from(JSON.stringify(params));
      const result = await posted(`/v1/commands/${name}`, 'application/json', body, within);
      return result as CommandResult<Name>;
    },
    async upload(name, bytes) {
      const path = `/v1/blobs?name=${encodeURIComponent(name)}`;
      const result = await posted(path, 'application/octet-stream', bytes, answerMs);
      return (result as { blob: string }).blob;
    },
    token,
    fetch: socketFetch(socketPath),
  };
}

/** absent: nobody listens; closed: somebody may, and not for us; broken: it went away, or failed. */
function kindOf(error: unknown): 'absent' | 'closed' | 'broken' {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOENT' || code === 'ECONNREFUSED') return 'absent';
  if (code === 'EACCES' || code === 'EPERM') return 'closed';
  return (error as Error).name === 'TimeoutError' || code === 'ABORT_ERR' ? 'closed' : 'broken';
}

function wordsFor(error: unknown, { socket }: Door): string {
  const kind = kindOf(error);
  if (kind === 'absent') return notRunning;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'EACCES' || code === 'EPERM') {
    return `${socket} may not be opened (${code}): only who started Konsole may.`;
  }
  return `Konsole does not answer on ${socket}: ${plainLine(String(error))}`;
}

export function refusedToken({ tokenFile }: Door): string {
  return `Konsole does not take the token in ${tokenFile}. Start Konsole again with this data folder, or name its folder with --home DIR.`;
}
