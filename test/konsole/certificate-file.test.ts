/** A file of certificates that a person named: what is read of it, and why it is of no use. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { CertificateFileError, readCertificates } from '../../main/konsole/certificate-file';
import { makeAuthority } from '../fakes/certificate';

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'konsole-certificates-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function fileOf(content: string | Buffer): string {
  const file = join(newFolder(), 'company.pem');
  writeFileSync(file, content);
  return file;
}

const wrong = (path: string) =>
  readCertificates(path).then(
    () => undefined,
    (error: unknown) => {
      expect(error).toBeInstanceOf(CertificateFileError);
      return (error as Error).message;
    },
  );

test('every certificate in it is read, and nothing else that stands there', async () => {
  const [one, two] = [makeAuthority(), makeAuthority()];
  const text = `Subject: Ünser Büro\n${one.cert}\r\n${one.key}${two.cert.replaceAll('\n', '\r\n')}`;
  const found = await readCertificates(fileOf(text));
  expect(found).toHaveLength(2);
  expect(found.join('')).not.toContain('PRIVATE');
});

test('what is no file of certificates is told as what it is', async () => {
  const folder = newFolder();
  expect(await wrong(join(folder, 'none.pem'))).toBe('is not there');
  expect(await wrong(folder)).toBe('is no file');
  expect(await wrong(fileOf(makeAuthority().key))).toContain('has no certificate in PEM form');
  expect(await wrong(fileOf(Buffer.from([0x30, 0x82, 1, 2])))).toContain(
    '-----BEGIN CERTIFICATE-----',
  );
  expect(await wrong(fileOf(Buffer.alloc(4 * 1024 * 1024 + 1, 65)))).toContain('larger than 4 MB');
});

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'one that may not be read says so',
  async () => {
    const file = fileOf(makeAuthority().cert);
    chmodSync(file, 0);
    expect(await wrong(file)).toBe('may not be read');
  },
);

test.skipIf(process.platform === 'win32')('a device is not waited for', async () => {
  expect(await wrong('/dev/zero')).toBe('is no file');
});
