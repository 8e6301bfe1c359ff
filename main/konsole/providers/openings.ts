/**
 * Connections that are being opened, and who waits for them. undici goes on opening one whose request was stopped, and a proxy
 * or a server that is silent would hold it for minutes: it is closed as soon as nobody waits any more.
 */
import type { buildConnector } from 'undici';
import { hand, type Open } from './trust';

export interface Openings {
  connect: buildConnector.connector;
  /** Somebody waits for an answer from this origin, until what is returned is called. */
  wait(origin: string): () => void;
}

export function createOpenings(open: Open): Openings {
  /** By origin. */
  const waiting = new Map<string, number>();
  const opening = new Map<string, Set<AbortController>>();

  function leave(origin: string): void {
    const others = (waiting.get(origin) ?? 1) - 1;
    if (others > 0) return void waiting.set(origin, others);
    waiting.delete(origin);
    const reason = new Error('Nobody waits for this connection any more.');
    for (const one of opening.get(origin) ?? []) one.abort(reason);
  }

  return {
    connect(target, done) {
      const origin = `${target.protocol}//${target.host}`;
      const one = new AbortController();
      const all = opening.get(origin) ?? new Set();
      opening.set(origin, all.add(one));
      const opened = open(target, one.signal).finally(() => {
        all.delete(one);
        if (all.size === 0 && opening.get(origin) === all) opening.delete(origin);
      });
      void hand(opened, done);
    },
    wait(origin) {
      waiting.set(origin, (waiting.get(origin) ?? 0) + 1);
      return () => leave(origin);
    },
  };
}
