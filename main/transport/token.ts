/** The owner's token: 256 random bits in `gateway-token` of the data folder, mode 0600. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { chmodSync, lstatSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Reads the token of this home, or makes it. The home is held by this process, so nobody else makes one
 * meanwhile; a file that was damaged, or is no plain file, is replaced as a whole.
 */
export function ownerToken(home: string): string {
  const file = join(home, 'gateway-token');
  const known = readToken(file);
  if (known !== undefined) {
    chmodSync(file, 0o600);
    return known;
  }
  const token = randomBytes(32).toString('base64url');
  const fresh = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(fresh, `${token}\n`, { mode: 0o600, flag: 'wx', flush: true });
  renameSync(fresh, file);
  return token;
}

function readToken(file: string): string | undefined {
  try {
    if (!lstatSync(file).isFile()) return undefined;
    const text = readFileSync(file, 'utf8').trim();
    return /^[\w-]{43}$/.test(text) ? text : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Says whether an Authorization header bears the token; takes equally long whatever is in it. */
export function createTokenCheck(token: string): (authorization: string | undefined) => boolean {
  const expected = digest(token);
  return (authorization) => {
    const given = bearerIn(authorization);
    return timingSafeEqual(digest(given ?? ''), expected) && given !== undefined;
  };
}

/** The token of an Authorization header. */
export function bearerIn(authorization: string | undefined): string | undefined {
  return /^Bearer +([\w.~+/=-]{1,512})$/i.exec(authorization ?? '')?.[1];
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** For what is kept. Looking a hash up tells nothing about the text: who guesses does not know what its hash is near to. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
