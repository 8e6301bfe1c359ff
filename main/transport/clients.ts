/** What each client has open, so that all of it ends when its token is taken back. */

export interface Clients {
  /** `end` ends one thing that this client has open. Returns what to call when that is over by itself. */
  opened(client: string, end: () => void): () => void;
  /** Ends all that this client has open. */
  end(client: string): void;
}

export function createClients(): Clients {
  const open = new Map<string, Set<() => void>>();

  return {
    opened(client, end) {
      const own = () => end();
      const its = open.get(client) ?? new Set();
      open.set(client, its.add(own));
      return () => {
        its.delete(own);
        if (its.size === 0 && open.get(client) === its) open.delete(client);
      };
    },
    end(client) {
      const its = open.get(client);
      open.delete(client);
      for (const end of its ?? []) end();
    },
  };
}
