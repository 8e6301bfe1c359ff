/** What comes from a client over a port or a socket: checked, counted, and handed to its reader. */
import type { Answer } from '../../preload/contract/errors';
import { clientFrame, type ClientFrame, type ServerFrame } from '../../preload/contract/frames';
import { errorFrame, type Reader } from './sink';

export interface InboundDeps {
  reader: Reader;
  post: (frames: readonly ServerFrame[]) => void;
  /** Never rejects. */
  execute: (name: string, params: unknown) => Promise<Answer>;
  isOpen: () => boolean;
  /** It does not speak our language: say goodbye and close. */
  giveUp: () => void;
}

export interface Inbound {
  /** One message: a frame, or an array of them. */
  take(message: unknown): void;
  /** One that is no message at all. `why` is told to the client. */
  refuse(why: string): void;
}

/** A reader that sends this many malformed frames in a row does not speak our language. */
const malformedLimit = 3;
/** Frames taken from one message. */
const framesPerMessage = 256;
/** Commands of one client that run at the same time. */
export const commandsAtOnce = 64;

export function createInbound({ reader, post, execute, isOpen, giveUp }: InboundDeps): Inbound {
  let malformed = 0;
  let running = 0;

  function takeFrame(frame: ClientFrame): void {
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
        return void command(frame.id, frame.name, frame.params ?? {});
    }
  }

  async function command(id: string, name: string, params: unknown): Promise<void> {
    if (running >= commandsAtOnce) {
      const message = `${commandsAtOnce} commands of this connection run already. Wait for one of them.`;
      return post([{ t: 'result', id, ok: false, code: 'busy', message }]);
    }
    running += 1;
    const answer = await execute(name, params);
    running -= 1;
    post([{ t: 'result', id, ...answer }]);
  }

  function refuse(why: string): void {
    malformed += 1;
    post([errorFrame('invalid', why)]);
    if (malformed >= malformedLimit) giveUp();
  }

  return {
    take(message) {
      const frames: unknown[] = Array.isArray(message) ? message : [message];
      if (frames.length > framesPerMessage) {
        return refuse(`One message carries at most ${framesPerMessage} frames.`);
      }
      for (const candidate of frames) {
        if (!isOpen()) return;
        const checked = clientFrame.safeParse(candidate);
        if (checked.success) {
          malformed = 0;
          takeFrame(checked.data);
        } else refuse('This is no frame of konsole/1: see docs/protocol.md.');
      }
    },
    refuse,
  };
}
