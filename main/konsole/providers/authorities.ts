/**
 * Who may vouch for a provider's server beyond the authorities that Node has by itself: those in files that a person
 * named, and those of the operating system. Loaded when somebody asks for them: the usual way needs none.
 */
import tls from 'node:tls';
import { CertificateFileError, markOfFile, readCertificates } from '../certificate-file';
import { AuthoritiesError, type NamedIn } from './authorities-error';

export interface AuthorityFile {
  namedIn: NamedIn;
  path: string;
}

interface Read {
  mark: string;
  certificates: string[];
}

/** By path. A file that changed is read anew. */
const files = new Map<string, Read>();
/** By what is in it. Making one takes longer than connecting. */
const contexts = new Map<string, tls.SecureContext>();
const maxContexts = 20;

/** Node 20 has no such function, and then there are those alone that it has by itself. */
const listed: typeof tls & { getCACertificates?: (kind: 'default' | 'system') => string[] } = tls;

/** What every connection trusts, and what is in this file. Rejects with an `AuthoritiesError`. */
export async function withFile(file: AuthorityFile): Promise<tls.SecureContext> {
  const { mark, certificates } = await read(file);
  return contextOf(`${file.path} ${mark}`, () => [...byItself(), ...certificates]);
}

export interface Wider {
  /** Absent: nobody else is known. */
  context?: tls.SecureContext;
  /** What could not be read; the context goes without. */
  problem?: AuthoritiesError;
}

/** All that can be known, from these files and the system. Rejects as `withFile` does, for the file of the settings. */
export async function withAll(
  file: AuthorityFile | undefined,
  extra: AuthorityFile | undefined,
): Promise<Wider> {
  const named = file && (await read(file));
  let problem: AuthoritiesError | undefined;
  const more =
    extra &&
    (await read(extra).catch((error: unknown) => {
      if (!(error instanceof AuthoritiesError)) throw error;
      problem = error;
      return undefined;
    }));
  const told = problem === undefined ? {} : { problem };
  const system = ofSystem();
  if (!more && system.length === 0) return told;
  const key = `all ${file?.path} ${named?.mark} ${extra?.path} ${more?.mark}`;
  const context = contextOf(key, () => [
    ...byItself(),
    ...system,
    ...(named?.certificates ?? []),
    ...(more?.certificates ?? []),
  ]);
  return { context, ...told };
}

function contextOf(key: string, ca: () => string[]): tls.SecureContext {
  const known = contexts.get(key);
  if (known) return known;
  const context = tls.createSecureContext({ ca: ca() });
  const [oldest] = contexts.keys();
  if (contexts.size >= maxContexts && oldest !== undefined) contexts.delete(oldest);
  contexts.set(key, context);
  return context;
}

const byItself = (): readonly string[] =>
  listed.getCACertificates?.('default') ?? tls.rootCertificates;

/** Node asks the system once, which may take a while, and keeps what it said. */
const ofSystem = (): readonly string[] => listed.getCACertificates?.('system') ?? [];

async function read({ namedIn, path }: AuthorityFile): Promise<Read> {
  try {
    const mark = await markOfFile(path);
    const known = files.get(path);
    if (known?.mark === mark) return known;
    const found = { mark, certificates: await readCertificates(path) };
    files.set(path, found);
    return found;
  } catch (error) {
    if (!(error instanceof CertificateFileError)) throw error;
    throw new AuthoritiesError(namedIn, path, error.message, error);
  }
}
