/** What the settings say of the way to a provider, through the whole engine: refused where it is wrong, and followed by a test and a turn. */
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { forkHost } from '../../main/fork-host';
import { startFakeAnthropic } from '../fakes/anthropic';
import { answer } from '../fakes/anthropic-scenarios';
import { makeAuthority, makeCertificate } from '../fakes/certificate';
import { startSocksProxy } from '../fakes/socks-proxy';
import { hostFile, newFolder, openTested } from './support/konsole';

const authority = makeAuthority();
function fileOf(text: string): string {
  const file = join(newFolder(), 'company.pem');
  writeFileSync(file, text);
  return file;
}

/** An Anthropic behind TLS, by an authority of its own. */
async function startGateway() {
  const fake = await startFakeAnthropic();
  onTestFinished(fake.close);
  fake.otherwise(answer('By way of the company.'));
  const server = createServer(makeCertificate({ by: authority }), (request, response) => {
    void (async () => {
      const body: Buffer[] = [];
      for await (const piece of request) body.push(piece as Buffer);
      const { method = 'GET', url = '/', headers } = request;
      const asked = method === 'POST' ? { body: Buffer.concat(body) } : {};
      const sent = { method, headers: { ...(headers as Record<string, string>) }, ...asked };
      for (const name of ['host', 'connection', 'content-length', 'transfer-encoding']) {
        delete sent.headers[name];
      }
      const told = await fetch(`${fake.url}${url}`, sent);
      const type = told.headers.get('content-type') ?? 'text/plain';
      response.writeHead(told.status, { 'content-type': type }).end(await told.text());
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const model = 'lab/claude-opus-5-5';
const lab = { id: 'lab', kind: 'anthropic', key: 'k-0123456789' };
/** As a packaged app has it: its hosts' Node knows no authority but its own. */
const startHost = () => forkHost(hostFile, { PATH: process.env['PATH'] });
const settingsWith = (provider: object) => ({
  models: { main: model, quick: model },
  providers: [{ ...lab, ...provider }],
  pool: { fillCache: false },
});

async function asked(provider: object, env: Record<string, string> = {}) {
  const konsole = await openTested({
    env: { KONSOLE_NO_LOCAL: '1', ...env },
    startHost: startHost(),
    settings: settingsWith(provider),
  });
  const tested = await konsole.ask('provider.test', { provider: 'lab' });
  const { session } = await konsole.ask('session.create', { kind: 'main', model });
  const { turn } = await konsole.ask('turn.send', { session: session.id, text: 'Hello?' });
  return { tested, turn: await konsole.finished(session.id, turn) };
}

test('a file that the settings name vouches for a gateway, in a test and in a turn', async () => {
  const baseUrl = await startGateway();
  const { tested, turn } = await asked({ baseUrl, certificates: fileOf(authority.cert) });
  expect(tested).toMatchObject({ ok: true });
  expect(turn).toMatchObject({ status: 'completed' });
});

test('so does the file that NODE_EXTRA_CA_CERTS names, though the Node of a host has not read it', async () => {
  const baseUrl = await startGateway();
  const env = { NODE_EXTRA_CA_CERTS: fileOf(authority.cert) };
  const { tested, turn } = await asked({ baseUrl }, env);
  expect(tested).toMatchObject({ ok: true });
  expect(turn).toMatchObject({ status: 'completed' });
});

test('a file that is not there is told in a test and in a turn', async () => {
  const baseUrl = await startGateway();
  const certificates = join(newFolder(), 'gone.pem');
  const { tested, turn } = await asked({ baseUrl, certificates });
  expect(tested).toMatchObject({ ok: false });
  expect(tested.message).toContain(`${certificates} is not there`);
  expect(turn.error).toMatchObject({
    code: 'no-network',
    message: expect.stringContaining(`${certificates} is not there`),
    hint: expect.stringContaining('Settings → Providers → Edit'),
  });
});

test('who set a SOCKS proxy in the environment is never gone around: by one that is spoken, or by an error that names it', async () => {
  const fake = await startFakeAnthropic();
  onTestFinished(fake.close);
  fake.otherwise(answer('By way of the proxy.'));
  const proxy = await startSocksProxy();
  const baseUrl = `http://lab.example:${fake.port}`;
  const key = { key: undefined, keyEnv: 'LAB_KEY' };
  const env = { LAB_KEY: lab.key };
  const spoken = await asked({ baseUrl, ...key }, { ...env, ALL_PROXY: `socks5h://${proxy.host}` });
  expect(spoken.tested).toMatchObject({ ok: true });
  expect(spoken.turn).toMatchObject({ status: 'completed' });
  expect(new Set(proxy.asked)).toEqual(new Set([`lab.example:${fake.port}`]));
  const { length } = fake.requests;
  const { tested, turn } = await asked({ baseUrl, ...key }, { ...env, ALL_PROXY: 'socks4://p:1' });
  expect(tested.message).toContain('ALL_PROXY');
  expect(turn.error).toMatchObject({
    code: 'no-network',
    message: expect.stringContaining('ALL_PROXY'),
    hint: expect.stringContaining('socks5://'),
  });
  expect(fake.requests).toHaveLength(length);
});

test('what cannot be used is refused when it is saved, and what stood there before does not stand in the way', async () => {
  const certificates = join(newFolder(), 'gone.pem');
  const settings = settingsWith({ baseUrl: 'https://lab.example', certificates });
  const konsole = await openTested({ noHosts: true, settings });
  const save = (change: object) =>
    konsole.answer('settings.update', {
      patch: { providers: [{ ...settings.providers[0], ...change }] },
      commandId: `c${Math.random()}`,
    });
  expect(await save({ name: 'Lab' })).toMatchObject({ ok: true });
  const refused = async (change: object) => {
    const told = await save(change);
    return told.ok ? undefined : told;
  };
  const empty = fileOf('no certificate');
  expect(await refused({ certificates: empty })).toMatchObject({
    code: 'invalid',
    message: expect.stringMatching(/^certificates: .*has no certificate in PEM form.*Name a PEM/),
  });
  expect((await refused({ certificates: 'company.pem' }))?.message).toContain(
    'must be the whole path of a PEM file',
  );
  expect((await refused({ proxy: 'socks4://p:1' }))?.message).toMatch(/^proxy: socks4:.*socks5:/);
  // What may be a password is in no message.
  for (const scheme of ['socks4', 'http']) {
    const told = await refused({ proxy: `${scheme}://me:s3cret@p:1` });
    expect(told).toMatchObject({ code: 'invalid', message: expect.stringContaining('user name') });
    expect(JSON.stringify(told)).not.toContain('s3cret');
  }
  expect(
    await save({ certificates: fileOf(authority.cert), proxy: 'socks5h://p:1' }),
  ).toMatchObject({
    ok: true,
  });
});

test('a proxy in the settings that cannot be used is never gone around: its provider is not asked, and no window sees its password', async () => {
  const fake = await startFakeAnthropic();
  onTestFinished(fake.close);
  const baseUrl = `http://lab.example:${fake.port}`;
  const key = { key: undefined, keyEnv: 'LAB_KEY' };
  const konsole = await openTested({
    env: { KONSOLE_NO_LOCAL: '1', LAB_KEY: lab.key, ALL_PROXY: 'socks5://127.0.0.1:1' },
    noHosts: true,
    settings: settingsWith({ baseUrl, ...key, proxy: 'http://me:s3cret@p:1' }),
  });
  const told = await konsole.ask('settings.get', {});
  expect(told.problems).toEqual([
    {
      field: 'providers.0.proxy',
      message: expect.stringMatching(/without a user name\. Nothing is asked of this provider/),
    },
  ]);
  expect(JSON.stringify(told)).not.toContain('s3cret');
  const tested = await konsole.ask('provider.test', { provider: 'lab' });
  expect(tested).toMatchObject({ ok: false });
  expect(tested.message).toContain('The "proxy" of this provider is no address of a proxy');
  const own = told.settings.providers.map((provider) => ({ ...provider, proxy: '' }));
  const patch = { providers: own };
  expect(await konsole.answer('settings.update', { patch, commandId: 'c1' })).toMatchObject({
    ok: false,
    message: expect.not.stringContaining('Nothing is asked'),
  });
});
