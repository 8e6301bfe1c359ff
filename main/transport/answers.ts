/** What the gateway answers: JSON with the headers that every answer has, and refusals as values. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Answer, type ErrorCode, errorStatus } from '../../preload/contract/errors';

/** A request that is not served. `log`: somebody may be trying something. */
export interface Refusal {
  status: number;
  code: ErrorCode;
  message: string;
  log: boolean;
  /** The channel it is about, where a request names several. */
  channel?: string;
  headers?: Record<string, string>;
}

export const refusal = (
  status: number,
  code: ErrorCode,
  message: string,
  headers?: Record<string, string>,
): Refusal => ({ status, code, message, log: true, ...(headers ? { headers } : {}) });

export const commonHeaders = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/** What is left of a body after an answer is read for this long at most, so that the answer gets through. */
const lingerMs = 1000;

export function sendJson(
  req: IncomingMessage,
  res: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  if (res.headersSent || res.destroyed) return;
  const text = JSON.stringify(value);
  const unread = hasBody(req) && !req.complete;
  res.writeHead(status, {
    ...commonHeaders,
    ...headers,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    ...(unread ? { connection: 'close' } : {}),
  });
  res.end(text);
  if (!unread) return;
  req.resume();
  const { socket } = req;
  const linger = setTimeout(() => socket.destroy(), lingerMs);
  socket.once('close', () => clearTimeout(linger));
}

export function sendAnswer(req: IncomingMessage, res: ServerResponse, answer: Answer): void {
  sendJson(req, res, answer.ok ? 200 : errorStatus[answer.code], answer);
}

export function sendRefusal(req: IncomingMessage, res: ServerResponse, it: Refusal): void {
  const { code, message, channel } = it;
  sendJson(req, res, it.status, { ok: false, code, message, channel }, it.headers);
}

export function hasBody(req: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': coding } = req.headers;
  return coding !== undefined || (length !== undefined && length !== '0');
}
