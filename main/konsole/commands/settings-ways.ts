/** What a patch newly says of how providers are reached, looked at before it is written: no schema looks into a file. */
import { KonsoleError } from '../../../preload/contract/errors';
import type { ProviderSettings, Settings } from '../../../preload/contract/settings';
import { isWholePath, proxySchemes, proxySchemesInWords } from '../../../preload/contract/ways';
import { CertificateFileError, readCertificates } from '../certificate-file';

/** Rejects with `invalid`. What stood there before stays as it is; what the schema refuses is told by it. */
export async function checkWays(
  patch: Record<string, unknown>,
  { providers: known }: Settings,
): Promise<void> {
  if (!Array.isArray(patch['providers'])) return;
  for (const provider of patch['providers'] as (Partial<ProviderSettings> | null)[]) {
    const { id, proxy, certificates } = provider ?? {};
    const before = known.find((other) => other.id === id);
    if (typeof proxy === 'string' && proxy !== before?.proxy) checkProxy(proxy);
    if (typeof certificates !== 'string' || certificates === before?.certificates) continue;
    if (isWholePath(certificates)) await checkFile(certificates);
  }
}

function checkProxy(proxy: string): void {
  if (!URL.canParse(proxy)) return;
  const { protocol } = new URL(proxy);
  if (proxySchemes.includes(protocol)) return;
  // Its kind alone: in what follows there may be a password.
  throw new KonsoleError(
    'invalid',
    `proxy: ${protocol}// is of a kind that Konsole does not speak. Write an address that begins with ${proxySchemesInWords}, without a user name.`,
  );
}

async function checkFile(path: string): Promise<void> {
  try {
    await readCertificates(path);
  } catch (error) {
    if (!(error instanceof CertificateFileError)) throw error;
    throw new KonsoleError(
      'invalid',
      `certificates: ${path} ${error.message}. Name a PEM file with the certificate of the authority, or leave it empty.`,
    );
  }
}
