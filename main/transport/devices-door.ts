/** What the owner does about who is let in: `POST /v1/tickets`, `GET /v1/devices`, `DELETE /v1/devices/<id>`. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { toAnswer } from '../../preload/contract/errors';
import type { Client } from '../konsole/types';
import { type Refusal, refusal, sendAnswer } from './answers';
import type { Door } from './auth';
import type { Clients } from './clients';
import { readParams } from './commands-door';
import { clientOf, type Devices } from './devices';
import type { Pass } from './pairing';

const longestBody = 1024;
/** Of a device. Characters. */
const longestName = 60;

/**
 * Only for who has the owner's own token, not a browser that was paired by one of its tickets. `pairAddress` gives
 * none on a desktop, and must not: a shell that an agent runs there could pair itself and then answer approvals.
 */
export async function serveTicket(
  pairAddress: ((pass: Pass) => string | undefined) | undefined,
  door: Door,
  client: Client,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<Refusal | undefined> {
  if (client.id !== door.client.id) {
    return refusal(403, 'denied', "Pairing another browser or device needs the owner's token.");
  }
  const body = await readParams(req, res, longestBody);
  if ('status' in body) return body;
  const pass = readPass(body.params);
  if ('status' in pass) return pass;
  const page = pairAddress?.({ scope: 'owner', ...pass });
  if (page === undefined) {
    const message = 'No page is served here: start Konsole with npm run serve -- --port 0.';
    return { ...refusal(501, 'unsupported', message), log: false };
  }
  sendAnswer(req, res, { ok: true, result: { page } });
  return undefined;
}

export interface DevicesDoorDeps {
  devices: Devices;
  clients: Clients;
}

/** `id` is of `/v1/devices/<id>`; absent, all of them are asked for. */
export function serveDevices(
  { devices, clients }: DevicesDoorDeps,
  client: Client,
  id: string | undefined,
  req: IncomingMessage,
  res: ServerResponse,
): Refusal | undefined {
  if (client.scope !== 'owner') {
    const message = 'A paired device may not see or unpair devices. The owner can.';
    return refusal(403, 'denied', message);
  }
  if (id === undefined) {
    sendAnswer(req, res, { ok: true, result: { devices: devices.list() } });
    return undefined;
  }
  let known: boolean;
  try {
    known = devices.remove(id);
  } catch (error) {
    known = true;
    sendAnswer(req, res, toAnswer(error));
  }
  if (!known) {
    const message = 'There is no device of this id: GET /v1/devices lists them.';
    return { ...refusal(404, 'not-found', message), log: false };
  }
  clients.end(clientOf(id));
  sendAnswer(req, res, { ok: true, result: {} });
  return undefined;
}

/** The scope and name that a body asks for. What a name shows is what it is: nothing hidden, nothing turned around. */
export function readPass(params: unknown): Partial<Pass> | Refusal {
  if (typeof params !== 'object' || params === null) return {};
  const { scope, name } = params as Record<string, unknown>;
  if (scope !== undefined && scope !== 'owner' && scope !== 'device') {
    return refusal(400, 'invalid', 'scope: must be "device" or "owner".');
  }
  if (name !== undefined && typeof name !== 'string') {
    return refusal(400, 'invalid', 'name: must be text, what the device is called.');
  }
  const shown = [...(name ?? '').replace(/\p{C}+/gu, ' ').trim()].slice(0, longestName).join('');
  return { ...(scope ? { scope } : {}), ...(shown ? { name: shown } : {}) };
}
