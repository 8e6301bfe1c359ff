/** A provider behind TLS on loopback that lists one model, and what its certificate is of. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { type Certificate, makeAuthority, makeCertificate } from './certificate';

/** Nobody knows it. */
export const authority = makeAuthority();
export const vouchedFor = (names?: readonly string[]) =>
  makeCertificate({ by: authority, ...(names ? { names } : {}) });

export function fileOf(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'konsole-trust-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'company.pem');
  writeFileSync(file, text);
  return file;
}

/** `asked`: the keys of the requests that got through. */
export async function startTlsProvider(certificate: Certificate = vouchedFor()) {
  const seen = { url: '', host: '', connections: 0, asked: [] as unknown[] };
  const server = createServer(certificate, (request, response) => {
    seen.asked.push(request.headers.authorization);
    // The next request needs a connection of its own.
    response.setHeader('connection', 'close');
    response.setHeader('content-type', 'application/json');
    response.end('{"data":[{"id":"claude","display_name":"Claude"}]}');
  });
  server.on('connection', () => void (seen.connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  seen.host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  seen.url = `https://${seen.host}`;
  return seen;
}
