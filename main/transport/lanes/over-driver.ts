/**
 * A driver's connection in the place of the hub: what a port asks for goes to the driver, what comes of it goes to
 * the port. It is dumb: cursors, holes and new attempts are the business of the window's own stream machine.
 */
import type { ClientFrame } from '../../../preload/contract/frames';
import type { Connection, Driver } from '../../../preload/stream/types';
import type { Hub } from '../hub';

/** Where a port may be joined to: the hub itself, or a way to it. */
export type Connects = Pick<Hub, 'connect'>;

/** `broke` is told, with the reason, before the port hears that its way has ended. */
export function overDriver(driver: Driver, broke: (reason: string) => void): Connects {
  return {
    connect(sink) {
      let over = false;
      let opened = false;
      /** Empty while the driver makes it, when it may tell something already. */
      const link: { connection?: Connection } = {};
      /** What the window asks for before the connection is there. */
      let early: ClientFrame[] = [];

      function send(frame: ClientFrame): void {
        if (over) return;
        if (opened && link.connection) link.connection.send(frame);
        else early.push(frame);
      }

      function flush(): void {
        if (!opened || !link.connection) return;
        const waiting = early;
        early = [];
        for (const frame of waiting) send(frame);
      }

      function end(reason: string): void {
        if (over) return;
        over = true;
        broke(reason);
        sink.end('closing');
      }

      link.connection = driver((fact) => {
        if (over) return;
        switch (fact.type) {
          case 'opened':
            opened = true;
            return flush();
          case 'frames': {
            // Its goodbye is for this connection. The window hears that its port ends, and comes back: it may by then
            // go another way, which a refusal of this one must not keep it from.
            const bye = fact.frames.find((frame) => frame.t === 'bye');
            if (!bye) return sink.send(fact.frames);
            sink.send(fact.frames.slice(0, fact.frames.indexOf(bye)));
            link.connection?.close();
            return end(`the server said goodbye (${bye.code})`);
          }
          case 'closed':
            return end(fact.reason);
        }
      });
      flush();

      return {
        greet() {
          // The other end does, as soon as it is there.
        },
        attach(requests) {
          for (const request of requests) send({ t: 'attach', ...request });
        },
        detach: (channel) => send({ t: 'detach', channel }),
        ack: (channel, pos) => send({ t: 'ack', channel, pos }),
        drained() {
          // A port is never full.
        },
        close() {
          over = true;
          early = [];
          link.connection?.close();
        },
      };
    },
  };
}
