/**
 * What was written and not sent: one file a session under `drafts/`, and one a window for the session that does not
 * exist yet.
 * The newest replaces what was there, whole or not at all; what it says goes into no log.
 */
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { KonsoleError } from '../../../preload/contract/errors';
import { draft as draftShape, type Draft } from '../../../preload/contract/shapes';
import { storageError } from './sqlite';

export interface Drafts {
  /** Without a session that of a new one, in the main window or at `place`. Rejects with `not-found` for one that does not exist. */
  get(session: string | undefined, place?: DraftPlace): Promise<Draft | undefined>;
  /** Resolves once it, or one that came after it, is on disk. An empty one forgets what was kept. */
  keep(session: string | undefined, draft: Draft | undefined, place?: DraftPlace): Promise<void>;
  /** Removes drafts of sessions that are gone for good, and what a kill left half written. Never rejects. */
  sweep(): Promise<void>;
}

/** Where else a session is begun: the quick window. */
export type DraftPlace = 'quick';

export interface DraftsDeps {
  folder: string;
  /** Whether there is such a session. */
  exists: (session: string) => Promise<boolean>;
  now: () => number;
  /** How long the draft of a session that is gone is left, for a session that is brought back; ms. */
  leaveMs: number;
}

/** A draft that fits a command is smaller, whatever its characters; a larger file is none of ours. */
const maxBytes = 64 * 1024 * 1024;
const newSession = 'new';
/** As ids are made: safe as a file's name everywhere. */
const isSafe = (session: string) => /^[a-z0-9]{1,64}$/.test(session);
const fileOf = /^session-([a-z0-9]{1,64})\.json$/;

/** The drafts of one file: one write at a time, and of those that wait only the newest is written. */
interface Place {
  last: Promise<void>;
  next: { draft: Draft | undefined; done: Promise<void> } | undefined;
}

export function createDrafts({ folder, exists, now, leaveMs }: DraftsDeps): Drafts {
  const places = new Map<string, Place>();

  async function nameOf(session: string | undefined, place?: DraftPlace): Promise<string> {
    if (session === undefined) return place ?? newSession;
    if (isSafe(session) && (await exists(session))) return `session-${session}`;
    throw new KonsoleError(
      'not-found',
      `There is no session "${session.slice(0, 64)}" (any more). Choose another one.`,
    );
  }

  const pathOf = (name: string) => join(folder, `${name}.json`);

  /** Takes its place in the row of this file. */
  function put(name: string, draft: Draft | undefined): Promise<void> {
    const place = places.get(name) ?? { last: Promise.resolve(), next: undefined };
    places.set(name, place);
    if (place.next) {
      place.next.draft = draft;
      return place.next.done;
    }
    const next: NonNullable<Place['next']> = { draft, done: Promise.resolve() };
    next.done = place.last.then(() => {
      place.next = undefined;
      return write(pathOf(name), next.draft);
    });
    place.next = next;
    // The next is tried whatever became of this one; its caller hears of it.
    const last = next.done.catch(() => undefined);
    place.last = last;
    void last.then(() => {
      if (place.last === last) places.delete(name);
    });
    return next.done;
  }

  async function write(path: string, draft: Draft | undefined): Promise<void> {
    try {
      if (!draft || isEmpty(draft)) return await rm(path, { force: true });
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeWhole(path, JSON.stringify(draft));
    } catch (error) {
      throw storageError(error, path);
    }
  }

  return {
    async get(session, place) {
      const name = await nameOf(session, place);
      await places.get(name)?.last;
      const path = pathOf(name);
      try {
        return await read(path);
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return undefined;
        throw storageError(error, path);
      }
    },
    async keep(session, draft, place) {
      await put(await nameOf(session, place), draft);
    },
    async sweep() {
      const names = await readdir(folder).catch(() => []);
      for (const name of names) {
        const path = join(folder, name);
        if (isLeftOver(name)) await rm(path, { force: true }).catch(() => undefined);
        const session = fileOf.exec(name)?.[1];
        if (session === undefined) continue;
        // Whatever cannot be looked at stays.
        const isGone = await exists(session).then(
          (there) => !there,
          () => false,
        );
        const written = await stat(path).catch(() => undefined);
        if (!isGone || !written || now() - written.mtimeMs < leaveMs) continue;
        await rm(path, { force: true }).catch(() => undefined);
      }
    },
  };
}

/** What another process began to write; our own may be at work. */
const isLeftOver = (name: string) => name.endsWith('.tmp') && !name.endsWith(`.${process.pid}.tmp`);

const isEmpty = ({ text, pasted, files }: Draft) =>
  text.trim() === '' && pasted.every((one) => one.trim() === '') && files.length === 0;

/** What is there and is no draft is as none: the next one takes its place. */
async function read(path: string): Promise<Draft | undefined> {
  if ((await stat(path)).size > maxBytes) return undefined;
  const text = await readFile(path, 'utf8');
  try {
    return draftShape.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** To a file beside it, on disk, then in its place. */
async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | null)?.code;
}
