/**
 * Gets what stands at an address: redirects on the same host followed by hand, sizes and time bounded, packed answers
 * unpacked under the same bound. No cookies and no state between two calls.
 */
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { type Agent, request } from 'undici';
import { type AllowAddress, judgeUrl, notPublic, staysOnHost } from './web-address';
import { type Lookup, openAgent, PrivateAddressError } from './web-connection';

const maxPageBytes = 5 * 1024 * 1024;
const maxRedirects = 5;
const agentName = 'Konsole/0.1 (web_fetch; on behalf of a person)';

export interface PageDeps {
  allow: AllowAddress;
  lookup?: Lookup;
  /** For all of it, from the first look-up to the last byte, ms. */
  timeoutMs: number;
}

export interface Page {
  url: URL;
  status: number;
  type: string;
  bytes: Uint8Array;
  retryAfter?: string;
}

/** What could not be had: `text` is for the model, `summary` for a person. */
export class NoPage extends Error {
  override readonly name = 'NoPage';
  constructor(
    readonly text: string,
    readonly summary: string,
  ) {
    super(text);
  }
}

/** Rejects with `NoPage`, or with the signal's reason when it was aborted. */
export async function fetchPage(url: URL, deps: PageDeps, signal: AbortSignal): Promise<Page> {
  const late = AbortSignal.timeout(deps.timeoutMs);
  const either = AbortSignal.any([signal, late]);
  const agent = openAgent(deps.allow, deps.lookup);
  try {
    return await follow(url, deps, agent, either);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof NoPage) throw error;
    if (late.aborted) {
      const seconds = Math.round(deps.timeoutMs / 1000);
      throw new NoPage(`${url.host} did not send the page within ${seconds} seconds.`, 'too slow');
    }
    throw new NoPage(networkWords(error, url), 'not reached');
  } finally {
    // Whatever still comes is of no use to anybody.
    agent.destroy().catch(() => undefined);
  }
}

async function follow(
  first: URL,
  deps: PageDeps,
  agent: Agent,
  signal: AbortSignal,
): Promise<Page> {
  let url = first;
  for (let hops = 0; ; hops += 1) {
    const answer = await request(url, {
      dispatcher: agent,
      signal,
      headers: {
        'user-agent': agentName,
        accept: 'text/html,application/xhtml+xml,text/*;q=0.9,application/json;q=0.9,*/*;q=0.5',
        'accept-encoding': 'gzip, deflate, br',
        'accept-language': 'en,*;q=0.5',
      },
    });
    const { statusCode: status, headers, body } = answer;
    // One that is left unread ends with an error, which is nobody's and would end this process.
    body.on('error', () => undefined);
    const header = (name: string) => {
      const value = headers[name];
      return Array.isArray(value) ? (value[0] ?? '') : (value ?? '');
    };
    const location = header('location');
    if ([301, 302, 303, 307, 308].includes(status) && location !== '') {
      body.destroy();
      if (hops >= maxRedirects) {
        throw new NoPage(`${first.href} redirects more than ${maxRedirects} times.`, 'redirects');
      }
      url = redirected(url, location, deps.allow);
      continue;
    }
    const size = Number(header('content-length'));
    if (size > maxPageBytes) throw tooLarge(url, `${size.toLocaleString('en')} bytes`);
    const bytes = await readBody(body, header('content-encoding'), url, signal);
    const retryAfter = header('retry-after');
    const page = { url, status, type: header('content-type').slice(0, 200), bytes };
    return retryAfter === '' ? page : { ...page, retryAfter: retryAfter.slice(0, 50) };
  }
}

/** Another host is another question to the person: the model may ask for it by its address. */
function redirected(from: URL, location: string, allow: AllowAddress): URL {
  const target = URL.canParse(location, from.href) ? new URL(location, from.href).href : location;
  const judged = judgeUrl(target, allow);
  if ('wrong' in judged) {
    throw new NoPage(
      `${from.href} redirects to an address that is not fetched. ${judged.wrong}`,
      'redirect refused',
    );
  }
  if (staysOnHost(from, judged.url)) return judged.url;
  throw new NoPage(
    `${from.href} redirects to another address, which was not followed: ${judged.url.href}\n` +
      'Call web_fetch with that address if you want it.',
    `moved to ${judged.url.host}`,
  );
}

const tooLarge = (url: URL, size = 'more') =>
  new NoPage(
    `${url.href} is too large: ${size} where at most 5 MB are fetched. Look for a smaller page, or a part of it.`,
    'too large',
  );

async function readBody(
  body: Readable,
  encoding: string,
  url: URL,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const unpack = unpacker(encoding.trim().toLowerCase(), url);
  const chunks: Buffer[] = [];
  const packed = bound(url);
  const plain = bound(url, (chunk) => void chunks.push(chunk));
  if (unpack) await pipeline(body, packed, unpack, plain, { signal });
  else await pipeline(body, plain, { signal });
  return Buffer.concat(chunks);
}

/** Lets bytes through up to the bound, or takes them. */
function bound(url: URL, take?: (chunk: Buffer) => void) {
  let size = 0;
  return async function* (source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      size += chunk.byteLength;
      if (size > maxPageBytes) throw tooLarge(url);
      if (take) take(chunk);
      else yield chunk;
    }
  };
}

function unpacker(encoding: string, url: URL) {
  switch (encoding) {
    case '':
    case 'identity':
      return undefined;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'deflate':
      return createInflate();
    case 'br':
      return createBrotliDecompress();
    default:
      throw new NoPage(
        `${url.host} packs its answer in a way that is not known here (${encoding.slice(0, 40)}).`,
        'not readable',
      );
  }
}

/** Why a server could not be reached, in words; by the codes of Node and OpenSSL. */
export function networkWords(error: unknown, { host, protocol }: URL): string {
  if (error instanceof PrivateAddressError) return `${host} was not asked. ${notPublic}`;
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  const known = typeof code === 'string' ? code : '';
  switch (known) {
    case 'ENOTFOUND':
    case 'EAI_NONAME':
      return `There is no host called ${host}. Check the address.`;
    case 'EAI_AGAIN':
    case 'ENETUNREACH':
    case 'ENETDOWN':
      return `${host} could not be looked up or reached: this computer seems to be offline.`;
    case 'ECONNREFUSED':
      return `${host} refused the connection: nothing answers there.`;
    case 'EHOSTUNREACH':
    case 'ETIMEDOUT':
    case 'UND_ERR_CONNECT_TIMEOUT':
      return `${host} cannot be reached: it does not answer.`;
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
    case 'UND_ERR_ABORTED':
    case 'ERR_STREAM_PREMATURE_CLOSE':
      return `${host} ended the connection before the page was whole. It may work a second time.`;
    case 'CERT_HAS_EXPIRED':
      return `The certificate of ${host} has expired, so it is not known who answers. Nothing was fetched.`;
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return `The certificate of ${host} is for another name, so it is not known who answers. Nothing was fetched.`;
    case 'DEPTH_ZERO_SELF_SIGNED_CERT':
    case 'SELF_SIGNED_CERT_IN_CHAIN':
    case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
    case 'UNABLE_TO_GET_ISSUER_CERT':
    case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
      return `Nobody that this computer trusts vouches for the certificate of ${host}. Nothing was fetched.`;
  }
  if (known === 'EPROTO' || known.startsWith('ERR_SSL') || known.startsWith('ERR_TLS')) {
    return `${host} does not speak ${protocol === 'https:' ? 'https as it should' : 'http'}. Try the address with another scheme if it has one.`;
  }
  if (/^(Z_|ERR__ERROR|ERR_BROTLI|ERR_PADDING)/.test(known)) {
    return `${host} sent an answer that cannot be unpacked.`;
  }
  if (known.startsWith('HPE_') || known === 'UND_ERR_HEADERS_OVERFLOW') {
    return `${host} sent no proper answer (${known}).`;
  }
  return `${host} could not be fetched: ${known || String(message ?? error).slice(0, 200)}.`;
}
