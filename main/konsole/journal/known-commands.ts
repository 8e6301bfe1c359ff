/**
 * Which command ids are taken, in memory. Nearly every command is new, and whoever waits for it does not wait for a
 * disk to say so as well (I5, I8).
 */

/** Of seven days, for which answers are kept. With more than this every command is looked up on disk. */
export const mostKnown = 50_000;

export interface KnownCommands {
  /** True only when it surely was never used; false also while that is not known. */
  isNew(client: string, id: string): boolean;
  /** It is being written. */
  took(client: string, id: string): void;
  /** Those on disk, once; undefined: too many, or they could not be read. */
  loaded(keys: readonly string[] | undefined): void;
}

export const keyOf = (client: string, id: string): string => JSON.stringify([client, id]);

export function createKnownCommands(most = mostKnown): KnownCommands {
  let taken: Set<string> | undefined = new Set();
  let complete = false;

  function add(key: string): void {
    taken?.add(key);
    if (taken && taken.size > most) taken = undefined;
  }

  return {
    isNew: (client, id) => complete && taken !== undefined && !taken.has(keyOf(client, id)),
    took: (client, id) => add(keyOf(client, id)),
    loaded(keys) {
      if (keys === undefined) taken = undefined;
      for (const key of keys ?? []) add(key);
      complete = true;
    },
  };
}
