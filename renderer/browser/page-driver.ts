/**
 * The driver of a page in a browser: over SSE or a WebSocket, chosen anew each time that a connection is opened. A
 * WebSocket that does not hold, behind a proxy that lets none through for one, is given up for SSE, and that is told.
 */
import type { ServerFrame } from '../../preload/contract/frames';
import type { Connection, ConnectionFact, Driver } from '../../preload/stream/types';

export type PageTransport = 'sse' | 'websocket';

export interface PageDriverDeps {
  sse: Driver;
  websocket: Driver;
  /** ms, of any clock. */
  now: () => number;
}

export interface PageDriver {
  driver: Driver;
  /**
   * What the settings say, whenever they were read. Also tries a WebSocket anew that was given up. True when the
   * stream should move.
   */
  want(transport: PageTransport): boolean;
}

/** So many in a row that told nothing, and SSE is tried. */
const mostFailures = 3;
/** Who leaves a connection that told nothing for so long, ms, leaves it for that. */
const patienceMs = 5_000;

export function createPageDriver(deps: PageDriverDeps): PageDriver {
  let wanted: PageTransport = 'sse';
  let failures = 0;
  let why: string | undefined;

  const givenUp = () => wanted === 'websocket' && failures >= mostFailures;

  function failed(reason: string): void {
    failures += 1;
    why = `the last of ${mostFailures} attempts told nothing: ${reason}`;
  }

  function overSocket(told: (fact: ConnectionFact) => void): Connection {
    const since = deps.now();
    let over = false;
    const end = (reason: string | undefined) => {
      if (!over && reason !== undefined) failed(reason);
      over = true;
    };
    const connection = deps.websocket(
      named({ t: 'lane', transport: 'websocket', wanted }, (fact) => {
        if (fact.type === 'closed') end(fact.reason);
        if (fact.type === 'frames') {
          over = true;
          failures = 0;
        }
        told(fact);
      }),
    );
    return {
      send: (frame) => connection.send(frame),
      close() {
        end(deps.now() - since >= patienceMs ? 'it was not there in time' : undefined);
        connection.close();
      },
    };
  }

  function overSse(told: (fact: ConnectionFact) => void): Connection {
    const instead = givenUp() && why !== undefined ? { why } : {};
    let heard = false;
    return deps.sse(
      named({ t: 'lane', transport: 'sse', wanted, ...instead }, (fact) => {
        if (fact.type === 'frames') heard = true;
        // Where SSE tells nothing either, it is Konsole that is away, and the WebSocket has its turn again.
        if (fact.type === 'closed' && !heard) failures = 0;
        told(fact);
      }),
    );
  }

  return {
    driver: (told) => (wanted === 'websocket' && !givenUp() ? overSocket(told) : overSse(told)),
    want(transport) {
      if (transport === wanted && !givenUp()) return false;
      wanted = transport;
      failures = 0;
      return true;
    },
  };
}

/** Before the first frames of a connection the stream is told what carries them. */
function named(
  lane: ServerFrame,
  told: (fact: ConnectionFact) => void,
): (fact: ConnectionFact) => void {
  let said = false;
  return (fact) => {
    if (fact.type !== 'frames' || said) return told(fact);
    said = true;
    told({ ...fact, frames: [lane, ...fact.frames] });
  };
}
