/** Connections of the client process: to the product's door, or to a bare server that asks for nothing. */
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { WebSocket } from 'ws';
import type { ClientFrame } from '../../../preload/contract/frames';
import { token } from './token';

const authorization = `Bearer ${token}`;

/** Open, with nothing attached. */
export async function openSocket(port: number, path = ''): Promise<WebSocket> {
  const ws = new WebSocket(`ws://127.0.0.1:${port}${path}`, ['konsole.1'], {
    headers: { authorization },
    perMessageDeflate: false,
  });
  // The door greets who comes.
  await Promise.all([once(ws, 'open'), path === '' ? undefined : once(ws, 'message')]);
  return ws;
}

/** Messages are JSON. */
export function onMessage(ws: WebSocket, told: (message: unknown) => void): void {
  ws.on('message', (data) => {
    if (Buffer.isBuffer(data)) told(JSON.parse(data.toString()));
  });
}

export const sendFrame = (ws: WebSocket, frame: ClientFrame) => ws.send(JSON.stringify(frame));

/** The answer, of which nothing was read. */
export async function openEvents(port: number, path: string): Promise<IncomingMessage> {
  const asked = request({
    host: '127.0.0.1',
    port,
    path,
    headers: { authorization },
    agent: false,
  });
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`${path}: ${response.statusCode}`);
  response.setEncoding('utf8');
  return response;
}
