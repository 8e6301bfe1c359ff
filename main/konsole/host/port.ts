/** One port for both kinds of host process: Electron's utility process and a plain fork. */

export interface HostPort<Sent, Received> {
  post(message: Sent): void;
  onMessage(listener: (message: Received) => void): void;
  /** The parent is gone: there is nobody to work for. */
  onGone(listener: () => void): void;
}

/** What Electron adds to `process` in a utility process. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
}

/** Throws when this process was started by nobody who listens. */
export function openPort<Sent, Received>(): HostPort<Sent, Received> {
  const parent = (process as unknown as { parentPort?: ParentPort }).parentPort;
  if (parent) {
    return {
      post: (message) => parent.postMessage(message),
      onMessage: (listener) => parent.on('message', ({ data }) => listener(data as Received)),
      onGone: (listener) => parent.on('close', listener),
    };
  }
  const send = process.send?.bind(process);
  if (!send) throw new Error('A host process is started by Konsole, not by hand.');
  return {
    // A parent that died between two messages is told by `disconnect`; the failed message is nobody's.
    post: (message) => void send(message, undefined, undefined, () => undefined),
    onMessage: (listener) => process.on('message', (message) => listener(message as Received)),
    onGone: (listener) => process.on('disconnect', listener),
  };
}
