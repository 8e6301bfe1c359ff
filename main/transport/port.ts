/** Serves one MessagePort: the frames of konsole/1, structured-cloned, in batches. Knows no Electron. */
import { type Answer, toAnswer } from '../../preload/contract/errors';
import type { ServerFrame } from '../../preload/contract/frames';
import type { Hub } from './hub';
import { createInbound } from './inbound';
import type { Sink } from './sink';

/** What of Electron's MessagePortMain is needed. */
export interface ServerPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: { data: unknown }) => void): unknown;
  on(event: 'close', listener: () => void): unknown;
  start(): void;
  close(): void;
}

export interface PortOptions {
  /** Absent: commands are refused, a window sends them over the bridge. */
  execute?: (name: string, params: unknown) => Promise<Answer>;
}

/** `hub` may be a way to it. Returns how to end it; closing the port from the other side detaches. */
export function servePort(
  hub: Pick<Hub, 'connect'>,
  port: ServerPort,
  options: PortOptions = {},
): () => void {
  let open = true;

  const post = (frames: readonly ServerFrame[]) => {
    if (open) port.postMessage(frames);
  };
  const shut = () => {
    if (!open) return;
    open = false;
    reader.close();
    port.close();
  };
  const end = (code: 'closing' | 'slow' | 'protocol') => {
    post([{ t: 'bye', code, retry: true }]);
    shut();
  };
  const sink: Sink = { send: post, writable: () => true, end };
  const reader = hub.connect(sink, { pace: 'journal', window: 'acks' });
  const inbound = createInbound({
    reader,
    post,
    execute: async (name, params) =>
      options.execute ? options.execute(name, params).catch(toAnswer) : notHere,
    isOpen: () => open,
    giveUp: () => end('protocol'),
  });

  port.on('message', ({ data }) => {
    if (open) inbound.take(data);
  });
  port.on('close', shut);
  port.start();
  return shut;
}

const notHere: Answer = {
  ok: false,
  code: 'denied',
  message: 'Commands do not go over a port: use the bridge.',
};
