/** The acknowledgements of a window, over a wire that has none and over one that asks for none: both stay bounded (I9). */
import type { ServerFrame } from '../../../preload/contract/frames';
import type { Driver } from '../../../preload/stream/types';
import { charsOf, snapshotChars } from '../encoding';
import { createWindow, type Window } from '../window';

/**
 * Server-sent events tell nothing back, so the acks end here: while the window owes too many, nothing more is read, the
 * socket fills, and the hub merges or drops. `make` is given what must be awaited before anything more is read.
 */
export function withKeptAcks(make: (room: () => Promise<void>) => Driver): Driver {
  return (told) => {
    const window = createWindow('acks', () => true);
    const connection = make(() => window.room())((fact) => {
      if (fact.type === 'frames') for (const frame of fact.frames) count(window, frame);
      if (fact.type === 'closed') window.release();
      told(fact);
    });
    return {
      send(frame) {
        if (frame.t === 'ack') {
          if (window.acked(frame.channel, frame.pos)) window.wake();
          return;
        }
        if (frame.t === 'attach' || frame.t === 'detach') {
          // What was on its way to the attachment before this one is owed no more.
          window.forget(frame.channel);
          window.wake();
        }
        connection.send(frame);
      },
      close() {
        connection.close();
        window.release();
      },
    };
  };
}

function count(window: Window, frame: ServerFrame): void {
  // The channel has ended: what is owed of it will never be acknowledged.
  if (frame.t === 'error' && frame.channel !== undefined) {
    window.forget(frame.channel);
    window.wake();
  }
  if (frame.t === 'event') {
    window.sent(frame.event.channel, frame.event.pos, charsOf(frame.event));
  } else if (frame.t === 'snapshot') {
    window.sent(frame.channel, frame.pos, snapshotChars(frame.state));
  }
}

/**
 * A server paces a reader by its acks only once it has had one. A window that stands still before its first would be
 * sent all there is, as this process takes what its port will have to hold.
 */
export function withPromisedAcks(driver: Driver): Driver {
  return (told) => {
    const connection = driver(told);
    return {
      send(frame) {
        connection.send(frame);
        if (frame.t === 'attach') connection.send({ t: 'ack', channel: frame.channel, pos: 0 });
      },
      close: () => connection.close(),
    };
  };
}
