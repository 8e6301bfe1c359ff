/** Serves one MessagePort: the frames of konsole/1, structured-cloned, in batches. Knows no Electron. */
import { type Answer, toAnswer } from '../../preload/contract/errors';
import { clientFrame, type ClientFrame, type ServerFrame } from '../../preload/contract/frames';
import type { Hub } from './hub';
import { errorFrame, type Sink } from './sink';

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

/** A reader that sends this many malformed frames in a row does not speak our language. */
const malformedLimit = 3;
/** Frames taken from one message. */
const framesPerMessage = 256;

/** Returns how to end it; closing the port from the other side detaches. */
export function servePort(hub: Hub, port: ServerPort, options: PortOptions = {}): () => void {
  let open = true;
  let malformed = 0;

  const post = (frames: readonly ServerFrame[]) => {
    if (open) port.postMessage(frames);
  };
  const shut = () => {
    if (!open) return;
    open = false;
    reader.close();
    port.close();
  };
  const sink: Sink = {
    send: post,
    writable: () => true,
    end(code) {
      post([{ t: 'bye', code, retry: true }]);
      shut();
    },
  };
  const reader = hub.connect(sink, { pace: 'journal', window: 'acks' });

  function take(frame: ClientFrame): void {
    switch (frame.t) {
      case 'attach':
        return reader.attach([
          { channel: frame.channel, ...(frame.after === undefined ? {} : { after: frame.after }) },
        ]);
      case 'detach':
        return reader.detach(frame.channel);
      case 'ack':
        return reader.ack(frame.channel, frame.pos);
      case 'command':
        return void command(frame.id, frame.name, frame.params);
    }
  }

  async function command(id: string, name: string, params: unknown): Promise<void> {
    const answer: Answer = options.execute
      ? await options.execute(name, params).catch(toAnswer)
      : { ok: false, code: 'denied', message: 'Commands do not go over a port: use the bridge.' };
    post([{ t: 'result', id, ...answer }]);
  }

  function refuse(message: string): void {
    malformed += 1;
    post([errorFrame('invalid', message)]);
    if (malformed < malformedLimit) return;
    post([{ t: 'bye', code: 'protocol', retry: true }]);
    shut();
  }

  port.on('message', ({ data }) => {
    const frames: unknown[] = Array.isArray(data) ? data : [data];
    if (frames.length > framesPerMessage) {
      return refuse(`One message carries at most ${framesPerMessage} frames.`);
    }
    for (const candidate of frames) {
      if (!open) return;
      const checked = clientFrame.safeParse(candidate);
      if (checked.success) {
        malformed = 0;
        take(checked.data);
      } else refuse('This is no frame of konsole/1: see docs/protocol.md.');
    }
  });
  port.on('close', shut);
  port.start();
  return shut;
}
