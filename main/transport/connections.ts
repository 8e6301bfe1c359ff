/**
 * The connections of one door, bounded. When it is full, somebody who knows a token is never the one to go: first
 * strangers, the oldest first, then connections that a client keeps open and does not use.
 */
import type { Socket } from 'node:net';
import type { Note } from './notes';

export interface Connections {
  arrived(connection: Socket): void;
  /** It has sent a whole request: no longer one that only holds a place. */
  asked(connection: Socket): void;
  /** It is of somebody who may come in, and in use until the function that comes back is called. */
  serving(connection: Socket): () => void;
  /** Ends all of them at once. */
  end(): void;
}

export interface ConnectionsDeps {
  most: number;
  /** Milliseconds from arriving to a first whole request; whoever takes longer is ended. */
  freshMs: number;
  note: Note;
}

export function createConnections({ most, freshMs, note }: ConnectionsDeps): Connections {
  /** Those who have not shown a token, in the order they came. */
  const strangers = new Set<Socket>();
  /** Those of clients that wait for a next request, the longest unused first. */
  const idle = new Set<Socket>();
  /** How many answers each of the others is busy with. */
  const busy = new Map<Socket, number>();
  /** When each came that has asked for nothing yet. */
  const fresh = new Map<Socket, number>();
  let looking: NodeJS.Timeout | undefined;

  const all = () => [...strangers, ...idle, ...busy.keys()];

  function forget(connection: Socket): void {
    strangers.delete(connection);
    idle.delete(connection);
    busy.delete(connection);
    fresh.delete(connection);
  }

  function endOf(connection: Socket, why: string): void {
    forget(connection);
    note(`A connection was ended: ${why}.`, { from: connection.remoteAddress });
    connection.destroy();
  }

  /** Only while there is somebody to look at: an idle door has no timer. */
  function lookLater(): void {
    looking ??= setTimeout(() => {
      looking = undefined;
      const now = performance.now();
      for (const [connection, came] of fresh) {
        if (now - came < freshMs) break;
        endOf(connection, 'it asked for nothing');
      }
      if (fresh.size > 0) lookLater();
    }, freshMs / 2).unref();
  }

  return {
    arrived(connection) {
      // Requests behind one another each wait for its end.
      connection.setMaxListeners(0);
      if (strangers.size + idle.size + busy.size >= most) {
        const [first] = strangers.size > 0 ? strangers : idle;
        if (!first) return endOf(connection, 'as many are in use as may be');
        endOf(first, 'another one needed its place');
      }
      strangers.add(connection);
      fresh.set(connection, performance.now());
      connection.once('close', () => forget(connection));
      lookLater();
    },
    asked(connection) {
      fresh.delete(connection);
    },
    serving(connection) {
      if (connection.destroyed) return () => undefined;
      fresh.delete(connection);
      strangers.delete(connection);
      idle.delete(connection);
      busy.set(connection, (busy.get(connection) ?? 0) + 1);
      let over = false;
      return () => {
        const left = (busy.get(connection) ?? 0) - 1;
        if (over || left < 0) return;
        over = true;
        if (left > 0) return void busy.set(connection, left);
        busy.delete(connection);
        idle.add(connection);
      };
    },
    end() {
      clearTimeout(looking);
      for (const connection of all()) connection.destroy();
    },
  };
}
