/** A file of certificates that a person named: what is in it, or in words why it is of no use. */
import { X509Certificate } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';

/** All authorities of a system, with what they say in words, are a fifth of it. */
const maxBytes = 4 * 1024 * 1024;

/** Its message goes on from the path: "is not there". */
export class CertificateFileError extends Error {
  override readonly name = 'CertificateFileError';
}

/** Changes whenever the file does. Rejects with a `CertificateFileError` where there is no file that could be read. */
export async function markOfFile(path: string): Promise<string> {
  const found = await stat(path).catch((error: unknown) => Promise.reject(unreadable(error)));
  const { size, mtimeMs, ino } = found;
  // A pipe or a device would be waited for without an end.
  if (!found.isFile()) throw new CertificateFileError('is no file');
  if (size > maxBytes) {
    throw new CertificateFileError(
      `is larger than ${maxBytes / 1024 / 1024} MB, which no file of certificates is`,
    );
  }
  return `${mtimeMs}/${size}/${ino}`;
}

/** Each in PEM, at least one. Rejects with a `CertificateFileError`. */
export async function readCertificates(path: string): Promise<string[]> {
  await markOfFile(path);
  const text = await readFile(path, 'latin1').catch((error: unknown) =>
    Promise.reject(unreadable(error)),
  );
  const found = text.match(/-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g) ?? [];
  if (found.length === 0) {
    throw new CertificateFileError(
      'has no certificate in PEM form, which begins with "-----BEGIN CERTIFICATE-----"',
    );
  }
  const broken = found.findIndex((pem) => !isCertificate(pem));
  if (broken === -1) return found;
  throw new CertificateFileError(
    found.length === 1
      ? 'has a certificate that cannot be read'
      : `has ${found.length} certificates, of which number ${broken + 1} cannot be read`,
  );
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

function unreadable(error: unknown): CertificateFileError {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return new CertificateFileError('is not there');
  if (code === 'EACCES' || code === 'EPERM') return new CertificateFileError('may not be read');
  return new CertificateFileError(`cannot be read (${code ?? String(error)})`);
}
