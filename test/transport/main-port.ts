import type { ServerPort } from '../../main/transport/port';
import { createPortDriver } from '../../preload/stream/port-driver';
import type { Driver } from '../../preload/stream/types';

/** Node's MessagePort as the part of Electron's MessagePortMain that is used. */
export function mainPort(port: MessagePort): ServerPort {
  return {
    postMessage: (message) => port.postMessage(message),
    on(event: 'message' | 'close', listener: (message: { data: unknown }) => void) {
      if (event === 'message') port.onmessage = ({ data }) => listener({ data });
      else port.addEventListener('close', () => listener({ data: undefined }));
    },
    start: () => port.start(),
    close: () => port.close(),
  };
}

/** The driver of a window, whose ports are served by `serve`; each arrives a moment later, as in Electron. */
export function portDriverTo(serve: (port: ServerPort) => void): {
  driver: Driver;
  listeners: () => number;
} {
  const listeners = new Set<(message: unknown, port: MessagePort) => void>();
  const driver = createPortDriver({
    openPort(id) {
      const { port1, port2 } = new MessageChannel();
      serve(mainPort(port1));
      setImmediate(() => {
        for (const told of [...listeners]) told({ konsolePort: id }, port2);
      });
    },
    listen(told) {
      listeners.add(told);
      return () => listeners.delete(told);
    },
    newId: () => crypto.randomUUID(),
  });
  return { driver, listeners: () => listeners.size };
}
