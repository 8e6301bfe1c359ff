/** Who may vouch for a provider's server: an authority that nobody knows is refused, and accepted once a file or the system names it. */
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createAdapter } from '../../../main/konsole/providers/index';
import type { ProviderError } from '../../../main/konsole/providers/types';
import { makeCertificate } from '../../fakes/certificate';
import { startConnectProxy } from '../../fakes/connect-proxy';
import { startSocksProxy } from '../../fakes/socks-proxy';
import { authority, fileOf, startTlsProvider, vouchedFor } from '../../fakes/tls-provider';

interface Given {
  certificates?: string;
  extraCertificates?: string;
  proxy?: string;
}

async function models(baseUrl: string, given: Given = {}) {
  const access = { id: 'p', kind: 'anthropic', baseUrl, key: 'sk-secret', ...given };
  const adapter = await createAdapter(access, { now: Date.now });
  return adapter.models(new AbortController().signal);
}

const errorOf = (asked: Promise<unknown>) =>
  asked.then(
    () => undefined,
    (thrown: ProviderError) => ({ ...thrown.error, again: thrown.retry !== false }),
  );

test('one that nobody knows is refused before the key leaves, and the way out is told', async () => {
  const server = await startTlsProvider();
  const error = await errorOf(models(server.url));
  expect(error).toMatchObject({ code: 'no-network', again: false });
  expect(error?.message).toContain(server.host);
  expect(error?.hint).toMatch(/do not give a key there.*file.*Settings → Providers → Edit/);
  expect(error?.hint).toContain('certificates of this computer');
  expect(server.asked).toEqual([]);
});

test('the file of the provider vouches for it, at the first connection', async () => {
  const server = await startTlsProvider();
  const certificates = fileOf(`A company's own\n${authority.cert}`);
  expect(await models(server.url, { certificates })).toMatchObject([{ id: 'claude' }]);
  expect(server).toMatchObject({ connections: 1, asked: ['Bearer sk-secret'] });
  // What vouches for one provider does so for no other.
  expect((await errorOf(models(server.url)))?.message).toContain(server.host);
});

test('a certificate that is signed by itself may stand in the file itself', async () => {
  const own = makeCertificate();
  const server = await startTlsProvider(own);
  const certificates = fileOf(own.cert);
  expect(await models(server.url, { certificates })).toMatchObject([{ id: 'claude' }]);
});

test('the file that NODE_EXTRA_CA_CERTS names is looked into once it is needed, and from then on at once', async () => {
  const server = await startTlsProvider();
  const extraCertificates = fileOf(authority.cert);
  expect(await models(server.url, { extraCertificates })).toMatchObject([{ id: 'claude' }]);
  expect(server).toMatchObject({ connections: 2, asked: ['Bearer sk-secret'] });
  expect(await models(server.url, { extraCertificates })).toMatchObject([{ id: 'claude' }]);
  expect(server.connections).toBe(3);
});

test('no authority mends a certificate of another name', async () => {
  const server = await startTlsProvider(vouchedFor(['other.example']));
  const given = { certificates: fileOf(authority.cert), extraCertificates: fileOf(authority.cert) };
  const error = await errorOf(models(server.url, given));
  expect(error?.message).toContain('made out to another name');
  expect(server).toMatchObject({ connections: 1, asked: [] });
});

describe('a file that is of no use', () => {
  const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
  test.each([
    ['', 'has no certificate in PEM form'],
    [broken, 'has a certificate that cannot be read'],
    [authority.cert + broken, 'has 2 certificates, of which number 2 cannot be read'],
  ])('is named, with what is wrong (%#)', async (text, wrong) => {
    const server = await startTlsProvider();
    const certificates = fileOf(text);
    const error = await errorOf(models(server.url, { certificates }));
    expect(error).toMatchObject({
      code: 'no-network',
      again: false,
      hint: expect.stringContaining('Settings → Providers → Edit'),
    });
    expect(error?.message).toContain(
      `certificates of this provider cannot be used: ${certificates} ${wrong}`,
    );
    expect(server.connections).toBe(0);
  });

  test('is looked at anew each time: what was mended holds', async () => {
    const server = await startTlsProvider();
    const certificates = fileOf('');
    expect(await errorOf(models(server.url, { certificates }))).toBeDefined();
    writeFileSync(certificates, authority.cert);
    expect(await models(server.url, { certificates })).toMatchObject([{ id: 'claude' }]);
  });

  test('is told of NODE_EXTRA_CA_CERTS where it would have been needed', async () => {
    const server = await startTlsProvider();
    const extraCertificates = join(tmpdir(), 'konsole-nobody-has-this.pem');
    const error = await errorOf(models(server.url, { extraCertificates }));
    expect(error?.message).toContain(
      `the file that NODE_EXTRA_CA_CERTS names cannot be used: ${extraCertificates} is not there`,
    );
    const certificates = fileOf(authority.cert);
    const given = { certificates, extraCertificates };
    expect(await models(server.url, given)).toMatchObject([{ id: 'claude' }]);
  });
});

describe('through a proxy', () => {
  test('the server has to be vouched for in the same ways', async () => {
    const server = await startTlsProvider();
    const proxy = `http://${(await startConnectProxy()).host}`;
    expect((await errorOf(models(server.url, { proxy })))?.hint).toContain('do not give a key');
    expect(server.asked).toEqual([]);
    const file = fileOf(authority.cert);
    await models(server.url, { proxy, certificates: file });
    await models(server.url, { proxy, extraCertificates: file });
    expect(server.asked).toHaveLength(2);
  });

  test('so it is through one that speaks SOCKS', async () => {
    const server = await startTlsProvider(vouchedFor(['lab.example']));
    const socks = await startSocksProxy();
    const url = server.url.replace('127.0.0.1', 'lab.example');
    const proxy = `socks5h://${socks.host}`;
    expect((await errorOf(models(url, { proxy })))?.hint).toContain('do not give a key');
    expect(server.asked).toEqual([]);
    const file = fileOf(authority.cert);
    await models(url, { proxy, certificates: file });
    await models(url, { proxy, extraCertificates: file });
    expect(server.asked).toHaveLength(2);
  });

  test('and so has the proxy, where it is spoken to by TLS', async () => {
    const server = await startTlsProvider();
    const tunnels = await startConnectProxy({ certificate: vouchedFor() });
    const proxy = `https://${tunnels.host}`;
    const error = await errorOf(models(server.url, { proxy }));
    expect(error?.message).toContain(`The certificate of ${tunnels.host} cannot be trusted`);
    expect(tunnels.asked).toEqual([]);
    const certificates = fileOf(authority.cert);
    expect(await models(server.url, { proxy, certificates })).toMatchObject([{ id: 'claude' }]);
    expect(tunnels.asked).toHaveLength(1);
  });

  test('which is known by its own name, and not by that of the server behind it', async () => {
    const server = await startTlsProvider(vouchedFor(['localhost']));
    const tunnels = await startConnectProxy({ certificate: vouchedFor(['127.0.0.1']) });
    const certificates = fileOf(authority.cert);
    const url = server.url.replace('127.0.0.1', 'localhost');
    const given = { proxy: `https://${tunnels.host}`, certificates };
    expect(await models(url, given)).toMatchObject([{ id: 'claude' }]);
  });
});
