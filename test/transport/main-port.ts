import type { ServerPort } from '../../main/transport/port';

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
