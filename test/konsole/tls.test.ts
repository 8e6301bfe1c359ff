/** A provider whose certificate is wrong, through the whole engine with a real host: the turn fails once, in words that help. */
import { writeFileSync } from 'node:fs';
import { createServer as createPlainServer, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { forkHost } from '../../main/fork-host';
import { type Certificate, makeAuthority, makeCertificate } from '../fakes/certificate';
import { hostFile, newFolder, openTested } from './support/konsole';

/** Its port; `asked` counts the requests that got through. */
async function startServer(certificate: Certificate | undefined) {
  const seen = { port: 0, connections: 0, asked: 0 };
  const answer: RequestListener = (_request, response) => {
    seen.asked += 1;
    response.writeHead(401).end();
  };
  const server = certificate ? createServer(certificate, answer) : createPlainServer(answer);
  server.on('connection', () => void (seen.connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  seen.port = (server.address() as AddressInfo).port;
  return seen;
}

const authority = makeAuthority();
const authorityFile = () => {
  const file = join(newFolder(), 'authority.pem');
  writeFileSync(file, authority.cert);
  return file;
};

/** How a main turn at this server ends, with a host that trusts the authority of this test. */
async function failure(seen: { port: number }) {
  const model = 'lab/m';
  const env = { PATH: process.env.PATH, NODE_EXTRA_CA_CERTS: authorityFile() };
  const konsole = await openTested({
    startHost: forkHost(hostFile, env),
    settings: {
      models: { main: model, quick: model },
      providers: [
        { id: 'lab', kind: 'anthropic', baseUrl: `https://127.0.0.1:${seen.port}`, key: 'k' },
      ],
      pool: { fillCache: false },
    },
  });
  const { session } = await konsole.ask('session.create', { kind: 'main', model });
  const { turn } = await konsole.ask('turn.send', { session: session.id, text: 'Hello?' });
  const { status, error } = await konsole.finished(session.id, turn);
  const events = await konsole.events(session.id);
  expect(events.map(({ type }) => type)).not.toContain('turn.retrying');
  expect(status).toBe('failed');
  return error;
}

const day = 86_400_000;
const dated = /by the clock of this computer, which shows \d{1,2} \w+ \d{4}, \d\d:\d\d \(/;

test.each<[string, () => Certificate | undefined, RegExp[], RegExp]>([
  [
    'signed by itself',
    () => makeCertificate(),
    [/signed by nobody but itself \(DEPTH_ZERO_SELF_SIGNED_CERT\)/],
    /do not give a key there/,
  ],
  [
    'of another name',
    () => makeCertificate({ by: authority, names: ['other.example'] }),
    [/made out to another name \(ERR_TLS_CERT_ALTNAME_INVALID\)/],
    /Check the address in Settings → Providers/,
  ],
  [
    'that has expired',
    () => makeCertificate({ by: authority, from: Date.now() - 9 * day, to: Date.now() - day }),
    [/has expired/, dated, /CERT_HAS_EXPIRED/],
    /set the clock of this computer.*renew/,
  ],
  [
    'that is not valid yet',
    () => makeCertificate({ by: authority, from: Date.now() + day, to: Date.now() + 9 * day }),
    [/is not valid yet/, dated, /CERT_NOT_YET_VALID/],
    /set the clock of this computer.*replace/,
  ],
  [
    'of nobody at all: it speaks plain http',
    () => undefined,
    [/does not speak TLS as it should/],
    /reached with http:\/\//,
  ],
])('a certificate %s ends the turn at once, and says why', async (_how, make, says, hint) => {
  const seen = await startServer(make());
  const error = await failure(seen);
  expect(error?.code).toBe('no-network');
  for (const words of [`127.0.0.1:${seen.port}`, ...says]) expect(error?.message).toMatch(words);
  expect(error?.hint).toMatch(hint);
  expect(seen.connections).toBeGreaterThan(0);
  // What carries the key and the question never left.
  expect(seen.asked).toBe(0);
});

test('the same server with a right certificate is asked, and what it says is told', async () => {
  const seen = await startServer(makeCertificate({ by: authority }));
  expect((await failure(seen))?.code).toBe('bad-key');
  expect(seen.asked).toBeGreaterThan(0);
});
