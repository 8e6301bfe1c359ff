/** A turn's place in the row of its lane, and the lease that comes of it. */
import { KonsoleError } from '../../../preload/contract/errors';
import type { LogRecord } from '../../../preload/contract/shapes';
import type { HostHandle } from './host-types';
import { createLease, type First } from './lease';
import type { Place, Row } from './row';
import type { Lease, Ticket } from './types';

export interface TicketDeps {
  row: Row;
  /** A host that is free and warm for this. */
  warmFor: (signature: string) => HostHandle | undefined;
  isClosed: () => boolean;
  /** Somebody joined or left the row. */
  settle: () => void;
  first: (first: First) => void;
  log: (level: LogRecord['level'], message: string, fields?: Record<string, unknown>) => void;
}

export const closing = () => new KonsoleError('busy', 'Konsole is closing.');

export function createTickets(deps: TicketDeps): (session: string, turn: string) => Ticket {
  const { row, settle } = deps;
  const settleSoon = () => queueMicrotask(settle);

  /** For a turn whose host has failed it: it does not wait once more behind those that came later. */
  function another(place: Place): () => void {
    if (deps.isClosed()) place.refuse(closing());
    else row.joinFirst(place);
    settleSoon();
    return () => {
      row.leave(place);
      settleSoon();
    };
  }

  return (session, turn) => {
    let mine: Place | undefined;
    let given: Lease | undefined;
    let cancelled = false;
    const lease = new Promise<Lease>((resolve, reject) => {
      mine = {
        session,
        turn,
        give(host) {
          given = createLease({ ...deps, session, turn, another }, host);
          resolve(given);
        },
        refuse: reject,
      };
      if (deps.isClosed()) reject(closing());
      else row.join(mine);
    });
    // Who cancels no longer looks at it.
    lease.catch(() => undefined);
    settle();
    return {
      lease,
      cancel() {
        if (cancelled) return;
        cancelled = true;
        if (mine) row.leave(mine);
        given?.release();
        settleSoon();
      },
    };
  };
}
