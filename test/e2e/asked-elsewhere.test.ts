/**
 * A main turn whose provider cannot be trusted, is no provider, or refuses the key, on the real Electron: the card says whose
 * fault it is and what to do, and one click asks another provider the same.
 */
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { startFakeAnthropic } from '../fakes/anthropic';
import { answer, unauthorized } from '../fakes/anthropic-scenarios';
import { makeCertificate } from '../fakes/certificate';
import { command } from './support/bridge';
import { finished, openScene, send, shows, turnOf } from './support/with-provider';

/** Its name and port. */
async function listening(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('a turn that fails by a certificate, a web page or a wrong key is asked elsewhere by one click', async () => {
  let through = 0;
  const count: RequestListener = (_request, response) => void response.end(String((through += 1)));
  const untrusted = await listening(createTlsServer(makeCertificate(), count));
  const expired = await listening(
    createTlsServer(makeCertificate({ from: Date.now() - 9e8, to: Date.now() - 1e8 }), count),
  );
  const page = await listening(
    createServer((_request, response) => {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>Hello</title>');
    }),
  );
  const strict = await startFakeAnthropic();
  onTestFinished(strict.close);
  strict.otherwise(unauthorized());
  const good = await startFakeAnthropic();
  onTestFinished(good.close);

  const cases: { id: string; baseUrl: string; says: (string | RegExp)[] }[] = [
    {
      id: 'untrusted',
      baseUrl: `https://${untrusted}`,
      says: [
        `The certificate of ${untrusted} is signed by nobody but itself (DEPTH_ZERO_SELF_SIGNED_CERT)`,
        'do not give a key there',
      ],
    },
    {
      id: 'expired',
      baseUrl: `https://${expired}`,
      says: [
        `The certificate of ${expired} has expired`,
        /the clock of this computer, which shows \d+ \w+ \d{4}, \d\d:\d\d \(CERT_HAS_EXPIRED\)/,
        `whoever runs ${expired} has to renew the certificate`,
      ],
    },
    {
      id: 'page',
      baseUrl: `http://${page}`,
      says: [
        `Something between Konsole and ${page} answered with a web page (HTTP 200).`,
        'the address in Settings → Providers',
      ],
    },
    {
      id: 'strict',
      baseUrl: strict.url,
      says: [
        `127.0.0.1:${strict.port} does not accept this key.`,
        'Check or replace the key in Settings → Providers.',
      ],
    },
  ];
  const providers = [
    ...cases.map(({ id, baseUrl }) => ({ id, kind: 'anthropic', baseUrl, keyEnv: 'FAKE_KEY' })),
    { id: 'good', kind: 'anthropic', baseUrl: good.url, keyEnv: 'FAKE_KEY' },
  ];
  const { main } = await openScene({
    settings: {
      models: { main: 'untrusted/claude-opus-5-5', quick: 'good/claude-haiku-5-5' },
      providers,
    },
  });
  for (const [at, { id, says }] of cases.entries()) {
    const failed = 2 * at + 1;
    const text = `Question of ${id}`;
    good.next(answer(`Here instead of ${id}.`));
    if (at === 0) await send(main, text);
    else {
      const [session] = (await command(main, 'session.list', {})).sessions;
      if (!session) throw new Error('There is no session.');
      const model = `${id}/claude-opus-5-5`;
      const commandId = `send-to-${id}`;
      await command(main, 'turn.send', { session: session.id, text, model, commandId });
    }
    await finished(main, failed);
    const card = turnOf(main, failed).getByRole('group', { name: 'Error' });
    const told = await card.innerText();
    for (const words of says) expect(told).toMatch(words);
    await card.getByRole('button', { name: /^Retry with (?!another)/ }).click();
    await shows(main, failed + 1, `Here instead of ${id}.`);
    expect(good.requests.at(-1)?.question).toContain(text);
  }
  expect(through).toBe(0);
  expect(good.requests).toHaveLength(cases.length);
});
