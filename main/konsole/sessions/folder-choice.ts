/**
 * The folder of a session that names none: the one named at the start, until a person chooses another in this run;
 * else the chosen one; else the folder that Konsole was started in.
 */
export interface FolderChoice {
  current(): string;
  /** A person chose: what was named at the start counts no more. */
  chosen(): void;
}

export interface FolderChoiceDeps {
  /** By `--workspace`. */
  named: string | undefined;
  settings: () => string | undefined;
  startedIn: string;
}

export function createFolderChoice({ named, settings, startedIn }: FolderChoiceDeps): FolderChoice {
  let first = named;
  return {
    current: () => first ?? settings() ?? startedIn,
    chosen() {
      first = undefined;
    },
  };
}
