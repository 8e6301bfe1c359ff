/** Readers that stop: one acknowledges once and then never, one reads no more. Later they go on as if nothing was. */
import type { ServerFrame } from '../../../preload/contract/frames';
import type { Snapshot } from '../../../preload/contract/shapes';
import { openEvents, onMessage, openSocket, sendFrame } from './connect';
import { createSessionReader, createSseReader, endsOf, frameOf } from './reading';

export type Manner = 'ws-acks-once' | 'ws-reads-no-more' | 'sse-reads-no-more';

export interface BlockedReader {
  goOn(): void;
  /** Resolves once its state is that; rejects at a hole, or when it does not come. */
  comesTo(ends: string): Promise<void>;
  close(): void;
}

const patience = 20_000;

/** Looks at the texts only where it may be: each look copies them. */
const isAt = (state: Snapshot, ends: string) =>
  ends.startsWith(`[${state.seq},`) && endsOf(state) === ends;

/** Resolves once it is in step, and blocked. */
export async function openBlocked(
  port: number,
  session: string,
  manner: Manner,
): Promise<BlockedReader> {
  const reader = createSessionReader(session);
  const channel = `session/${session}`;
  let trouble: unknown;
  let told = () => {};
  let synced = () => {};
  const inStep = new Promise<void>((resolve) => {
    synced = resolve;
  });
  const take = (frame: ServerFrame) => {
    try {
      reader.take(frame);
    } catch (error) {
      trouble ??= error;
    }
    if (frame.t === 'synced') synced();
    told();
  };
  const way = manner === 'sse-reads-no-more' ? await overSse() : await overSocket();
  await inStep;
  way.block();

  async function overSocket() {
    let acks = false;
    const ws = await openSocket(port, '/v1/socket?batch=1');
    const ack = () => sendFrame(ws, { t: 'ack', channel, pos: reader.pos() });
    onMessage(ws, (message) => {
      for (const frame of [message].flat() as ServerFrame[]) take(frame);
      if (acks) ack();
    });
    sendFrame(ws, { t: 'attach', channel });
    return {
      block() {
        ack();
        if (manner === 'ws-reads-no-more') ws.pause();
      },
      goOn() {
        acks = true;
        ws.resume();
        ack();
      },
      close: () => ws.terminate(),
    };
  }

  async function overSse() {
    const response = await openEvents(port, `/v1/events?channel=${channel}`);
    const read = createSseReader((name, data) => {
      const frame = frameOf(name, data);
      if (frame) take(frame);
    });
    response.on('data', read);
    return {
      block: () => void response.pause(),
      goOn: () => void response.resume(),
      close: () => void response.destroy(),
    };
  }

  return {
    goOn: way.goOn,
    close: way.close,
    comesTo: (ends) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(
          () => reject(new Error(`It ended at ${endsOf(reader.state()).slice(0, 100)}`)),
          patience,
        );
        told = () => {
          if (trouble === undefined && !isAt(reader.state(), ends)) return;
          clearTimeout(late);
          if (trouble === undefined) resolve();
          else reject(trouble);
        };
        told();
      }),
  };
}
