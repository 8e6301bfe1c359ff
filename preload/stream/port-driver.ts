/** The driver over a MessagePort from the main process: one connection a port, frames in batches. */
import type { PortMessage, WindowWithBridge } from '../contract/bridge-api';
import type { ServerFrame } from '../contract/frames';
import type { Driver } from './types';

export interface PortDriverDeps {
  /** Asks for a port; it comes to the listeners as a message with this id. */
  openPort: (id: string) => void;
  /** Messages that bring ports. Returns how to stop listening. */
  listen: (told: (message: unknown, port: MessagePort | undefined) => void) => () => void;
  /** An id that nobody guesses: a frame inside the page must not be able to bring a port of its own. */
  newId: () => string;
}

/** Closing before the port has come closes it when it comes. */
export function createPortDriver(deps: PortDriverDeps): Driver {
  return (told) => {
    const id = deps.newId();
    let port: MessagePort | undefined;
    let ended = false;

    const end = (reason: string | undefined) => {
      if (ended) return;
      ended = true;
      port?.close();
      if (reason !== undefined) told({ type: 'closed', reason });
    };

    const stop = deps.listen((message, came) => {
      if (!came || !isPortMessage(message) || message.konsolePort !== id) return;
      stop();
      if (ended) {
        came.close();
        return;
      }
      port = came;
      port.onmessage = ({ data }: MessageEvent<ServerFrame | ServerFrame[]>) => {
        if (!ended) told({ type: 'frames', frames: Array.isArray(data) ? data : [data] });
      };
      port.addEventListener('close', () => end('the port was closed'));
      port.start();
      told({ type: 'opened' });
    });
    try {
      deps.openPort(id);
    } catch (error) {
      stop();
      // Told later, as a driver must: the caller has no connection yet.
      queueMicrotask(() => end(`no port could be opened: ${String(error)}`));
    }

    return {
      send(frame) {
        if (!ended) port?.postMessage(frame);
      },
      close() {
        end(undefined);
      },
    };
  };
}

/** The port driver of a window that has the bridge. Only messages of the window itself bring ports. */
export function createWindowPortDriver(page: Window & WindowWithBridge): Driver {
  return createPortDriver({
    openPort(id) {
      if (!page.konsole) throw new Error('this page has no bridge to Konsole');
      page.konsole.openPort(id);
    },
    listen(told) {
      const listener = (event: MessageEvent) => {
        if (event.source === page) told(event.data, event.ports[0]);
      };
      page.addEventListener('message', listener);
      return () => page.removeEventListener('message', listener);
    },
    newId: () => page.crypto.randomUUID(),
  });
}

function isPortMessage(message: unknown): message is PortMessage {
  return typeof message === 'object' && message !== null && 'konsolePort' in message;
}
