/** The certificates of the system, in a process that has asked for none yet: what is made of them is kept. */
import tls from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { createAdapter } from '../../../main/konsole/providers/index';
import { authority, fileOf, startTlsProvider } from '../../fakes/tls-provider';

async function models(baseUrl: string, given: { certificates?: string } = {}) {
  const access = { id: 'p', kind: 'anthropic', baseUrl, key: 'sk-secret', ...given };
  const adapter = await createAdapter(access, { now: Date.now });
  return adapter.models(new AbortController().signal);
}

test('the certificates of the system are asked for once a connection was refused, and not before', async () => {
  const listed: typeof tls & { getCACertificates?: (kind: string) => readonly string[] } = tls;
  const before = listed.getCACertificates;
  const kinds: string[] = [];
  listed.getCACertificates = (kind) => {
    kinds.push(kind);
    return kind === 'system' ? [authority.cert] : tls.rootCertificates;
  };
  onTestFinished(() => {
    if (before) listed.getCACertificates = before;
    else delete listed.getCACertificates;
  });
  const known = await startTlsProvider();
  const certificates = fileOf(authority.cert);
  await models(known.url, { certificates });
  expect(kinds).not.toContain('system');
  const server = await startTlsProvider();
  expect(await models(server.url)).toMatchObject([{ id: 'claude' }]);
  expect(kinds).toContain('system');
  expect(server).toMatchObject({ connections: 2, asked: ['Bearer sk-secret'] });
});
