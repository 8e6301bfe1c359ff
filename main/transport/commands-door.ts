/** Commands: the one way to the engine, and `POST /v1/commands/<name>`, which reads a body and bounds it. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, toAnswer } from '../../preload/contract/errors';
import { limits } from '../../preload/contract/limits';
import type { Client, Konsole } from '../konsole/types';
import { hasBody, type Refusal, refusal, sendAnswer } from './answers';
import type { Door } from './auth';
import { readJson } from './untrusted-json';

/** Arrays and objects within each other; no command of ours comes near. */
export const deepestParams = 64;

/** Answers, or gives the refusal that is to be sent. */
export async function serveCommand(
  konsole: Pick<Konsole, 'execute'>,
  door: Door,
  client: Client,
  name: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<Refusal | undefined> {
  // Before its body is read.
  const refused = door.refuses(name, client);
  if (refused !== undefined) return refusal(403, 'denied', refused);
  const body = await readParams(req, res, limits.commandBytes);
  if ('status' in body) return body;
  const answer = await runCommand(konsole, door, client, name, body.params);
  // Somebody may be trying what they may not: told as a refusal, so that it is noted.
  if (!answer.ok && answer.code === 'denied') return refusal(403, 'denied', answer.message);
  sendAnswer(req, res, answer);
  return undefined;
}

/** One command of a client at this door, by a request or by a frame. Never rejects. */
export async function runCommand(
  konsole: Pick<Konsole, 'execute'>,
  door: Door,
  client: Client,
  name: string,
  params: unknown,
): Promise<Answer> {
  const refused = door.refuses(name, client);
  if (refused !== undefined) return { ok: false, code: 'denied', message: refused };
  try {
    return await konsole.execute(client, name, params);
  } catch (error) {
    return toAnswer(error);
  }
}

/** The JSON of a body of at most `most` bytes; without a body `{}`. */
export async function readParams(
  req: IncomingMessage,
  res: ServerResponse,
  most: number,
): Promise<{ params: unknown } | Refusal> {
  if (!hasBody(req)) return { params: {} };
  const type = req.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') {
    return refusal(415, 'invalid', 'Send params as JSON, with "Content-Type: application/json".');
  }
  if ((req.headers['content-encoding'] ?? 'identity') !== 'identity') {
    return refusal(415, 'invalid', 'Send params as they are, without a Content-Encoding.');
  }
  if (Number(req.headers['content-length'] ?? 0) > most) return tooLarge(most);
  if (req.headers.expect !== undefined) res.writeContinue();
  const bytes = await readAtMost(req, most);
  if (!bytes) return tooLarge(most);
  return parseParams(bytes);
}

/** Undefined once there is more; what follows is not kept. Rejects when the client goes away. */
async function readAtMost(req: IncomingMessage, most: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of req.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function parseParams(bytes: Buffer): { params: unknown } | Refusal {
  if (bytes.length === 0) return { params: {} };
  const read = readJson(bytes, deepestParams);
  return 'why' in read ? refusal(400, 'invalid', `The body ${read.why}.`) : { params: read.value };
}

function tooLarge(most: number): Refusal {
  const holds = most < 1024 * 1024 ? `${most / 1024} KB` : `${most / 1024 / 1024} MB`;
  return refusal(413, 'too-large', `The body of this request holds at most ${holds}.`);
}
