/**
 * Finds files of a folder by what a person types. A folder is listed once and remembered for a short while: the next
 * letter is answered from that, and a listing that is a few seconds old is made anew beside it.
 */
import { KonsoleError } from '../../../preload/contract/errors';
import { createPace, type Listing, listFiles } from './listing';
import { asQuery, createBest, fit } from './rank';
import { type FolderLimits, openWorkspace, OutsideError } from './workspace';

export interface FolderFiles {
  /** Best first, at most `limit`. Rejects with a `KonsoleError`. */
  find(limits: FolderLimits, typed: string, limit: number): Promise<string[]>;
  close(): void;
}

/** A listing older than this is made anew; until then, and while that lasts, it is good enough. */
const freshMs = 4_000;
/** Forgotten when nobody asked for so long. */
const keptMs = 30_000;
/** Folders remembered at the same time. */
const keptFolders = 2;
/** Looking at the clock costs more than looking at one path. */
const pauseEvery = 200;

interface Known {
  listing: Promise<Listing>;
  listedAt: number;
  renewing: boolean;
  forget: () => void;
}

export interface FolderFilesDeps {
  now: () => number;
  schedule: (ms: number, run: () => void) => () => void;
  list?: typeof listFiles;
}

export function createFolderFiles(deps: FolderFilesDeps): FolderFiles {
  const { now, schedule, list: listAll = listFiles } = deps;
  /** Last used last. */
  const known = new Map<string, Known>();
  const closed = new AbortController();

  async function listingOf(limits: FolderLimits): Promise<Listing> {
    const workspace = await openWorkspace(limits);
    if (workspace.forbidden(workspace.root)) {
      throw new OutsideError(
        `The folder ${workspace.root} belongs to the system or to Konsole itself and is not shown.`,
      );
    }
    const key = JSON.stringify([workspace.root, limits.refused, limits.denyRead]);
    const list = () => listAll(workspace, closed.signal);
    const one = known.get(key);
    if (!one) {
      const listing = list();
      remember(key, { listing, listedAt: now(), renewing: false, forget: () => undefined });
      listing.catch(() => drop(key));
      return listing;
    }
    remember(key, one);
    if (now() - one.listedAt > freshMs && !one.renewing) {
      one.renewing = true;
      const listing = list();
      listing.then(
        () => Object.assign(one, { listing, listedAt: now(), renewing: false }),
        () => drop(key),
      );
    }
    return one.listing;
  }

  function remember(key: string, one: Known): void {
    drop(key);
    one.forget = schedule(keptMs, () => drop(key));
    known.set(key, one);
    const [oldest] = known.keys();
    if (known.size > keptFolders && oldest !== undefined) drop(oldest);
  }

  function drop(key: string): void {
    known.get(key)?.forget();
    known.delete(key);
  }

  return {
    async find(limits, typed, limit) {
      try {
        const { paths, lower } = await listingOf(limits);
        const query = asQuery(typed);
        const best = createBest(limit);
        const pace = createPace();
        for (let at = 0; at < paths.length; at += 1) {
          const path = paths[at] ?? '';
          const rank = fit(path, lower[at] ?? '', query, best.worst());
          if (rank !== undefined) best.add(path, rank);
          const others = at % pauseEvery === 0 ? pace.pause() : undefined;
          if (others) await others;
        }
        return best.paths();
      } catch (error) {
        if (closed.signal.aborted) throw new KonsoleError('busy', 'Konsole is closing.');
        if (error instanceof OutsideError) throw new KonsoleError('invalid', error.message);
        throw error;
      }
    },
    close() {
      closed.abort();
      for (const key of [...known.keys()]) drop(key);
    },
  };
}
