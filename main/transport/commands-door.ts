/** `POST /v1/commands/<name>`: reads a body, bounds it, and hands its params to the engine. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, toAnswer } from '../../preload/contract/errors';
import { limits } from '../../preload/contract/limits';
import type { Client, Konsole } from '../konsole/types';
import { hasBody, type Refusal, refusal, sendAnswer } from './answers';
import type { Door } from './auth';

/** Arrays and objects within each other; no command of ours comes near. */
const deepest = 64;

/** Answers, or gives the refusal that is to be sent. */
export async function serveCommand(
  konsole: Pick<Konsole, 'execute'>,
  door: Door,
  client: Client,
  name: string,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<Refusal | undefined> {
  const refused = door.refuses(name);
  if (refused !== undefined) return refusal(403, 'denied', refused);
  const body = await readParams(req, res, limits.commandBytes);
  if ('status' in body) return body;
  sendAnswer(req, res, await execute(konsole, client, name, body.params));
  return undefined;
}

async function execute(
  konsole: Pick<Konsole, 'execute'>,
  client: Client,
  name: string,
  params: unknown,
): Promise<Answer> {
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
  if (nests(bytes, deepest)) {
    return refusal(400, 'invalid', `Params may nest ${deepest} levels deep, no deeper.`);
  }
  let params: unknown;
  try {
    params = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    // What exactly is wrong is in the hands of who sent it; the parser's words would quote the body.
    return refusal(400, 'invalid', 'The body is not JSON in UTF-8.');
  }
  if (namesPrototype(params)) {
    return refusal(400, 'invalid', 'A property named "__proto__" is not accepted.');
  }
  return { params };
}

const quote = 0x22;
const backslash = 0x5c;

/** Before parsing: deeper than this is never built. Brackets inside strings do not count. */
function nests(bytes: Buffer, most: number): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (inString) {
      if (byte === backslash) at += 1;
      else if (byte === quote) inString = false;
    } else if (byte === quote) inString = true;
    else if (byte === 0x5b || byte === 0x7b) {
      depth += 1;
      if (depth > most) return true;
    } else if (byte === 0x5d || byte === 0x7d) depth -= 1;
  }
  return false;
}

/** JSON makes it an own property, and a careless merge further in would make it a prototype. */
function namesPrototype(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Object.hasOwn(value, '__proto__')) return true;
  return Object.values(value).some(namesPrototype);
}

function tooLarge(most: number): Refusal {
  const holds = most < 1024 * 1024 ? `${most / 1024} KB` : `${most / 1024 / 1024} MB`;
  return refusal(413, 'too-large', `The body of this request holds at most ${holds}.`);
}
