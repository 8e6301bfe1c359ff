/**
 * Where keys are kept on the desktop: encrypted by the system's secret store in `secrets.json` (mode 0600), or
 * in memory for this run. Each key is sealed together with its provider and origin and given to no other.
 */
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { KonsoleError } from '../../preload/contract/errors';

/** The part of Electron's safeStorage that is used. `getSelectedStorageBackend` exists on Linux alone. */
export interface SafeStorage {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(sealed: Buffer): string;
  getSelectedStorageBackend?(): string;
}

interface Sealed {
  provider: string;
  origin: string;
  key: string;
}

type Entries = Record<string, { origin: string; sealed: string }>;

/** Why keys cannot be stored here; undefined when they can. */
export function whyNoStore(safe: SafeStorage, platform: string): string | undefined {
  if (platform === 'linux') {
    const backend = safe.getSelectedStorageBackend?.() ?? 'unknown';
    if (backend === 'basic_text' || backend === 'unknown') {
      return (
        'This desktop offers no secret store (a keyring such as GNOME Keyring or KWallet). ' +
        'A key can be kept for this run only, or read from an environment variable.'
      );
    }
  }
  if (!safe.isEncryptionAvailable()) {
    return (
      "The system's secret store is locked or not available. " +
      'A key can be kept for this run only, or read from an environment variable.'
    );
  }
  return undefined;
}

/** `safe` is asked only when Electron is ready, so this is made lazily by the first use. */
export function createKeyStore(deps: { home: string; safe: SafeStorage; platform: string }) {
  const file = path.join(deps.home, 'secrets.json');
  const why = whyNoStore(deps.safe, deps.platform);
  const thisRun = new Map<string, Sealed>();
  let writing: Promise<void> = Promise.resolve();
  /** What the file says, sealed as it is there: a question does not wait for a disk to be told its key. */
  let known: Promise<Entries> | undefined;

  function read(): Promise<Entries> {
    known ??= readEntries().catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  }

  async function readEntries(): Promise<Entries> {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
      throw new KonsoleError('internal', `Konsole cannot read ${file}. Check its permissions.`);
    }
    const entries = parseEntries(text);
    if (entries) return entries;
    // Unreadable: set aside, so that the next key does not write over what may be mended by hand.
    await rename(file, `${file}.damaged`).catch((error: NodeJS.ErrnoException) => {
      // Another look at it, at the same time, has done so.
      if (error.code !== 'ENOENT') throw error;
    });
    return {};
  }

  /** One change at a time; the old file stays whole until the new one is. */
  function change(edit: (entries: Entries) => void): Promise<void> {
    const run = writing.then(async () => {
      // Anew, for it may have been mended by hand meanwhile.
      const entries = await readEntries();
      edit(entries);
      await mkdir(deps.home, { recursive: true });
      const fresh = `${file}.new`;
      await writeFile(fresh, `${JSON.stringify({ version: 1, keys: entries }, null, 2)}\n`, {
        mode: 0o600,
      });
      await chmod(fresh, 0o600);
      await rename(fresh, file);
      known = Promise.resolve(entries);
    });
    writing = run.catch(() => undefined);
    return run;
  }

  function open(provider: string, entry: Entries[string] | undefined): Sealed | undefined {
    if (!entry || why !== undefined) return undefined;
    try {
      const sealed = JSON.parse(
        deps.safe.decryptString(Buffer.from(entry.sealed, 'base64')),
      ) as Sealed;
      // The plain fields of the file can be edited; only what was sealed counts.
      return sealed.provider === provider && typeof sealed.key === 'string' ? sealed : undefined;
    } catch {
      return undefined;
    }
  }

  async function find(provider: string): Promise<(Sealed & { kept: 'store' | 'run' }) | undefined> {
    const held = thisRun.get(provider);
    if (held) return { ...held, kept: 'run' };
    const stored = open(provider, own(await read(), provider));
    return stored && { ...stored, kept: 'store' };
  }

  return {
    kind: why === undefined ? ('system' as const) : ('none' as const),
    ...(why === undefined ? {} : { why }),
    async get(provider: string, origin: string): Promise<string | undefined> {
      const found = await find(provider);
      return found && found.origin === origin ? found.key : undefined;
    },
    async where(provider: string) {
      const found = await find(provider);
      return found && { kept: found.kept, origin: found.origin };
    },
    async set(provider: string, origin: string, key: string, keep: 'store' | 'run'): Promise<void> {
      const entry: Sealed = { provider, origin, key };
      if (keep === 'run') {
        thisRun.set(provider, entry);
        return;
      }
      if (why !== undefined) throw new KonsoleError('unsupported', why);
      const sealed = deps.safe.encryptString(JSON.stringify(entry)).toString('base64');
      await change((entries) => {
        entries[provider] = { origin, sealed };
      });
      thisRun.delete(provider);
    },
    async remove(provider: string): Promise<void> {
      thisRun.delete(provider);
      if (own(await read(), provider)) {
        await change((entries) => {
          delete entries[provider];
        });
      }
    },
  };
}

const own = (entries: Entries, provider: string) =>
  Object.hasOwn(entries, provider) ? entries[provider] : undefined;

/** Undefined when the file is damaged; an entry of a wrong shape is left out. */
function parseEntries(text: string): Entries | undefined {
  let keys: unknown;
  try {
    keys = (JSON.parse(text) as { keys?: unknown } | null)?.keys;
  } catch {
    return undefined;
  }
  if (typeof keys !== 'object' || keys === null) return undefined;
  const entries: Entries = {};
  for (const [provider, entry] of Object.entries(keys as Record<string, unknown>)) {
    const { origin, sealed } = (entry ?? {}) as Record<string, unknown>;
    if (provider === '__proto__' || typeof origin !== 'string' || typeof sealed !== 'string')
      continue;
    entries[provider] = { origin, sealed };
  }
  return entries;
}
