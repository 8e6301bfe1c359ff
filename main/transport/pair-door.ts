/** `POST /pair`: exchanges a ticket for the token of a browser or device, and the cookie it may listen with. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { toAnswer } from '../../preload/contract/errors';
import { type Refusal, refusal, sendAnswer, sendJson } from './answers';
import { type Auth, listeningCookie } from './auth';
import { readParams } from './commands-door';
import { readPass } from './devices-door';
import type { Pairing } from './pairing';

/** Asked for without a token, so no more is read than a ticket takes. Bytes. */
const longestBody = 1024;

export interface PairDeps {
  auth: Auth;
  pairing: Pairing;
  /** Data folder of this konsole: who is paired may know where its things are. */
  home: string;
}

/** The Origin was checked for every request; this says so again for browsers that leave it out. */
export async function servePair(
  { auth, pairing, home }: PairDeps,
  req: IncomingMessage,
  res: ServerResponse,
): Promise<Refusal | undefined> {
  const site = req.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') {
    return refusal(403, 'denied', 'Pairing is done by the page of this server itself.');
  }
  const body = await readParams(req, res, longestBody);
  if ('status' in body) return body;
  const asked = readPass(body.params);
  if ('status' in asked) return asked;
  let paired: ReturnType<Pairing['redeem']>;
  try {
    paired = pairing.redeem(ticketIn(body.params) ?? '', asked);
  } catch (error) {
    sendAnswer(req, res, toAnswer(error));
    return undefined;
  }
  if (!paired) {
    return (
      auth.tooManyWrong(req) ??
      refusal(
        401,
        'denied',
        'This pairing address was used already, or is more than ten minutes old. Ask for a new one where Konsole runs: npm start again in another terminal tells one for a browser, POST /v1/tickets one for a device.',
      )
    );
  }
  const { token, scope, cookie } = paired;
  const answer = { ok: true, result: { token, home, scope } };
  sendJson(req, res, 200, answer, { 'set-cookie': listeningCookie(cookie) });
  return undefined;
}

function ticketIn(params: unknown): string | undefined {
  if (typeof params !== 'object' || params === null || !('ticket' in params)) return undefined;
  return typeof params.ticket === 'string' ? params.ticket : undefined;
}
