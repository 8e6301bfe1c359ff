/** What the gateway answers: JSON with the headers that every answer has, and refusals as values. */
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
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
const lingerMs = 3000;

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
  if (!unread) return void res.end(text);
  // Its end closes the connection: not before the rest has come, or a reset would take the answer back.
  res.write(text);
  req.once('end', () => res.end());
  req.resume();
  linger(req.socket);
}

/** Calls `gone` once: when the answer is over, or the connection is where it never got its turn. */
export function onceGone(req: IncomingMessage, res: ServerResponse, gone: () => void): void {
  const { socket } = req;
  if (socket.destroyed || res.destroyed) return gone();
  const over = () => {
    res.off('close', over);
    socket.off('close', over);
    gone();
  };
  res.on('close', over);
  socket.on('close', over);
}

export function sendAnswer(req: IncomingMessage, res: ServerResponse, answer: Answer): void {
  sendJson(req, res, answer.ok ? 200 : errorStatus[answer.code], answer);
}

export function sendRefusal(req: IncomingMessage, res: ServerResponse, it: Refusal): void {
  const { code, message, channel } = it;
  sendJson(req, res, it.status, { ok: false, code, message, channel }, it.headers);
}

/** The same on a connection that asked for an upgrade: it has no response object, so its bytes are written here. */
export function refuseUpgrade(socket: Socket, it: Refusal): void {
  if (!socket.writable) return void socket.destroy();
  const { code, message } = it;
  const text = JSON.stringify({ ok: false, code, message });
  const headers = {
    ...commonHeaders,
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    connection: 'close',
    ...it.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const status = `HTTP/1.1 ${it.status} ${STATUS_CODES[it.status] ?? ''}\r\n`;
  socket.end(`${status}${lines.join('')}\r\n${text}`);
  linger(socket);
}

/** Reads and drops what still comes, for a moment: closing at once would take the answer back. */
export function linger(socket: Socket): void {
  socket.resume();
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  socket.once('close', () => clearTimeout(timer));
}

/** What `/v1/socket` answers to a request that is no fitting upgrade. */
export const upgradeRequired = (headers?: Record<string, string>): Refusal => ({
  ...refusal(426, 'invalid', 'This is a WebSocket, version 13: see docs/protocol.md.', {
    upgrade: 'websocket',
    ...headers,
  }),
  log: false,
});

export function hasBody(req: IncomingMessage): boolean {
  const { 'content-length': length, 'transfer-encoding': coding } = req.headers;
  return coding !== undefined || (length !== undefined && length !== '0');
}
